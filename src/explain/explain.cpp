// Walks the clauses themselves: a condition is judged on what is known, and where that is not enough on each value of the next fact
// it needs. So every answer is exact, and what was asked for on the way is what a clause waits for.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "crossing/crossing.hpp"
#include "engine/prepare.hpp"
#include "interpret/interpreter.hpp"

namespace crossing {
namespace {

enum class Truth { no, unknown, yes };  // ordered: the lesser decides a conjunction

/// Facts and readings as one: a reading r is -1 - r.
using Subject = int;
constexpr Subject reading_subject(int reading) { return -1 - reading; }

class Inquiry {
 public:
  Inquiry(const Vocabulary& vocabulary, const Regime& regime, const Case& the_case, std::vector<int> options, std::vector<int> presumed)
      : vocabulary_(vocabulary), regime_(regime), the_case_(the_case), options_(std::move(options)) {
    for (std::size_t i = 0; i < vocabulary.facts.size(); ++i) {
      const auto& statement = the_case.facts[i];
      const bool base = !vocabulary.facts[i].derived && vocabulary.facts[i].type != FactType::set;
      known_.push_back(!base ? Span{0, 0} : statement.kind == Statement::Kind::stated ? statement.span : vocabulary.facts[i].range);
    }
    for (const int fact : presumed) {
      const Code value = vocabulary.facts[static_cast<std::size_t>(fact)].presumed->value;
      known_[static_cast<std::size_t>(fact)] = {value, value};
    }
    put_in_order();
  }

  /// Frees one fact: whatever was stated or presumed of it is forgotten.
  void forget(int fact) { known_[static_cast<std::size_t>(fact)] = vocabulary_.facts[static_cast<std::size_t>(fact)].range; forgotten_ = fact; }

  struct Result {
    bool stands = false, displaced = false, fails = false;
    std::set<int> by;
    std::set<Subject> asked;  ///< subjects at which the results part
    int kinds() const { return static_cast<int>(stands) + static_cast<int>(displaced) + static_cast<int>(fails); }
    void merge(const Result& other) {
      stands |= other.stands;
      displaced |= other.displaced;
      fails |= other.fails;
      by.insert(other.by.begin(), other.by.end());
      asked.insert(other.asked.begin(), other.asked.end());
    }
  };

  Result run(int clause) {
    Result result;
    std::optional<Subject> next;
    if (impossible(next)) return result;
    const Clause& here = regime_.clauses[static_cast<std::size_t>(clause)];
    const Truth applies = judge(*here.when, next);
    if (applies == Truth::unknown) return branch(clause, *next);
    if (applies == Truth::no) {
      result.fails = true;
      return result;
    }
    std::size_t open_answers = 0;
    std::optional<Subject> waiting;
    for (const auto& answer : here.then) {
      bool displaced = false;
      for (std::size_t i = 0; i < regime_.clauses.size(); ++i) {
        for (const auto& entry : regime_.clauses[i].overrides) {
          if (entry.clause != clause || (entry.question >= 0 && entry.question != answer.question)) continue;
          std::optional<Subject> asked;
          Truth force = judge(*regime_.clauses[i].when, asked);
          for (const auto& choice : entry.under) force = std::min(force, judge({.kind = Condition::Kind::reading, .subject = choice.reading, .option = choice.option}, asked));
          if (force == Truth::yes) {
            displaced = true;
            result.by.insert(static_cast<int>(i));
          }
          if (force == Truth::unknown && !waiting) waiting = asked;
        }
      }
      if (!displaced) ++open_answers;
    }
    if (waiting && (open_answers > 0)) return branch(clause, *waiting);
    (open_answers > 0 ? result.stands : result.displaced) = true;
    return result;
  }

  /// The fewest known subjects that would have to be otherwise for `condition` to come out as `wanted`.
  std::set<Subject> cost(const Condition& condition, bool wanted) const {
    switch (condition.kind) {
      case Condition::Kind::negation: return cost(condition.parts.front(), !wanted);
      case Condition::Kind::term: return cost(regime_.terms[static_cast<std::size_t>(condition.subject)].when, wanted);
      case Condition::Kind::all: return wanted ? together(condition.parts, wanted) : cheapest(condition.parts, wanted);
      case Condition::Kind::any: return wanted ? cheapest(condition.parts, wanted) : together(condition.parts, wanted);
      case Condition::Kind::reading: {
        const int option = options_[static_cast<std::size_t>(condition.subject)];
        if (option < 0 || (option == condition.option) == wanted) return {};
        return {reading_subject(condition.subject)};
      }
      case Condition::Kind::test: break;
    }
    std::optional<Subject> asked;
    const Truth truth = judge(condition, asked);
    if (truth == Truth::unknown || (truth == Truth::yes) == wanted) return {};
    std::set<Subject> facts;
    const Fact& fact = vocabulary_.facts[static_cast<std::size_t>(condition.subject)];
    std::vector<int> bases{condition.subject};
    if (fact.derived) bases = {fact.derived->first, fact.derived->second};
    for (const int base : bases) {
      if (base < 0) continue;
      if (wanted) facts.merge(std::set<Subject>{together(vocabulary_.facts[static_cast<std::size_t>(base)].only_if, true)});
    }
    if (!facts.empty()) return facts;
    for (const int base : bases)
      if (base >= 0 && known_[static_cast<std::size_t>(base)] != vocabulary_.facts[static_cast<std::size_t>(base)].range) return {base};
    return {bases.front()};
  }

