// Reads the definition off the page: true, applies, overrides, stands, one after the other.
#include "interpret/interpreter.hpp"

#include <algorithm>
#include <functional>

namespace crossing::interpret {
namespace {

const Regime kNoRegime;

bool bounded(const std::vector<ElapsedBound>& bounds, Code from, Code to) {
  for (const auto& [relation, period] : bounds) {
    const Code edge = add(from, period);
    const bool good = relation == Relation::before  ? to < edge
                      : relation == Relation::until ? to <= edge
                      : relation == Relation::from  ? to >= edge
                                                    : to > edge;
    if (!good) return false;
  }
  return true;
}

bool in_spans(const std::vector<Span>& spans, Code code) {
  for (const auto& span : spans)
    if (span.contains(code)) return true;
  return false;
}

bool test_holds(const Vocabulary& vocabulary, const Condition& condition, const Completion& completion) {
  const Fact& fact = vocabulary.fact(condition.subject);
  if (!fact.derived) {
    return has_value(vocabulary, condition.subject, completion) &&
           in_spans(condition.test.spans, completion.values[static_cast<std::size_t>(condition.subject)]);
  }
  const Derived& derived = *fact.derived;
  if (!has_value(vocabulary, derived.first, completion)) return false;
  const Code first = completion.values[static_cast<std::size_t>(derived.first)];
  if (derived.how == Derivation::month_of) return in_spans(condition.test.spans, month_of(first));
  if (!has_value(vocabulary, derived.second, completion)) return false;
  const Code second = completion.values[static_cast<std::size_t>(derived.second)];
  if (derived.how == Derivation::elapsed) return bounded(condition.test.bounds, first, second);
  return in_spans(condition.test.spans, (first + derived.shift[static_cast<std::size_t>(second)] + 1440) % 1440);
}

}  // namespace

bool has_value(const Vocabulary& vocabulary, int fact, const Completion& completion) {
  const auto& needs = vocabulary.fact(fact).only_if;
  return std::all_of(needs.begin(), needs.end(), [&](const Condition& need) { return is_true(vocabulary, kNoRegime, need, completion); });
}

bool is_true(const Vocabulary& vocabulary, const Regime& regime, const Condition& condition, const Completion& completion) {
  const auto holds = [&](const Condition& part) { return is_true(vocabulary, regime, part, completion); };
  switch (condition.kind) {
    case Condition::Kind::all: return std::all_of(condition.parts.begin(), condition.parts.end(), holds);
    case Condition::Kind::any: return std::any_of(condition.parts.begin(), condition.parts.end(), holds);
    case Condition::Kind::negation: return !holds(condition.parts.front());
    case Condition::Kind::term: return holds(regime.terms[static_cast<std::size_t>(condition.subject)].when);
    case Condition::Kind::reading: return completion.options[static_cast<std::size_t>(condition.subject)] == condition.option;
    case Condition::Kind::test: break;
  }
  return test_holds(vocabulary, condition, completion);
}

bool is_possible(const Vocabulary& vocabulary, const Completion& completion, const std::vector<bool>& stated) {
  for (std::size_t i = 0; i < stated.size(); ++i)
    if (stated[i] && !has_value(vocabulary, static_cast<int>(i), completion)) return false;
  for (const auto& constraint : vocabulary.constraints) {
    if (constraint.excludes) {
      if (is_true(vocabulary, kNoRegime, *constraint.excludes, completion)) return false;
    } else if (has_value(vocabulary, constraint.earlier, completion) && has_value(vocabulary, constraint.later, completion) &&
               completion.values[static_cast<std::size_t>(constraint.earlier)] > completion.values[static_cast<std::size_t>(constraint.later)]) {
      return false;
    }
  }
  return true;
}

std::vector<int> standing(const Vocabulary& vocabulary, const Regime& regime, int question, const Completion& completion) {
  std::vector<const Clause*> applying;
  for (const auto& clause : regime.clauses)
    if (clause.operative() && is_true(vocabulary, regime, *clause.when, completion)) applying.push_back(&clause);
  const auto in_force = [&](const Override& entry, int clause) {
    return entry.clause == clause && (entry.question < 0 || entry.question == question) &&
           std::all_of(entry.under.begin(), entry.under.end(), [&](const ReadingChoice& choice) {
             return completion.options[static_cast<std::size_t>(choice.reading)] == choice.option;
           });
  };
  std::vector<int> result;
  for (const Clause* clause : applying) {
    const int index = static_cast<int>(clause - regime.clauses.data());
    const bool answers = std::any_of(clause->then.begin(), clause->then.end(), [&](const Answer& answer) { return answer.question == question; });
    const bool overridden = std::any_of(applying.begin(), applying.end(), [&](const Clause* other) {
      return std::any_of(other->overrides.begin(), other->overrides.end(), [&](const Override& entry) { return in_force(entry, index); });
    });
    if (answers && !overridden) result.push_back(index);
  }
  return result;
}

}  // namespace crossing::interpret
