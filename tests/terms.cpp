// Terms of one name: the facts on which they part, held against the interpreter.
#include <fmt/format.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "analysis/terms.hpp"
#include "child.hpp"
#include "interpret/interpreter.hpp"
#include "maker.hpp"

namespace crossing::tests {
namespace {

using Json = nlohmann::json;

/// Random completions near what the conditions test.
class Sampler {
 public:
  Sampler(const RuleBook& book, unsigned seed) : book_(book), random_(seed), edges_(book.vocabulary.facts.size()) {
    const std::function<void(const Condition&)> look = [&](const Condition& condition) {
      for (const auto& part : condition.parts) look(part);
      if (condition.kind != Condition::Kind::test) return;
      const auto& fact = book.vocabulary.facts[static_cast<std::size_t>(condition.subject)];
      for (const auto& span : condition.test.spans)
        for (const Code code : {span.lo - 1, span.lo, span.hi, span.hi + 1})
          if (!fact.derived && fact.range.contains(code)) edges_[static_cast<std::size_t>(condition.subject)].push_back(code);
    };
    for (const auto& regime : book.regimes)
      for (const auto& term : regime.terms) look(term.when);
  }

  /// Values for all facts but those that are given.
  interpret::Completion values(const std::vector<std::pair<int, Code>>& given) {
    interpret::Completion completion;
    std::vector<Code> dates;
    for (const auto& [fact, code] : given)
      if (book_.vocabulary.facts[static_cast<std::size_t>(fact)].type == FactType::date) dates.push_back(code);
    for (std::size_t i = 0; i < edges_.size(); ++i) {
      const Fact& fact = book_.vocabulary.facts[i];
      if (fact.type == FactType::date && pick(2) == 0) {
        // Near another date, so that orders hold and times elapsed are short now and then.
        const auto near = dates.empty() ? fact.range.lo : dates[pick(dates.size())];
        completion.values.push_back(std::clamp<Code>(near + static_cast<Code>(pick(3)) * (static_cast<Code>(pick(61)) - 30), fact.range.lo, fact.range.hi));
      } else if (!edges_[i].empty() && pick(2) == 0) {
        completion.values.push_back(edges_[i][pick(edges_[i].size())]);
      } else {
        completion.values.push_back(fact.range.lo + static_cast<Code>(pick(static_cast<std::size_t>(fact.range.hi - fact.range.lo) + 1)));
      }
      if (fact.type == FactType::date) dates.push_back(completion.values.back());
    }
    for (const auto& [fact, code] : given) completion.values[static_cast<std::size_t>(fact)] = code;
    return completion;
  }

  /// Options for one regime: those named, else the default, else any.
  std::vector<int> options(int regime, const std::vector<Choice>& named, bool defaults = true) {
    std::vector<int> options;
    const auto& readings = book_.regimes[static_cast<std::size_t>(regime)].readings;
    for (std::size_t i = 0; i < readings.size(); ++i) {
      options.push_back(readings[i].standard >= 0 && defaults ? readings[i].standard : static_cast<int>(pick(readings[i].options.size())));
      for (const auto& choice : named)
        if (choice.regime == regime && choice.reading == static_cast<int>(i)) options.back() = choice.option;
    }
    return options;
  }

  std::size_t pick(std::size_t below) { return random_() % below; }