 private:
  std::set<Subject> together(const std::vector<Condition>& parts, bool wanted) const {
    std::set<Subject> all;
    for (const auto& part : parts) all.merge(cost(part, wanted));
    return all;
  }
  std::set<Subject> cheapest(const std::vector<Condition>& parts, bool wanted) const {
    std::optional<std::set<Subject>> best;
    for (const auto& part : parts)
      if (auto facts = cost(part, wanted); !best || facts.size() < best->size()) best = std::move(facts);
    return best.value_or(std::set<Subject>{});
  }

  void put_in_order() {
    for (std::size_t round = 0; round < vocabulary_.constraints.size(); ++round) {
      for (const auto& constraint : vocabulary_.constraints) {
        if (constraint.excludes) continue;
        Span& earlier = known_[static_cast<std::size_t>(constraint.earlier)];
        Span& later = known_[static_cast<std::size_t>(constraint.later)];
        earlier.hi = std::min(earlier.hi, later.hi);
        later.lo = std::max(later.lo, earlier.lo);
      }
    }
  }

  Truth judge(const Condition& condition, std::optional<Subject>& next) const {
    switch (condition.kind) {
      case Condition::Kind::all:
      case Condition::Kind::any: {
        const bool any = condition.kind == Condition::Kind::any;
        Truth result = any ? Truth::no : Truth::yes;
        std::optional<Subject> first;
        for (const auto& part : condition.parts) {
          std::optional<Subject> asked;
          const Truth truth = judge(part, asked);
          result = any ? std::max(result, truth) : std::min(result, truth);
          if (truth == Truth::unknown && !first) first = asked;
        }
        if (result == Truth::unknown && !next) next = first;
        return result;
      }
      case Condition::Kind::negation: {
        const Truth truth = judge(condition.parts.front(), next);
        return truth == Truth::unknown ? truth : truth == Truth::yes ? Truth::no : Truth::yes;
      }
      case Condition::Kind::term: return judge(regime_.terms[static_cast<std::size_t>(condition.subject)].when, next);
      case Condition::Kind::reading: {
        const int option = options_[static_cast<std::size_t>(condition.subject)];
        if (option >= 0) return option == condition.option ? Truth::yes : Truth::no;
        if (!next) next = reading_subject(condition.subject);
        return Truth::unknown;
      }
      case Condition::Kind::test: break;
    }
    return judge_test(condition, next);
  }

  Truth judge_test(const Condition& condition, std::optional<Subject>& next) const {
    const Fact& fact = vocabulary_.facts[static_cast<std::size_t>(condition.subject)];
    std::vector<int> bases{condition.subject};
    if (fact.derived) bases = {fact.derived->first};
    if (fact.derived && fact.derived->second >= 0) bases.push_back(fact.derived->second);
    Truth has_value = Truth::yes;
    for (const int base : bases)
      for (const auto& need : vocabulary_.facts[static_cast<std::size_t>(base)].only_if) has_value = std::min(has_value, judge(need, next));
    if (has_value == Truth::no) return Truth::no;
    // A span on which the test cannot change needs no further look; otherwise ask for the first base that is not exact.
    std::optional<int> open;
    for (const int base : bases)
      if (!known_[static_cast<std::size_t>(base)].exact() && !open) open = base;
    Truth truth = Truth::unknown;
    if (!open) {
      interpret::Completion point;
      for (const auto& span : known_) point.values.push_back(span.lo);
      Condition bare = condition;
      truth = holds_at(bare, point) ? Truth::yes : Truth::no;
    } else if (!fact.derived) {
      truth = spans_truth(condition.test.spans, known_[static_cast<std::size_t>(condition.subject)]);
    }
    if (truth == Truth::no) return Truth::no;
    if (truth == Truth::unknown) {
      if (!next) next = *open;
      return Truth::unknown;
    }
    return has_value;
  }

