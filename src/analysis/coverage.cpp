// A clause is weighed by taking it out of a copy of the rule book and asking again.
#include "analysis/coverage.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace crossing::analysis {
namespace {

bool names(const Finding& finding, int clause) {
  const auto in = [clause](const std::vector<int>& list) { return std::find(list.begin(), list.end(), clause) != list.end(); };
  return in(finding.clauses) || in(finding.clauses_possible);
}

const Finding* finding_for(const RegimeFindings& found, int question) {
  const auto it = std::find_if(found.findings.begin(), found.findings.end(), [question](const Finding& f) { return f.question == question; });
  return it == found.findings.end() ? nullptr : &*it;
}

class Measure {
 public:
  Measure(const RuleBook& book, const std::vector<Case>& cases, const std::vector<int>& regimes) : book_(book), cases_(cases), regimes_(regimes) {
    Engine engine{book};
    for (const auto& the_case : cases) {
      findings_.push_back(engine.evaluate(the_case).value);
      explanations_.push_back(explain(book, the_case).value);
    }
  }

  Coverage run() {
    Coverage coverage;
    for (const int r : regimes_) {
      const Regime& regime = book_.regimes[static_cast<std::size_t>(r)];
      for (std::size_t c = 0; c < regime.clauses.size(); ++c)
        if (regime.clauses[c].operative()) coverage.clauses.push_back(clause(r, static_cast<int>(c)));
      for (std::size_t i = 0; i < regime.readings.size(); ++i) coverage.readings.push_back(reading(r, static_cast<int>(i)));
      boundaries(r, coverage.boundaries);
    }
    return coverage;
  }

 private:
  ClauseCoverage clause(int r, int c) {
    ClauseCoverage covered{.regime = r, .clause = c};
    RuleBook without = book_;
    Clause& removed = without.regimes[static_cast<std::size_t>(r)].clauses[static_cast<std::size_t>(c)];
    removed.when.reset();
    removed.then.clear();
    removed.overrides.clear();
    Engine engine{without};
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      if (!findings_[i]) continue;
      const auto& found = findings_[i]->regimes[static_cast<std::size_t>(r)];
      const bool named = std::any_of(found.findings.begin(), found.findings.end(), [&](const Finding& f) { return f.verdict == Verdict::decided && names(f, c); });
      if (named) {
        const auto other = engine.evaluate(cases_[i], {.regimes = {r}});
        const bool changed = !other || std::any_of(found.findings.begin(), found.findings.end(), [&](const Finding& f) {
          if (f.verdict != Verdict::decided || !names(f, c)) return false;
          const Finding* now = finding_for(other.value->regimes.front(), f.question);
          return now == nullptr || now->verdict != f.verdict || now->treatments != f.treatments || now->clauses != f.clauses;
        });
        if (changed) covered.decisive.push_back(static_cast<int>(i));
      }
      for (const auto& account : (*explanations_[i])[static_cast<std::size_t>(r)].accounts)
        if (account.clause == c && account.near_miss) covered.near_miss.push_back(static_cast<int>(i));
    }
    return covered;
  }

