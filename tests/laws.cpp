// Laws that hold of every rule book and every case. Each is tried on random rule books of the harbour and on the shipped rules,
// with random cases: what may not change an answer does not, and what may change it does so only in the way that the law allows.
#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/generate.hpp"
#include "load/embedded.hpp"
#include "maker.hpp"

namespace crossing::tests {
namespace {

using Facts = std::set<int>;

const Fact& fact_of(const RuleBook& book, int fact) { return book.vocabulary.facts[static_cast<std::size_t>(fact)]; }
Statement& statement_of(Case& the_case, int fact) { return the_case.facts[static_cast<std::size_t>(fact)]; }
bool is_stated(const Case& the_case, int fact) { return the_case.facts[static_cast<std::size_t>(fact)].kind == Statement::Kind::stated; }

// ---- what reads what, found here from the rules alone ----

/// Adds the base facts that a condition reads, through terms and derived facts.
void read(const RuleBook& book, const Regime* regime, const Condition& condition, Facts& facts) {
  for (const auto& part : condition.parts) read(book, regime, part, facts);
  if (condition.kind == Condition::Kind::term) read(book, regime, regime->terms[static_cast<std::size_t>(condition.subject)].when, facts);
  if (condition.kind != Condition::Kind::test) return;
  const auto& derived = fact_of(book, condition.subject).derived;
  if (!derived) facts.insert(condition.subject);
  if (derived) facts.insert(derived->first);
  if (derived && derived->second >= 0) facts.insert(derived->second);
}

Facts needs_of(const RuleBook& book, int fact) {
  Facts needs;
  for (const auto& need : fact_of(book, fact).only_if) read(book, nullptr, need, needs);
  return needs;
}

Facts facts_of(const RuleBook& book, const Constraint& constraint) {
  Facts facts{constraint.earlier, constraint.later};
  if (!constraint.excludes) return facts;
  facts.clear();
  read(book, nullptr, *constraint.excludes, facts);
  return facts;
}

bool meet(const Facts& a, const Facts& b) {
  return std::any_of(a.begin(), a.end(), [&](int fact) { return b.contains(fact); });
}

/// Adds every fact that can bear on these: by an only_if, by a constraint, by what lifts a presumption.
Facts with_all_that_bears(const RuleBook& book, Facts facts) {
  for (std::size_t before = 0; before != facts.size();) {
    before = facts.size();
    for (const int fact : Facts{facts}) {
      facts.merge(needs_of(book, fact));
      if (const auto& presumed = fact_of(book, fact).presumed; presumed && presumed->unless) read(book, nullptr, *presumed->unless, facts);
    }
    for (const auto& constraint : book.vocabulary.constraints)
      if (auto linked = facts_of(book, constraint); meet(linked, facts)) facts.merge(linked);
  }
  return facts;
}

Facts read_by_clauses(const RuleBook& book, const Regime& regime) {
  Facts facts;
  for (const auto& clause : regime.clauses)
    if (clause.operative()) read(book, &regime, *clause.when, facts);
  return facts;
}

/// The facts that these clauses and whatever can override them read.
Facts read_for(const RuleBook& book, const Regime& regime, const std::set<int>& clauses) {
  Facts facts;
  for (std::size_t c = 0; c < regime.clauses.size(); ++c) {
    const Clause& clause = regime.clauses[c];
    const bool overrides = std::any_of(clause.overrides.begin(), clause.overrides.end(), [&](const Override& entry) { return clauses.contains(entry.clause); });
    if (clause.operative() && (overrides || clauses.contains(static_cast<int>(c)))) read(book, &regime, *clause.when, facts);
  }
  return facts;
}

bool opens_a_question(const RuleBook& book, int fact) {
  const auto& questions = book.vocabulary.questions;
  return std::any_of(questions.begin(), questions.end(), [fact](const Question& question) {
    return std::find(question.opens_with.begin(), question.opens_with.end(), fact) != question.opens_with.end();
  });
}

// ---- findings as text, without anything that only the order of a file decides ----

template <typename List, typename Text>
std::string sorted(const List& list, Text text) {
  std::vector<std::string> texts;
  for (const auto& item : list) texts.push_back(text(item));
  std::sort(texts.begin(), texts.end());
  return fmt::format("[{}]", fmt::join(texts, " "));
}

std::string told(const RuleBook& book, const Regime& regime, const Finding& finding) {
  const auto& vocabulary = book.vocabulary;
  const auto treatments = [&](const TreatmentSet& set) { return sorted(set, [&](int t) { return vocabulary.treatments[static_cast<std::size_t>(t)].name; }); };
  const auto clause = [&](int c) { return regime.clauses[static_cast<std::size_t>(c)].id; };
  const auto reading = [&](int r) -> const Reading& { return regime.readings[static_cast<std::size_t>(r)]; };
  std::string text = fmt::format("{}: {} {} {} {} {}", vocabulary.questions[static_cast<std::size_t>(finding.question)].name, name_of(finding.verdict), treatments(finding.treatments),
                                 finding.modality ? name_of(*finding.modality) : "", sorted(finding.clauses, clause), sorted(finding.clauses_possible, clause));
  text += sorted(finding.displaced, [&](const Displacement& d) { return clause(d.clause) + "<" + clause(d.by); });
  text += sorted(finding.missing, [&](int f) { return fact_of(book, f).name; });
  text += sorted(finding.outcomes, [&](const Outcome& outcome) {
    std::string when = treatments(outcome.treatments) + sorted(outcome.clauses, clause);
    for (const auto& range : outcome.facts) {
      when.append(" ").append(fact_of(book, range.fact).name);
      for (const auto& span : range.spans) when.append(" ").append(span_text(fact_of(book, range.fact), span));
      for (const auto& bounds : range.bounds)
        for (const auto& bound : bounds) when += fmt::format(" {}{}", static_cast<int>(bound.relation), period_text(bound.period));
    }
    return when + sorted(outcome.readings, [&](const ReadingRange& range) {
             return reading(range.reading).name + sorted(range.options, [&](int o) { return reading(range.reading).options[static_cast<std::size_t>(o)].name; });
           });
  });
  return text + sorted(finding.under_other_readings, [&](const OtherReading& other) {
           return fmt::format("{}={}: {} {}", reading(other.reading).name, reading(other.reading).options[static_cast<std::size_t>(other.option)].name, name_of(other.verdict),
                              sorted(other.answers, treatments));
         });
}

std::string told(const RuleBook& book, const CaseFindings& findings) {
  std::string text = sorted(findings.presumed, [&](const auto& presumed) { return fmt::format("{}={}", fact_of(book, presumed.first).name, presumed.second); });
  for (const auto& found : findings.regimes) {
    const Regime& regime = book.regimes[static_cast<std::size_t>(found.regime)];
    text += fmt::format("\n{}: {} {}", regime.id, name_of(found.timing.status), name_of(found.reach));
    for (const auto& finding : found.findings) text.append("\n  ").append(told(book, regime, finding));
  }
  return text;
}

/// The answers of a finding, whatever its verdict.
std::set<TreatmentSet> answers(const Finding& finding) {
  if (finding.outcomes.empty() || finding.verdict == Verdict::conflict) return {finding.treatments};
  std::set<TreatmentSet> all;
  for (const auto& outcome : finding.outcomes) all.insert(outcome.treatments);
  return all;
}

const Finding* on(const CaseFindings& findings, int question) {
  const auto& list = findings.regimes.front().findings;
  const auto found = std::find_if(list.begin(), list.end(), [question](const Finding& finding) { return finding.question == question; });
  return found == list.end() ? nullptr : &*found;
}

// ---- rule books and cases to try a law on ----

/// A rule book, the texts it was read from, and random cases that hold together.
struct Trial {
  std::vector<Text> texts;
  RuleBook book;
  std::vector<Case> cases;
};

Trial trial_of(std::vector<Text> texts) {
  auto book = load_rules(texts);
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  return {std::move(texts), std::move(*book.value), {}};
}

Trial harbour_trial(unsigned seed) {
  Maker maker{seed};
  Trial trial = trial_of({{"vocabulary.json", kHarbour}, {"order.json", regime_text(maker.rules(), seed % 2 == 0 ? kTwo : kTwoClosed)}});
  Engine engine{trial.book};
  for (int i = 0; i < 6; ++i) {
    Case the_case = a_case(trial.book, maker.facts());
    if (engine.evaluate(the_case)) trial.cases.push_back(std::move(the_case));
  }
  return trial;
}

/// Cases that aim at clauses of the shipped rules; then some facts are left out, and some dates known to within weeks only.
Trial shipped_trial(unsigned seed, int count) {
  std::vector<Text> texts;
  for (const auto& source : load::embedded_rules()) texts.push_back({std::string{source.name}, std::string{source.bytes}});
  Trial trial = trial_of(std::move(texts));
  Engine engine{trial.book};
  analysis::Generator generator{trial.book, {.seed = seed, .unknown = 0.05}};
  std::mt19937 random{seed};
  for (int i = 0; i < count; ++i) {
    Case the_case;
    REQUIRE(generator.next(the_case));
    for (std::size_t f = 0; f < the_case.facts.size(); ++f) {
      auto& statement = the_case.facts[f];
      if (statement.kind != Statement::Kind::stated) continue;
      if (random() % 5 == 0) statement = {};
      else if (trial.book.vocabulary.facts[f].type == FactType::date && random() % 3 == 0) statement.span.hi = std::min(trial.book.vocabulary.facts[f].range.hi, statement.span.lo + static_cast<Code>(random() % 40));
    }
    if (engine.evaluate(the_case)) trial.cases.push_back(std::move(the_case));
  }
  return trial;
}

/// The law on both kinds of rule book. It is given a trial and one of its regimes at a time, and says how often it was tried.
/// Of the shipped rules there is but one book, so each of its regimes gets a share of the cases.
using Law = std::function<int(const Trial&, int)>;

void holds_everywhere(const Law& law, int books, int shipped_cases) {
  books /= kOneIn;
  shipped_cases /= kOneIn;
  int on_random = 0, on_shipped = 0;
  for (int seed = 1; seed <= books; ++seed) on_random += law(harbour_trial(static_cast<unsigned>(seed)), 0);
  const Trial shipped = shipped_trial(11, shipped_cases);
  for (std::size_t r = 0; r < shipped.book.regimes.size(); ++r) {
    INFO(shipped.book.regimes[r].id);
    const int tried = law(shipped, static_cast<int>(r));
    on_shipped += tried;
  }
  UNSCOPED_INFO("tried " << on_random << " times on random rule books and " << on_shipped << " times on the shipped rules");
  CHECK(on_random > 100 / kOneIn);
  CHECK(on_shipped > 100 / kOneIn);
}

Options asking(int regime, bool presumptions = true, bool all_readings = false) { return {.presumptions = presumptions, .all_readings_open = all_readings, .readings = {}, .regimes = {regime}}; }

// ---- order ----

using Json = nlohmann::ordered_json;

/// The same JSON with the members of objects in another order, and of those lists whose order says nothing.
Json shuffled(const Json& json, std::mt19937& random, bool names_in_order = false) {
  static const std::set<std::string> free_lists{"clauses", "all", "any", "then", "overrides", "constraints"};
  static const std::set<std::string> names_of_vocabulary{"facts", "questions", "treatments", "effects", "values"};
  if (json.is_array()) {
    Json list = Json::array();
    for (const auto& item : json) list.push_back(shuffled(item, random));
    return list;
  }
  if (!json.is_object()) return json;
  std::vector<std::pair<std::string, Json>> members;
  for (const auto& [key, value] : json.items()) {
    Json inner = shuffled(value, random, names_of_vocabulary.contains(key));
    if (inner.is_array() && free_lists.contains(key)) std::shuffle(inner.begin(), inner.end(), random);
    members.emplace_back(key, std::move(inner));
  }
  if (!names_in_order) std::shuffle(members.begin(), members.end(), random);
  Json object = Json::object();
  for (auto& [key, value] : members) object[key] = std::move(value);
  return object;
}

TEST_CASE("the order of clauses and of keys changes nothing") {
  std::mt19937 random{5};
  holds_everywhere(
      [&](const Trial& trial, int regime) {
        std::vector<Text> texts = trial.texts;
        for (auto& text : texts) text.bytes = shuffled(Json::parse(text.bytes), random).dump();
        const auto other = load_rules(texts);
        INFO(text_of(other.diagnostics));
        REQUIRE(other);
        REQUIRE(other.value->regimes[static_cast<std::size_t>(regime)].id == trial.book.regimes[static_cast<std::size_t>(regime)].id);
        Engine one{trial.book}, two{*other.value};
        int tried = 0;
        for (const auto& the_case : trial.cases) {
          const Options options = asking(regime, true, tried % 3 == 0);
          CHECK(told(trial.book, *one.evaluate(the_case, options).value) == told(*other.value, *two.evaluate(the_case, options).value));
          ++tried;
        }
        return tried;
      },
      60, 25);
}

// ---- facts that are not read ----

TEST_CASE("a fact that no clause reads changes nothing") {
  std::mt19937 random{6};
  holds_everywhere(
      [&](const Trial& trial, int regime) {
        const auto& vocabulary = trial.book.vocabulary;
        const Facts bearing = with_all_that_bears(trial.book, read_by_clauses(trial.book, trial.book.regimes[static_cast<std::size_t>(regime)]));
        Engine engine{trial.book};
        int tried = 0;
        for (const auto& the_case : trial.cases) {
          for (std::size_t f = 0; f < vocabulary.facts.size(); ++f) {
            const int fact = static_cast<int>(f);
            if (vocabulary.facts[f].derived || bearing.contains(fact) || opens_a_question(trial.book, fact) || meet(needs_of(trial.book, fact), bearing) || random() % 3 != 0) continue;
            Case other = the_case;
            if (is_stated(other, fact)) {
              statement_of(other, fact) = {};
            } else if (vocabulary.facts[f].type == FactType::set) {
              statement_of(other, fact) = {Statement::Kind::stated, {1, 1}};
            } else {
              const Code code = vocabulary.facts[f].range.lo + static_cast<Code>(random() % static_cast<unsigned>(vocabulary.facts[f].range.hi - vocabulary.facts[f].range.lo + 1));
              statement_of(other, fact) = {Statement::Kind::stated, {code, code}};
            }
            const auto now = engine.evaluate(other, asking(regime));
            if (!now) continue;  // it cannot be said beside the other facts that no clause reads
            CaseFindings before = *engine.evaluate(the_case, asking(regime)).value, after = *now.value;
            // Time and place stand beside the answer.
            before.regimes.front().timing = after.regimes.front().timing = {};
            before.days = after.days = std::nullopt;
            before.regimes.front().reach = after.regimes.front().reach = {};
            INFO(vocabulary.facts[f].name);
            CHECK(before == after);
            ++tried;
          }
        }
        return tried;
      },
      60, 40);
}

TEST_CASE("dropping facts that are not cited leaves the answer") {
  std::mt19937 random{7};
  int sure = 0;
  holds_everywhere(
      [&](const Trial& trial, int index) {
        const Regime& regime = trial.book.regimes[static_cast<std::size_t>(index)];
        Engine engine{trial.book};
        int tried = 0;
        const auto without = [&](const Case& the_case, int question, const Facts& kept) {
          Case other = the_case;
          const auto& opens = trial.book.vocabulary.questions[static_cast<std::size_t>(question)].opens_with;
          bool dropped = false;
          for (std::size_t f = 0; f < other.facts.size(); ++f) {
            const int fact = static_cast<int>(f);
            if (!is_stated(other, fact) || kept.contains(fact) || meet(needs_of(trial.book, fact), kept) || std::find(opens.begin(), opens.end(), fact) != opens.end()) continue;
            statement_of(other, fact) = {Statement::Kind::unknown, {}};
            dropped = true;
          }
          return dropped ? std::optional{other} : std::nullopt;
        };
        for (const auto& the_case : trial.cases) {
          const auto before = engine.evaluate(the_case, asking(index, false));
          for (const auto& finding : before.value->regimes.front().findings) {
            if (finding.verdict != Verdict::decided) continue;
            std::set<int> cited{finding.clauses.begin(), finding.clauses.end()};
            cited.insert(finding.clauses_possible.begin(), finding.clauses_possible.end());
            INFO(told(trial.book, regime, finding));
            // What the cited clauses order stands whatever the others say.
            if (const auto other = without(the_case, finding.question, with_all_that_bears(trial.book, read_for(trial.book, regime, cited)))) {
              const auto after = engine.evaluate(*other, asking(index, false));
              REQUIRE(after);
              const Finding* now = on(*after.value, finding.question);
              REQUIRE(now != nullptr);
              for (const auto& answer : answers(*now)) CHECK(std::includes(answer.begin(), answer.end(), finding.treatments.begin(), finding.treatments.end()));
              ++tried;
            }
            // Nothing else stands beside it either where the clauses that could give another answer keep their facts.
            for (std::size_t c = 0; c < regime.clauses.size(); ++c)
              for (const auto& answer : regime.clauses[c].then)
                if (answer.question == finding.question) cited.insert(static_cast<int>(c));
            if (const auto other = without(the_case, finding.question, with_all_that_bears(trial.book, read_for(trial.book, regime, cited)))) {
              const auto after = engine.evaluate(*other, asking(index, false));
              REQUIRE(after);
              const Finding* now = on(*after.value, finding.question);
              REQUIRE(now != nullptr);
              CHECK(*now == finding);
              ++sure;
            }
          }
        }
        return tried;
      },
      150, 60);
  CHECK(sure > 100 / kOneIn);
}

// ---- facts that are learnt ----

/// Tries every value of each missing fact, and gives how many facts were tried. Without presumptions: what one learns of one fact
/// can lift the presumption of another, and then there is more to know.
int learn(const Trial& trial, int regime, const std::function<void(const Finding&, const std::set<TreatmentSet>&, const Fact&)>& check) {
  Engine engine{trial.book};
  int tried = 0;
  for (const auto& the_case : trial.cases) {
    const auto before = engine.evaluate(the_case, asking(regime, false));
    for (const auto& finding : before.value->regimes.front().findings) {
      for (const int missing : finding.missing) {
        const Fact& fact = fact_of(trial.book, missing);
        const Span range = is_stated(the_case, missing) ? the_case.facts[static_cast<std::size_t>(missing)].span : fact.range;
        if (range.hi - range.lo > 100) continue;
        std::set<TreatmentSet> together;
        for (Code code = range.lo; code <= range.hi; ++code) {
          Case known = the_case;
          statement_of(known, missing) = {Statement::Kind::stated, {code, code}};
          const auto now = engine.evaluate(known, asking(regime, false));
          if (!now) continue;  // it cannot have this value
          if (const Finding* there = on(*now.value, finding.question)) together.merge(answers(*there));
          else together.insert(TreatmentSet{});
        }
        check(finding, together, fact);
        ++tried;
      }
    }
  }
  return tried;
}

TEST_CASE("learning a fact only takes answers away") {
  holds_everywhere(
      [](const Trial& trial, int regime) {
        return learn(trial, regime, [](const Finding& finding, const std::set<TreatmentSet>& together, const Fact& fact) {
          INFO(fact.name);
          const auto before = answers(finding);
          CHECK(std::includes(before.begin(), before.end(), together.begin(), together.end()));
        });
      },
      150, 60);
}

TEST_CASE("the answers of a case in which a fact is unknown are those of all its values together") {
  holds_everywhere(
      [](const Trial& trial, int regime) {
        return learn(trial, regime, [](const Finding& finding, const std::set<TreatmentSet>& together, const Fact& fact) {
          INFO(fact.name);
          // A fact that can have no value stands outside: stating it would say that it has one.
          if (fact.only_if.empty()) CHECK(together == answers(finding));
        });
      },
      150, 60);
}

// ---- time ----

/// Section 8 of rules/README.md, day by day.
TimingStatus timing_by_definition(const Regime& regime, const Span& days) {
  bool some_before = false, all_before = true;
  for (Code day = days.lo; day <= days.hi; ++day) {
    for (Code issue = regime.issued.lo; issue <= regime.issued.hi; ++issue) {
      some_before = some_before || day < issue;
      all_before = all_before && day < issue;
    }
  }
  if (all_before) return TimingStatus::not_yet_issued;
  if (some_before) return TimingStatus::date_uncertain;
  int early = 0, late = 0;
  const int all = days.hi - days.lo + 1;
  for (Code day = days.lo; day <= days.hi; ++day) {
    if (regime.begins && day < *regime.begins) ++early;
    if (regime.ends && day > *regime.ends) ++late;
  }
  if ((early > 0 && early < all) || (late > 0 && late < all)) return TimingStatus::date_uncertain;
  if (late == all) return TimingStatus::lapsed;
  if (!regime.begins) return TimingStatus::signed_effect_unknown;
  return early == all ? TimingStatus::issued_not_in_effect : TimingStatus::in_force;
}

TEST_CASE("moving the test date changes timing and nothing else") {
  std::mt19937 random{8};
  std::set<TimingStatus> seen;
  holds_everywhere(
      [&](const Trial& trial, int index) {
        const auto& vocabulary = trial.book.vocabulary;
        const Regime& regime = trial.book.regimes[static_cast<std::size_t>(index)];
        const int moved = vocabulary.test_date.front();
        if (read_by_clauses(trial.book, regime).contains(moved)) return 0;
        Engine engine{trial.book};
        int tried = 0;
        for (const auto& the_case : trial.cases) {
          // No earlier than any date that must not be after it; a date of which nothing is said would be narrowed, so the case must state those.
          Code earliest = fact_of(trial.book, moved).range.lo;
          bool stated = true;
          for (const auto& constraint : vocabulary.constraints) {
            if (constraint.excludes || constraint.later != moved) continue;
            stated = stated && is_stated(the_case, constraint.earlier);
            earliest = std::max(earliest, the_case.facts[static_cast<std::size_t>(constraint.earlier)].span.hi);
          }
          if (!stated) continue;
          std::optional<CaseFindings> before;
          for (int i = 0; i < 4; ++i) {
            const Code around = i < 2 ? earliest : std::max(earliest, regime.issued.lo - 20);
            const Code day = std::min(fact_of(trial.book, moved).range.hi, around + static_cast<Code>(random() % 40));
            Case other = the_case;
            statement_of(other, moved) = {Statement::Kind::stated, {day, std::min(fact_of(trial.book, moved).range.hi, day + static_cast<Code>(random() % 2 * (random() % 30)))}};
            const auto found = engine.evaluate(other, asking(index));
            REQUIRE(found);
            CaseFindings now = *found.value;
            CHECK(now.regimes.front().timing.status == timing_by_definition(regime, statement_of(other, moved).span));
            seen.insert(now.regimes.front().timing.status);
            now.regimes.front().timing = {};
            now.days = std::nullopt;
            if (before) CHECK(now == *before);
            before = std::move(now);
            // Whoever asks as of another day moves timing as well, and leaves even the dates of the case.
            const Span days{around, around + static_cast<Code>(random() % 60)};
            CaseFindings then = *engine.evaluate(other, {.readings = {}, .regimes = {index}, .as_of = days}).value;
            CHECK(then.regimes.front().timing.status == timing_by_definition(regime, days));
            then.regimes.front().timing = {};
            then.days = std::nullopt;
            CHECK(then == *before);
            ++tried;
          }
        }
        return tried;
      },
      60, 40);
  for (const auto status : {TimingStatus::not_yet_issued, TimingStatus::date_uncertain, TimingStatus::signed_effect_unknown, TimingStatus::in_force}) CHECK(seen.contains(status));
}

}  // namespace
}  // namespace crossing::tests