 private:
  const RuleBook& book_;
  std::mt19937 random_;
  std::vector<std::vector<Code>> edges_;
};

/// Over many completions of the facts: how often they are possible, and how often the one term is true and the other false.
std::pair<int, int> tried(const RuleBook& book, Sampler& sampler, const analysis::TermUse& one, const analysis::TermUse& other, const analysis::Witness& witness, int times, bool defaults = true) {
  const auto truth = [&](const analysis::TermUse& use, interpret::Completion completion) {
    const Regime& regime = book.regimes[static_cast<std::size_t>(use.regime)];
    completion.options = sampler.options(use.regime, witness.readings, defaults);
    return interpret::is_true(book.vocabulary, regime, regime.terms[static_cast<std::size_t>(use.term)].when, completion);
  };
  std::vector<bool> stated(book.vocabulary.facts.size(), false);
  for (const auto& fact : witness.facts) stated[static_cast<std::size_t>(fact.first)] = true;
  int possible = 0, parted = 0;
  for (int i = 0; i < times; ++i) {
    const auto completion = sampler.values(witness.facts);
    if (!interpret::is_possible(book.vocabulary, completion, stated)) continue;
    ++possible;
    if (truth(one, completion) && !truth(other, completion)) ++parted;
  }
  return {possible, parted};
}

/// A witness holds in every completion, and not without any of its facts.
void verify(const RuleBook& book, Sampler& sampler, const analysis::TermUse& one, const analysis::TermUse& other, const analysis::Witness& witness) {
  const auto [possible, parted] = tried(book, sampler, one, other, witness, 3000);
  CHECK(possible > 0);
  CHECK(parted == possible);
  for (std::size_t i = 0; i < witness.facts.size(); ++i) {
    analysis::Witness less = witness;
    less.facts.erase(less.facts.begin() + static_cast<std::ptrdiff_t>(i));
    const auto without = tried(book, sampler, one, other, less, 20000);
    INFO(book.vocabulary.facts[static_cast<std::size_t>(witness.facts[i].first)].name);
    CHECK(without.second < without.first);
  }
}

TEST_CASE("the witnesses of shipped terms are borne out by the interpreter") {
  const auto book = load_embedded_rules();
  REQUIRE(book);
  const auto terms = analysis::shared_terms(*book.value);
  std::map<std::string, std::size_t> uses;
  Sampler sampler{*book.value, 7};
  for (const auto& term : terms) {
    uses[term.name] = term.uses.size();
    CHECK(term.partings.size() == term.uses.size() * (term.uses.size() - 1) / 2);
    for (const auto& parting : term.partings) {
      INFO(term.name << " in " << book.value->regimes[static_cast<std::size_t>(parting.one.regime)].id << " and " << book.value->regimes[static_cast<std::size_t>(parting.other.regime)].id);
      CHECK_FALSE(parting.fault);
      for (const bool first : {true, false}) {
        const auto& one = first ? parting.one : parting.other;
        const auto& other = first ? parting.other : parting.one;
        const auto& witness = first ? parting.only_one : parting.only_other;
        if (witness) {
          verify(*book.value, sampler, one, other, *witness);
        } else {
          CHECK(tried(*book.value, sampler, one, other, {}, 20000, false).second == 0);
        }
      }
    }
  }
  CHECK(uses == std::map<std::string, std::size_t>{{"future_crosser", 2}, {"illegal_crosser", 3}});
}

std::string term(const std::string& when) { return R"({"same": {"meaning": "m", "when": )" + when + "}}"; }

analysis::Parting parted(const RuleBook& book) {
  const auto terms = analysis::shared_terms(book);
  REQUIRE(terms.size() == 1);
  CHECK(terms.front().name == "same");
  REQUIRE(terms.front().partings.size() == 1);
  return terms.front().partings.front();
}

std::string witness_text(const RuleBook& book, const std::optional<analysis::Witness>& witness) {
  if (!witness) return "never";
  std::string text;
  for (const auto& [index, code] : witness->facts) {
    const Fact& fact = book.vocabulary.facts[static_cast<std::size_t>(index)];
    text += (text.empty() ? "" : " ") + fact.name + "=" + code_text(fact, code);
  }
  for (const auto& choice : witness->readings) {
    const Regime& regime = book.regimes[static_cast<std::size_t>(choice.regime)];
    const Reading& reading = regime.readings[static_cast<std::size_t>(choice.reading)];
    text += fmt::format(" {}.{}={}", regime.id, reading.name, reading.options[static_cast<std::size_t>(choice.option)].name);
  }
  return text;
}

TEST_CASE("terms of one name part on the fewest facts, on one side or never") {
  struct Row {
    std::string a, b, only_a, only_b;
  };
  const std::string closed = R"({"night": {"asks": "a", "default": "clock", "default_reason": "r", "options": {"clock": {"label": "l", "holder": "h", "reason": "r"}, "dusk": {"label": "l", "holder": "h", "reason": "r"}}}})";
  const std::vector<Row> open{
      {R"({"lamp": true})", R"({"not": {"lamp": false}})", "never", "never"},
      {R"({"lamp": true, "agrees": true})", R"({"lamp": true})", "never", "lamp=true agrees=false"},
      {R"({"crew": {"at_least": 3}})", R"({"crew": {"at_least": 5}})", "crew=3", "never"},
      {R"({"day": {"until": "1921-03-04"}})", R"({"day": {"before": "1921-03-01"}})", "day=1921-03-01", "never"},
      {R"({"any": [{"lamp": true}, {"lamp": false}]})", R"({"lamp": true, "not": {"lamp": true}})", "", "never"},
      // What a fact needs is not said beside it, and what a constraint rules out not at all.
      {R"({"damage": "holed", "pumps": true})", R"({"damage": "none"})", "pumps=true", "damage=none"},
      {R"({"distress": true})", R"({"damage": ["holed", "dismasted"]})", "never", "distress=false damage=holed"},
      // An open reading is named only where nothing parts the terms whatever it is.
      {R"({"reading": {"night": "dusk"}, "lamp": true})", R"({"lamp": true, "agrees": true})", "lamp=true agrees=false a.night=dusk", "lamp=true agrees=true a.night=clock"},
      {R"({"any": [{"reading": {"night": "dusk"}, "lamp": true}, {"reading": {"night": "clock"}, "flag": "red"}]})", R"({"agrees": true})", "lamp=true agrees=false flag=red", "lamp=false agrees=true flag=blue"},
  };
  for (const auto& row : open) {
    INFO(row.a << " against " << row.b);
    const RuleBook book = book_of({instrument("a", "1921-01-01", "[]", kTwo, term(row.a)), instrument("b", "1921-01-02", "[]", "{}", term(row.b))});
    const auto parting = parted(book);
    CHECK(witness_text(book, parting.only_one) == row.only_a);
    CHECK(witness_text(book, parting.only_other) == row.only_b);
  }
  // A closed reading is at its default, and another option of it is named only where nothing else helps.
  const RuleBook book = book_of({instrument("a", "1921-01-01", "[]", closed, term(R"({"any": [{"lamp": true}, {"reading": {"night": "dusk"}, "agrees": true}]})")), instrument("b", "1921-01-02", "[]", "{}", term(R"({"lamp": true})"))});
  CHECK(witness_text(book, parted(book).only_one) == "lamp=false agrees=true a.night=dusk");
  CHECK(witness_text(book, parted(book).only_other) == "never");
  // Dates that hang together in a way that cells cannot tell.
  const RuleBook linked = book_of({instrument("a", "1921-01-01", "[]", "{}", term(R"({"age": {"after": "P1M"}})")), instrument("b", "1921-01-02", "[]", "{}", term(R"({"decided": {"from": "1921-05"}})"))});
  CHECK(parted(linked).fault);
  CHECK(analysis::shared_terms(book_of({instrument("a", "1921-01-01", "[]", "{}", term(R"({"lamp": true})"))})).empty());
}

TEST_CASE("witnesses of terms made at random are borne out, and where there is none nothing parts them") {
  int witnesses = 0, none = 0;
  for (unsigned seed = 1; seed <= 60 / kOneIn; ++seed) {
    Maker maker{seed};
    const std::string a = maker.condition(2), part = maker.condition(2);
    const std::string b = seed % 4 == 0 ? R"({"any": [)" + a + ", " + part + "]}" : part;  // now and then the one contains the other
    INFO(seed << ": " << a << " against " << b);
    const RuleBook book = book_of({instrument("a", "1921-01-01", "[]", kTwo, term(a)), instrument("b", "1921-01-02", "[]", kTwo, term(b))});
    const auto parting = parted(book);
    if (parting.fault) continue;
    Sampler sampler{book, seed};
    for (const bool first : {true, false}) {
      const auto& one = first ? parting.one : parting.other;
      const auto& other = first ? parting.other : parting.one;
      const auto& witness = first ? parting.only_one : parting.only_other;
      if (witness) {
        ++witnesses;
        const auto [possible, apart] = tried(book, sampler, one, other, *witness, 2000 / kOneIn);
        CHECK(possible > 0);
        CHECK(apart == possible);
      } else {
        ++none;
        CHECK(tried(book, sampler, one, other, {}, 5000, false).second == 0);
      }
    }
  }
  CHECK(witnesses > 40 / kOneIn);
  CHECK(none > 5 / kOneIn);
}

TEST_CASE("rules terms prints facts that can be pasted") {
  const Ran ran = run({"rules", "terms"});
  CHECK(ran.status == 0);
  CHECK(widest(ran.out) <= 100);
  CHECK(holds(ran.out, "never true in 1970-sc where it is false in 1957-mfa"));
  CHECK(holds(ran.out, " --set procedures_completed=false"));
  const Json data = Json::parse(run({"rules", "terms", "--format", "json"}).out);
  CHECK(data.at("schema") == "crossing.terms/1");
  REQUIRE(data.at("terms").size() == 2);
  int pasted = 0;
  for (const auto& shared : data.at("terms")) {
    for (const auto& parting : shared.at("partings")) {
      CHECK(parting.at("fault").is_null());
      for (const auto& witness : parting.at("only_in")) {
        if (witness.is_null()) continue;
        Words words{"evaluate", "--format", "json"};
        std::string all = witness.at("words").get<std::string>();
        for (std::size_t from = 0; from < all.size();) {
          const auto end = std::min(all.find(' ', from), all.size());
          words.push_back(all.substr(from, end - from));
          from = end + 1;
        }
        const Ran evaluated = run(words);
        INFO(all << "\n" << evaluated.err);
        REQUIRE(evaluated.status == 0);
        CHECK(Json::parse(evaluated.out).at("cases").at(0).at("set") == witness.at("facts"));
        ++pasted;
      }
    }
  }
  CHECK(pasted == 7);
  const Scratch scratch;
  CHECK(holds(run({"rules", "terms", "--rules", scratch.rules("one", "[]")}).out, "No two regimes"));
}

}  // namespace
}  // namespace crossing::tests