  /// The test at a point, its only_if left aside.
  bool holds_at(const Condition& condition, const interpret::Completion& point) const {
    const Fact& fact = vocabulary_.facts[static_cast<std::size_t>(condition.subject)];
    const auto value = [&](int base) { return point.values[static_cast<std::size_t>(base)]; };
    const auto in = [&](Code code) {
      return std::any_of(condition.test.spans.begin(), condition.test.spans.end(), [code](const Span& span) { return span.contains(code); });
    };
    if (!fact.derived) return in(value(condition.subject));
    if (fact.derived->how == Derivation::month_of) return in(month_of(value(fact.derived->first)));
    if (fact.derived->how == Derivation::clock)
      return in((value(fact.derived->first) + fact.derived->shift[static_cast<std::size_t>(value(fact.derived->second))] + 1440) % 1440);
    return std::all_of(condition.test.bounds.begin(), condition.test.bounds.end(), [&](const ElapsedBound& bound) {
      const Code edge = add(value(fact.derived->first), bound.period);
      const Code to = value(fact.derived->second);
      return bound.relation == Relation::before ? to < edge : bound.relation == Relation::until ? to <= edge : bound.relation == Relation::from ? to >= edge : to > edge;
    });
  }

  static Truth spans_truth(const std::vector<Span>& spans, const Span& known) {
    bool inside = false, meets = false;
    Code covered = 0;
    for (const auto& span : spans) {
      if (span.lo <= known.lo && known.hi <= span.hi) inside = true;
      if (span.hi >= known.lo && span.lo <= known.hi) {
        meets = true;
        covered += std::min(span.hi, known.hi) - std::max(span.lo, known.lo) + 1;
      }
    }
    if (inside || covered >= known.hi - known.lo + 1) return Truth::yes;
    return meets ? Truth::unknown : Truth::no;
  }

  /// Whether what is known breaks a constraint; asks for nothing, since an open constraint can still be kept.
  bool impossible(std::optional<Subject>& ignored) const {
    for (const auto& constraint : vocabulary_.constraints) {
      if (constraint.excludes) {
        if (judge(*constraint.excludes, ignored) == Truth::yes) return true;
      } else if (known_[static_cast<std::size_t>(constraint.earlier)].lo > known_[static_cast<std::size_t>(constraint.later)].hi) {
        return true;
      }
    }
    for (std::size_t i = 0; i < vocabulary_.facts.size(); ++i) {
      if (the_case_.facts[i].kind != Statement::Kind::stated || static_cast<int>(i) == forgotten_) continue;
      for (const auto& need : vocabulary_.facts[i].only_if)
        if (judge(need, ignored) == Truth::no) return true;
    }
    ignored.reset();
    return false;
  }

  Result branch(int clause, Subject subject) {
    Result result;
    if (subject < 0) {
      const auto reading = static_cast<std::size_t>(-1 - subject);
      for (std::size_t option = 0; option < regime_.readings[reading].options.size(); ++option) {
        options_[reading] = static_cast<int>(option);
        result.merge(run(clause));
      }
      options_[reading] = -1;
    } else {
      const auto fact = static_cast<std::size_t>(subject);
      const Span kept = known_[fact];
      for (const Code value : candidates(subject)) {
        const auto before = known_;
        known_[fact] = {value, value};
        put_in_order();
        result.merge(run(clause));
        known_ = before;
      }
      known_[fact] = kept;
    }
    if (result.kinds() > 1) result.asked.insert(subject);
    return result;
  }

  /// Values of the fact, enough of them that each way in which any test of the regime can come out occurs.
  std::vector<Code> candidates(int subject) const {
    const Fact& fact = vocabulary_.facts[static_cast<std::size_t>(subject)];
    const Span known = known_[static_cast<std::size_t>(subject)];
    std::set<Code> values{known.lo, known.hi};
    if (fact.type == FactType::boolean || fact.type == FactType::enumeration) {
      for (Code code = known.lo; code <= known.hi; ++code) values.insert(code);
      return {values.begin(), values.end()};
    }
    const auto add_around = [&](Code code) { values.insert({code - 1, code, code + 1}); };
    const std::function<void(const Condition&)> look = [&](const Condition& condition) {
      for (const auto& part : condition.parts) look(part);
      if (condition.kind != Condition::Kind::test) return;
      const auto& derived = vocabulary_.facts[static_cast<std::size_t>(condition.subject)].derived;
      if (condition.subject == subject) {
        for (const auto& span : condition.test.spans) add_around(span.lo), add_around(span.hi);
      } else if (derived && (derived->first == subject || derived->second == subject)) {
        if (derived->how == Derivation::clock) {
          for (const Code shift : derived->shift)
            for (const auto& span : condition.test.spans)
              for (const Code edge : {span.lo, span.hi})
                for (const Code near : {-1, 0, 1}) values.insert(((edge - shift + near) % 1440 + 1440) % 1440);
        } else if (derived->how == Derivation::month_of) {
          Code day = known.lo;
          for (int i = 0; i < 12; ++i) values.insert(day = next_month(day));
        } else {
          const int partner = derived->first == subject ? derived->second : derived->first;
          const Span other = known_[static_cast<std::size_t>(partner)];
          for (const auto& bound : condition.test.bounds) {
            for (const Code edge : {other.lo, other.hi}) {
              if (derived->second == subject) {
                add_around(add(edge, bound.period));
              } else {
                // Backwards a month has no one length: try every day on which it could have begun.
                for (Code days = 0; days <= 3; ++days) add_around(edge - bound.period.days - (bound.period.months * 61 + 1) / 2 + days);
              }
            }
          }
        }
      }
    };
    for (const auto& clause : regime_.clauses)
      if (clause.when) look(*clause.when);
    for (const auto& term : regime_.terms) look(term.when);
    std::vector<Code> inside;
    for (const Code value : values)
      if (known.contains(value)) inside.push_back(value);
    return inside;
  }

