// One function a kind of member; an object with several members is their conjunction.
#include "load/conditions.hpp"

#include "load/values.hpp"

namespace crossing::load {
namespace {

Condition group(Condition::Kind kind, const Scope& scope, const At& at, Diagnostics& faults) {
  Condition condition{.kind = kind};
  const auto parts = read_list(at, faults);
  if (parts.empty() && at.json->kind == Json::Kind::array) fault(faults, Fault::empty_list, at, {"at least one condition", "none"});
  for (const auto& part : parts) condition.parts.push_back(read_condition(scope, part, faults));
  return condition;
}

std::optional<Condition> read_term(const Scope& scope, const At& at, Diagnostics& faults) {
  const auto name = read_text(at, faults);
  if (!name) return std::nullopt;
  const auto known = scope.regime != nullptr ? names(scope.regime->terms, &Term::name) : std::vector<std::string>{};
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i] == *name) return Condition{.kind = Condition::Kind::term, .subject = static_cast<int>(i)};
  }
  fault(faults, Fault::unknown_term, at, {*name}, scope.regime == nullptr ? "a vocabulary has no terms" : suggest(*name, known));
  return std::nullopt;
}

std::optional<Condition> read_fact_test(const Scope& scope, const std::string& name, const At& at, Diagnostics& faults) {
  const int index = scope.vocabulary.find_fact(name);
  if (index < 0) {
    auto known = names(scope.vocabulary.facts, &Fact::name);
    known.insert(known.end(), {"all", "any", "not", "term", "reading"});
    fault(faults, Fault::unknown_fact, at, {name}, suggest(name, known));
    return std::nullopt;
  }
  auto test = read_test(scope.vocabulary.facts[static_cast<std::size_t>(index)], at, faults);
  if (!test) return std::nullopt;
  return Condition{.kind = Condition::Kind::test, .subject = index, .test = std::move(*test)};
}

}  // namespace

std::vector<ReadingChoice> read_choices(const Regime& regime, const At& at, Diagnostics& faults) {
  std::vector<ReadingChoice> choices;
  for (const auto& [name, option_at] : members(at, faults)) {
    const int reading = regime.find_reading(name);
    if (reading < 0) {
      fault(faults, Fault::unknown_reading, option_at, {name}, suggest(name, names(regime.readings, &Reading::name)));
      continue;
    }
    const auto option = read_text(option_at, faults);
    if (!option) continue;
    const auto options = names(regime.readings[static_cast<std::size_t>(reading)].options, &Option::name);
    int chosen = -1;
    for (std::size_t i = 0; i < options.size(); ++i)
      if (options[i] == *option) chosen = static_cast<int>(i);
    if (chosen < 0) {
      fault(faults, Fault::unknown_option, option_at, {*option, name}, suggest(*option, options));
    } else {
      choices.push_back({reading, chosen});
    }
  }
  return choices;
}

Condition read_condition(const Scope& scope, const At& at, Diagnostics& faults) {
  Condition condition{.kind = Condition::Kind::all};
  for (const auto& [key, value] : members(at, faults)) {
    if (key == "all") {
      condition.parts.push_back(group(Condition::Kind::all, scope, value, faults));
    } else if (key == "any") {
      condition.parts.push_back(group(Condition::Kind::any, scope, value, faults));
    } else if (key == "not") {
      condition.parts.push_back({.kind = Condition::Kind::negation, .parts = {read_condition(scope, value, faults)}});
    } else if (key == "term") {
      if (auto term = read_term(scope, value, faults)) condition.parts.push_back(std::move(*term));
    } else if (key == "reading") {
      if (scope.regime == nullptr) {
        for (const auto& [name, option] : members(value, faults)) fault(faults, Fault::unknown_reading, option, {name}, "a vocabulary has no readings");
        continue;
      }
      for (const auto& choice : read_choices(*scope.regime, value, faults)) {
        condition.parts.push_back({.kind = Condition::Kind::reading, .subject = choice.reading, .option = choice.option});
      }
    } else if (auto test = read_fact_test(scope, key, value, faults)) {
      condition.parts.push_back(std::move(*test));
    }
  }
  // A conjunction of one is that one: what `when` says in words stays as short as what was written.
  if (condition.parts.size() == 1) return Condition{condition.parts.front()};
  return condition;
}

}  // namespace crossing::load