  ReadingCoverage reading(int r, int index) const {
    ReadingCoverage covered{.regime = r, .reading = index};
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      if (!findings_[i]) continue;
      bool matters = false;
      for (const auto& finding : findings_[i]->regimes[static_cast<std::size_t>(r)].findings) {
        for (const auto& other : finding.under_other_readings) matters = matters || other.reading == index;
        for (const auto& outcome : finding.outcomes)
          for (const auto& range : outcome.readings) matters = matters || range.reading == index;
      }
      if (matters) covered.cases.push_back(static_cast<int>(i));
    }
    return covered;
  }

  /// The exact value of a fact in a case, if it has one; presumptions count.
  std::optional<Code> value(std::size_t the_case, int index) const {
    const Fact& fact = book_.vocabulary.facts[static_cast<std::size_t>(index)];
    if (fact.derived) {
      const auto first = value(the_case, fact.derived->first);
      if (!first) return std::nullopt;
      if (fact.derived->how == Derivation::month_of) return month_of(*first);
      const auto second = value(the_case, fact.derived->second);
      if (!second || fact.derived->how == Derivation::elapsed) return std::nullopt;
      return (*first + fact.derived->shift[static_cast<std::size_t>(*second)] + 1440) % 1440;
    }
    const auto& statement = cases_[the_case].facts[static_cast<std::size_t>(index)];
    if (statement.kind == Statement::Kind::absent && fact.presumed) return fact.presumed->value;
    if (statement.kind != Statement::Kind::stated || !statement.span.exact()) return std::nullopt;
    return statement.span.lo;
  }

  void boundaries(int r, std::vector<BoundaryCoverage>& list) const {
    const Regime& regime = book_.regimes[static_cast<std::size_t>(r)];
    std::set<std::pair<int, Code>> cuts;  // fact, first value after the cut
    std::set<std::tuple<int, int, int, bool>> periods;  // fact, months, days, whether the day itself is below the cut
    const std::function<void(const Condition&)> look = [&](const Condition& condition) {
      for (const auto& part : condition.parts) look(part);
      if (condition.kind != Condition::Kind::test) return;
      const Fact& fact = book_.vocabulary.facts[static_cast<std::size_t>(condition.subject)];
      for (const auto& bound : condition.test.bounds)
        periods.emplace(condition.subject, bound.period.months, bound.period.days, bound.relation == Relation::until || bound.relation == Relation::after);
      if (fact.type != FactType::count && fact.type != FactType::date && fact.type != FactType::time) return;
      for (const auto& span : condition.test.spans) {
        const auto inside = [&](Code code) { return std::any_of(condition.test.spans.begin(), condition.test.spans.end(), [code](const Span& s) { return s.contains(code); }); };
        if (span.lo > fact.range.lo && !inside(span.lo - 1)) cuts.emplace(condition.subject, span.lo);
        if (span.hi < fact.range.hi && !inside(span.hi + 1)) cuts.emplace(condition.subject, span.hi + 1);
      }
    };
    for (const auto& clause : regime.clauses)
      if (clause.when) look(*clause.when);
    for (const auto& term : regime.terms) look(term.when);

    for (const auto& cut : cuts) {
      const Fact& fact = book_.vocabulary.facts[static_cast<std::size_t>(cut.first)];
      BoundaryCoverage covered{.regime = r, .fact = cut.first, .below = code_text(fact, cut.second - 1), .above = code_text(fact, cut.second)};
      for (std::size_t i = 0; i < cases_.size(); ++i) {
        const auto code = value(i, cut.first);
        if (code == cut.second - 1) covered.met_below.push_back(static_cast<int>(i));
        if (code == cut.second) covered.met_above.push_back(static_cast<int>(i));
      }
      list.push_back(std::move(covered));
    }
    for (const auto& [index, months, days, day_is_below] : periods) {
      const Fact& fact = book_.vocabulary.facts[static_cast<std::size_t>(index)];
      const std::string period = period_text({months, days});
      BoundaryCoverage covered{.regime = r, .fact = index, .below = day_is_below ? period : "the day before " + period, .above = day_is_below ? "the day after " + period : period};
      for (std::size_t i = 0; i < cases_.size(); ++i) {
        const auto from = value(i, fact.derived->first), to = value(i, fact.derived->second);
        if (!from || !to) continue;
        const Code first_above = add(*from, {months, days}) + (day_is_below ? 1 : 0);
        if (*to == first_above - 1) covered.met_below.push_back(static_cast<int>(i));
        if (*to == first_above) covered.met_above.push_back(static_cast<int>(i));
      }
      list.push_back(std::move(covered));
    }
  }

  const RuleBook& book_;
  const std::vector<Case>& cases_;
  const std::vector<int>& regimes_;
  std::vector<std::optional<CaseFindings>> findings_;
  std::vector<std::optional<std::vector<RegimeExplanation>>> explanations_;
};

}  // namespace

double Coverage::percent() const {
  std::size_t all = 0, met = 0;
  const auto count = [&](bool covered) {
    ++all;
    if (covered) ++met;
  };
  for (const auto& clause : clauses) count(!clause.decisive.empty()), count(!clause.near_miss.empty());
  for (const auto& reading : readings) count(!reading.cases.empty());
  for (const auto& boundary : boundaries) count(!boundary.met_below.empty()), count(!boundary.met_above.empty());
  return all == 0 ? 0 : 100.0 * static_cast<double>(met) / static_cast<double>(all);
}

Coverage measure(const RuleBook& book, const std::vector<Case>& cases, const std::vector<int>& regimes) { return Measure{book, cases, regimes}.run(); }

}  // namespace crossing::analysis
