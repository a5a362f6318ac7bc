// Laws that hold of every rule book and every case, tried on random ones: what may not change an answer does not.
#include <algorithm>
#include <set>

#include "maker.hpp"

namespace crossing::tests {
namespace {

const Finding& entry_of(const CaseFindings& findings) { return findings.regimes.front().findings.front(); }

/// The answers of a finding, whatever its verdict.
std::set<TreatmentSet> answers(const Finding& finding) {
  if (finding.outcomes.empty() || finding.verdict == Verdict::conflict) return {finding.treatments};
  std::set<TreatmentSet> all;
  for (const auto& outcome : finding.outcomes) all.insert(outcome.treatments);
  return all;
}

/// What a finding says, with clauses by id and in no order.
std::string unordered(const RuleBook& book, Finding finding) {
  const auto& clauses = book.regimes.front().clauses;
  const auto by_id = [&](int a, int b) { return clauses[static_cast<std::size_t>(a)].id < clauses[static_cast<std::size_t>(b)].id; };
  std::sort(finding.clauses.begin(), finding.clauses.end(), by_id);
  std::sort(finding.clauses_possible.begin(), finding.clauses_possible.end(), by_id);
  std::sort(finding.displaced.begin(), finding.displaced.end(), [&](const Displacement& a, const Displacement& b) {
    return a.clause != b.clause ? by_id(a.clause, b.clause) : by_id(a.by, b.by);
  });
  return line(book, finding);
}

/// A random rule book and some random cases that hold together.
struct Drawn {
  std::vector<std::string> clauses;
  RuleBook book;
  std::vector<std::string> facts;
};

Drawn draw(unsigned seed) {
  Maker maker{seed};
  Drawn drawn{maker.clauses(), {}, {}};
  auto book = harbour_book(list(drawn.clauses), kTwo);
  REQUIRE(book);
  drawn.book = std::move(*book.value);
  Engine engine{drawn.book};
  for (int i = 0; i < 6; ++i) {
    std::string facts = maker.facts();
    if (engine.evaluate(a_case(drawn.book, facts))) drawn.facts.push_back(std::move(facts));
  }
  return drawn;
}

/// `facts` with one more member.
std::string with(const std::string& facts, const std::string& member) { return facts.substr(0, facts.size() - 1) + (facts.size() > 2 ? ", " : "") + member + "}"; }

TEST_CASE("the order of clauses and of keys changes nothing") {
  for (unsigned seed = 1; seed <= 80; ++seed) {
    Drawn drawn = draw(seed);
    Engine engine{drawn.book};
    std::reverse(drawn.clauses.begin(), drawn.clauses.end());
    const auto turned = harbour_book(list(drawn.clauses), kTwo);
    REQUIRE(turned);
    Engine other{*turned.value};
    for (const auto& facts : drawn.facts) {
      INFO(facts);
      CHECK(unordered(drawn.book, entry_of(*engine.evaluate(a_case(drawn.book, facts)).value)) ==
            unordered(*turned.value, entry_of(*other.evaluate(a_case(*turned.value, facts)).value)));
    }
  }
}

TEST_CASE("a fact that no clause reads changes nothing") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Drawn drawn = draw(seed);
    Engine engine{drawn.book};
    for (const auto& facts : drawn.facts) {
      const auto before = engine.evaluate(a_case(drawn.book, facts));
      const auto after = engine.evaluate(a_case(drawn.book, with(facts, R"("berth": "north", "done": ["hailed"])")));
      CHECK(*before.value == *after.value);
    }
  }
}

TEST_CASE("moving the test date changes timing and nothing else") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Drawn drawn = draw(seed);
    Engine engine{drawn.book};
    for (const auto& facts : drawn.facts) {
      auto early = *engine.evaluate(a_case(drawn.book, with(facts, R"("decided": "1930-01-01")"))).value;
      auto late = *engine.evaluate(a_case(drawn.book, with(facts, R"("decided": "1950-12-31")"))).value;
      early.regimes.front().timing = late.regimes.front().timing = {};
      CHECK(early == late);
    }
  }
}

TEST_CASE("learning a fact only narrows, and the answers of an unknown fact are those of its values together") {
  // Without presumptions: what one learns of one fact can lift the presumption of another, and then there is more to know.
  Options plain;
  plain.presumptions = false;
  int learnt = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    const Drawn drawn = draw(seed);
    Engine engine{drawn.book};
    for (const auto& facts : drawn.facts) {
      const Case the_case = a_case(drawn.book, facts);
      const Finding finding = entry_of(*engine.evaluate(the_case, plain).value);
      for (const int missing : finding.missing) {
        const Fact& fact = drawn.book.vocabulary.facts[static_cast<std::size_t>(missing)];
        const Span range = the_case.facts[static_cast<std::size_t>(missing)].kind == Statement::Kind::stated ? the_case.facts[static_cast<std::size_t>(missing)].span : fact.range;
        // A fact that can have no value stands outside: stating it would say that it has one.
        if (range.hi - range.lo > 200 || !fact.only_if.empty()) continue;
        std::set<TreatmentSet> together;
        for (Code code = range.lo; code <= range.hi; ++code) {
          Case known = the_case;
          known.facts[static_cast<std::size_t>(missing)] = {Statement::Kind::stated, {code, code}};
          const auto now = engine.evaluate(known, plain);
          if (!now) continue;
          for (const auto& answer : answers(entry_of(*now.value))) {
            INFO(facts << " " << fact.name << " " << code);
            CHECK(answers(finding).contains(answer));
            together.insert(answer);
          }
        }
        CHECK(together == answers(finding));
        ++learnt;
      }
    }
  }
  CHECK(learnt > 100);
}

}  // namespace
}  // namespace crossing::tests
