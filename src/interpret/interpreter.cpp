// Reads the definition off the page: true, applies, overrides, stands, one after the other.
#include "interpret/interpreter.hpp"

#include <algorithm>
#include <functional>

namespace crossing::interpret {
namespace {

const Fact& fact_of(const Vocabulary& vocabulary, int fact) { return vocabulary.facts[static_cast<std::size_t>(fact)]; }

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
  const Fact& fact = fact_of(vocabulary, condition.subject);
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
  const auto& needs = fact_of(vocabulary, fact).only_if;
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

namespace {

/// The condition on the stated facts alone: true, false, or nothing.
std::optional<bool> on_stated(const Vocabulary& vocabulary, const Condition& condition, const std::vector<Statement>& facts) {
  const auto judge = [&](const Condition& part) { return on_stated(vocabulary, part, facts); };
  switch (condition.kind) {
    case Condition::Kind::all:
    case Condition::Kind::any: {
      const bool decisive = condition.kind == Condition::Kind::any;
      std::optional<bool> result = !decisive;
      for (const auto& part : condition.parts) {
        const auto truth = judge(part);
        if (truth == decisive) return decisive;
        if (!truth) result.reset();
      }
      return result;
    }
    case Condition::Kind::negation: {
      const auto truth = judge(condition.parts.front());
      return truth ? std::optional{!*truth} : truth;
    }
    case Condition::Kind::term:
    case Condition::Kind::reading: return std::nullopt;
    case Condition::Kind::test: break;
  }
  const auto& statement = facts[static_cast<std::size_t>(condition.subject)];
  for (const auto& need : fact_of(vocabulary, condition.subject).only_if)
    if (judge(need) == false) return false;
  if (statement.kind != Statement::Kind::stated) return std::nullopt;
  bool all = true, some = false;
  for (Code code = statement.span.lo; code <= statement.span.hi; ++code) {
    const bool in = in_spans(condition.test.spans, code);
    all = all && in;
    some = some || in;
  }
  return all ? std::optional{true} : some ? std::nullopt : std::optional{false};
}

}  // namespace

std::vector<int> presumptions(const Vocabulary& vocabulary, const Case& the_case) {
  const auto contradicted = [&](std::vector<Statement> facts, std::size_t fact, Code value) {
    // Something stated needs a value of the fact other than this one?
    const auto kept = facts[fact];
    facts[fact] = {Statement::Kind::stated, {value, value}};
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (i == fact || facts[i].kind != Statement::Kind::stated) continue;
      for (const auto& need : vocabulary.facts[i].only_if)
        if (on_stated(vocabulary, need, facts) == false) return true;
    }
    facts[fact] = kept;
    // A constraint that nothing else can keep any more: with the value put in, it is certainly broken.
    facts[fact] = {Statement::Kind::stated, {value, value}};
    return std::any_of(vocabulary.constraints.begin(), vocabulary.constraints.end(), [&](const Constraint& constraint) {
      return constraint.excludes && on_stated(vocabulary, *constraint.excludes, facts) == true;
    });
  };
  std::vector<int> taken;
  for (std::size_t i = 0; i < vocabulary.facts.size(); ++i) {
    const auto& presumed = vocabulary.facts[i].presumed;
    if (!presumed || the_case.facts[i].kind != Statement::Kind::absent) continue;
    if (presumed->unless && on_stated(vocabulary, *presumed->unless, the_case.facts) == true) continue;
    if (!contradicted(the_case.facts, i, presumed->value)) taken.push_back(static_cast<int>(i));
  }
  return taken;
}

}  // namespace crossing::interpret