  const Vocabulary& vocabulary_;
  const Regime& regime_;
  const Case& the_case_;
  std::vector<int> options_;
  std::vector<Span> known_;
  int forgotten_ = -1;
};

ClauseAccount account_of(const Vocabulary& vocabulary, const Regime& regime, const Case& the_case, const std::vector<int>& options,
                         const std::vector<int>& presumed, int clause) {
  Inquiry inquiry{vocabulary, regime, the_case, options, presumed};
  const auto result = inquiry.run(clause);
  ClauseAccount account{.clause = clause};
  account.by.assign(result.by.begin(), result.by.end());
  account.standing = result.kinds() > 1   ? Standing::waits
                     : result.stands      ? Standing::stands
                     : result.displaced   ? Standing::displaced
                                          : Standing::fails;
  if (account.standing == Standing::waits) {
    for (const Subject subject : result.asked) {
      if (subject >= 0) {
        account.waits_for.push_back(subject);
      } else {
        account.readings.insert(account.readings.begin(), -1 - subject);
      }
    }
  }
  if (account.standing != Standing::fails) return account;
  const auto needed = inquiry.cost(*regime.clauses[static_cast<std::size_t>(clause)].when, true);
  for (const Subject subject : needed) {
    if (subject >= 0) {
      account.fails_on.push_back(subject);
    } else {
      account.readings.insert(account.readings.begin(), -1 - subject);
    }
  }
  if (account.fails_on.size() == 1 && account.readings.empty()) {
    inquiry.forget(account.fails_on.front());
    const auto freed = inquiry.run(clause);
    account.near_miss = freed.stands || freed.displaced;
  }
  return account;
}

}  // namespace

Checked<std::vector<RegimeExplanation>> explain(const RuleBook& book, const Case& the_case, const Options& options) {
  // Whether the case holds together is the engine's to say, in one wording for every verb.
  Engine engine{book};
  if (auto checked = engine.evaluate(the_case, options); !checked) return {std::nullopt, std::move(checked.diagnostics)};
  std::optional<Diagnostic> why;
  const auto presumed = engine::prepare(book.vocabulary, *engine::compile_frame(book.vocabulary, why), the_case, options.presumptions).value->presumed;
  std::vector<RegimeExplanation> explanations;
  for (std::size_t r = 0; r < book.regimes.size(); ++r) {
    const int index = static_cast<int>(r);
    if (!options.regimes.empty() && std::find(options.regimes.begin(), options.regimes.end(), index) == options.regimes.end()) continue;
    const Regime& regime = book.regimes[r];
    const auto chosen = options_taken(book, index, the_case, options);
    RegimeExplanation explanation{.regime = index};
    for (std::size_t i = 0; i < regime.clauses.size(); ++i)
      if (regime.clauses[i].operative())
        explanation.accounts.push_back(account_of(book.vocabulary, regime, the_case, chosen, presumed, static_cast<int>(i)));
    const auto rank = [](const ClauseAccount& a) {
      const auto far = a.standing == Standing::fails ? a.fails_on.size() + a.readings.size() + (a.near_miss ? 0 : 1) : 0;
      return std::pair{static_cast<int>(a.standing), far};
    };
    std::stable_sort(explanation.accounts.begin(), explanation.accounts.end(), [&](const ClauseAccount& a, const ClauseAccount& b) { return rank(a) < rank(b); });
    explanations.push_back(std::move(explanation));
  }
  return {std::move(explanations), {}};
}

}  // namespace crossing
