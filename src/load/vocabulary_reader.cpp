// Facts first by name, then what refers to them: derived facts, only_if, presumptions, roles, constraints, questions, treatments.
#include "load/vocabulary_reader.hpp"

#include <algorithm>
#include <array>

#include "load/conditions.hpp"
#include "load/values.hpp"

namespace crossing::load {
namespace {

constexpr std::array<std::pair<std::string_view, FactType>, 7> kTypes{{{"boolean", FactType::boolean},
                                                                       {"enum", FactType::enumeration},
                                                                       {"count", FactType::count},
                                                                       {"date", FactType::date},
                                                                       {"time", FactType::time},
                                                                       {"elapsed", FactType::elapsed},
                                                                       {"set", FactType::set}}};
constexpr std::array<std::pair<std::string_view, FactKind>, 5> kKinds{{{"nature", FactKind::nature},
                                                                       {"choice", FactKind::choice},
                                                                       {"circumstance", FactKind::circumstance},
                                                                       {"decision", FactKind::decision},
                                                                       {"date", FactKind::date}}};
constexpr std::array<std::string_view, 6> kReserved{"all", "any", "not", "term", "reading", "unknown"};
constexpr std::size_t kMaxSetValues = 30;  // a set is kept as bits of one code

template <typename Table>
auto read_word(const Object& object, std::string_view key, std::string_view what, const Table& table, Diagnostics& faults) {
  auto value = table.front().second;
  const auto at = object.need(key);
  if (!at) return value;
  const auto text = read_text(*at, faults);
  if (!text) return value;
  std::vector<std::string> known;
  for (const auto& [name, candidate] : table) {
    if (name == *text) return candidate;
    known.emplace_back(name);
  }
  fault(faults, Fault::unknown_word, *at, {*text, std::string{what}}, suggest(*text, known));
  return value;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::find(kReserved.begin(), kReserved.end(), text) == kReserved.end() &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

void check_name(const std::string& name, const At& at, Diagnostics& faults) {
  if (!is_name(name)) fault(faults, Fault::bad_id, at, {name}, "use lower-case letters, digits and underscores, and no reserved word");
}

std::vector<Named> read_values(const At& at, Diagnostics& faults) {
  std::vector<Named> values;
  for (const auto& [name, label] : members(at, faults)) {
    check_name(name, label, faults);
    values.push_back({name, read_text(label, faults).value_or("")});
  }
  if (values.empty() && at.json->kind == Json::Kind::object) fault(faults, Fault::empty_list, at, {"at least one name", "none"});
  return values;
}

/// The range of a date or count fact: two literals in order.
Span read_range(FactType type, const At& at, Diagnostics& faults) {
  const Fact any{.type = type, .range = {-1'000'000'000, 1'000'000'000}};
  const auto ends = read_list(at, faults);
  if (ends.size() != 2) {
    if (at.json->kind == Json::Kind::array) fault(faults, Fault::wrong_type, at, {"a list of two", "a list of " + std::to_string(ends.size())});
    return {};
  }
  const auto low = read_literal(any, ends[0], false, faults);
  const auto high = read_literal(any, ends[1], false, faults);
  if (!low || !high) return {};
  if (low->lo > high->hi) fault(faults, Fault::reversed_interval, at, {brief(*ends[0].json) + " to " + brief(*ends[1].json)});
  return {low->lo, high->hi};
}

Fact read_fact(const std::string& name, const Object& object, Diagnostics& faults) {
  Fact fact{.name = name, .label = object.text("label", true), .question = object.text("question"), .description = object.text("description", true)};
  check_name(name, object.at(), faults);
  fact.type = read_word(object, "type", "type", kTypes, faults);
  fact.kind = read_word(object, "kind", "kind", kKinds, faults);
  const bool derived = object.find("derived").has_value();
  if (!derived) object.text("question", true);
  switch (fact.type) {
    case FactType::boolean:
      fact.values = {{"false", "no"}, {"true", "yes"}};
      fact.range = {0, 1};
      break;
    case FactType::enumeration:
    case FactType::set:
      if (const auto values = object.need("values")) fact.values = read_values(*values, faults);
      if (fact.type == FactType::set && fact.values.size() > kMaxSetValues)
        fault(faults, Fault::too_many_values, object.at(), {std::to_string(kMaxSetValues), "values of a set"});
      fact.range = {0, static_cast<Code>(fact.values.size()) - 1};
      break;
    case FactType::count:
    case FactType::date:
      if (derived) {
        fact.range = {1, 12};
      } else if (const auto range = object.need("range")) {
        fact.range = read_range(fact.type, *range, faults);
      }
      break;
    case FactType::time: fact.range = {0, 24 * 60 - 1}; break;
    case FactType::elapsed:
      if (!derived) fault(faults, Fault::bad_derivation, object.at(), {name}, "a length of time is never entered: elapsed_from a date to another gives it");
      break;
  }
  return fact;
}

int read_fact_name(const Vocabulary& vocabulary, const At& at, Diagnostics& faults) {
  const auto name = read_text(at, faults);
  if (!name) return -1;
  const int fact = vocabulary.find_fact(*name);
  if (fact < 0) fault(faults, Fault::unknown_fact, at, {*name}, suggest(*name, names(vocabulary.facts, &Fact::name)));
  return fact;
}

bool is_base(const Vocabulary& vocabulary, int fact, FactType type) {
  return fact >= 0 && vocabulary.facts[static_cast<std::size_t>(fact)].type == type && !vocabulary.facts[static_cast<std::size_t>(fact)].derived;
}

/// `follows`: for each fact whether it is a derived one, also where it has not been read yet.
std::optional<Derived> read_derived(const Vocabulary& vocabulary, const std::vector<bool>& follows, const Fact& fact, const At& at, Diagnostics& faults) {
  const Object object{at, {"month_of", "clock", "by", "shift", "elapsed_from", "to"}, faults};
  const auto name = [&](std::string_view key) {
    const auto found = object.need(key);
    return found ? read_fact_name(vocabulary, *found, faults) : -1;
  };
  const auto base = [&](int index, FactType type) { return is_base(vocabulary, index, type) && !follows[static_cast<std::size_t>(index)]; };
  const auto before = faults.size();
  Derived derived;
  bool fits = false;
  if (object.find("month_of")) {
    derived = {.how = Derivation::month_of, .first = name("month_of")};
    fits = fact.type == FactType::count && base(derived.first, FactType::date);
  } else if (object.find("clock")) {
    derived = {.how = Derivation::clock, .first = name("clock"), .second = name("by")};
    fits = fact.type == FactType::time && base(derived.first, FactType::time) && base(derived.second, FactType::enumeration);
    if (const auto shift = object.need("shift"); shift && fits) {
      const Fact& zone = vocabulary.facts[static_cast<std::size_t>(derived.second)];
      derived.shift.assign(zone.values.size(), 0);
      for (const auto& [value, at_value] : members(*shift, faults)) {
        const int index = find_value(zone, value);
        if (index < 0) {
          fault(faults, Fault::unknown_value, at_value, {value, zone.name}, suggest(value, names(zone.values, &Named::name)));
        } else {
          derived.shift[static_cast<std::size_t>(index)] = read_number(at_value, {-1439, 1439}, faults).value_or(0);
        }
      }
    }
  } else if (object.find("elapsed_from")) {
    derived = {.how = Derivation::elapsed, .first = name("elapsed_from"), .second = name("to")};
    fits = fact.type == FactType::elapsed && base(derived.first, FactType::date) && base(derived.second, FactType::date);
  }
  if (!fits && faults.size() == before)
    fault(faults, Fault::bad_derivation, at, {fact.name}, "month_of a date gives a count, clock of a time a time, elapsed_from a date a length of time");
  return fits && faults.size() == before ? std::optional{derived} : std::nullopt;
}

/// Splits an only_if into its conjuncts and holds it to the form that the README gives.
std::vector<Condition> read_only_if(const Vocabulary& vocabulary, const std::vector<bool>& restricted, const Fact& fact, const At& at, Diagnostics& faults) {
  const auto before = faults.size();
  const Condition condition = read_condition({vocabulary}, at, faults);
  std::vector<Condition> open{condition}, conjuncts;
  bool good = true;
  while (!open.empty()) {
    const Condition next = open.back();
    open.pop_back();
    if (next.kind == Condition::Kind::all) {
      open.insert(open.end(), next.parts.begin(), next.parts.end());
      continue;
    }
    const Condition& test = next.kind == Condition::Kind::negation ? next.parts.front() : next;
    good = good && test.kind == Condition::Kind::test && !restricted[static_cast<std::size_t>(test.subject)] &&
           !vocabulary.facts[static_cast<std::size_t>(test.subject)].derived;
    conjuncts.push_back(next);
  }
  if (!good && faults.size() == before) fault(faults, Fault::bad_only_if, at, {fact.name});
  return good ? conjuncts : std::vector<Condition>{};
}

void read_facts(Vocabulary& vocabulary, const At& at, Diagnostics& faults) {
  std::vector<Object> objects;
  std::vector<bool> restricted, follows;
  for (const auto& [name, fact_at] : members(at, faults)) {
    objects.emplace_back(fact_at,
                         std::initializer_list<std::string_view>{"type", "kind", "label", "question", "description", "values", "range", "presumed", "only_if", "derived"},
                         faults);
    vocabulary.facts.push_back(read_fact(name, objects.back(), faults));
    restricted.push_back(objects.back().find("only_if").has_value());
    follows.push_back(objects.back().find("derived").has_value());
  }
  for (std::size_t i = 0; i < objects.size(); ++i) {
    Fact& fact = vocabulary.facts[i];
    if (const auto derived = objects[i].find("derived")) fact.derived = read_derived(vocabulary, follows, fact, *derived, faults);
  }
  for (std::size_t i = 0; i < objects.size(); ++i) {
    Fact& fact = vocabulary.facts[i];
    const auto only_if = objects[i].find("only_if");
    if (only_if && objects[i].find("derived")) {
      fault(faults, Fault::unknown_key, *only_if, {"only_if"}, "a derived fact has a value where the facts it follows from have one");
    } else if (only_if) {
      fact.only_if = read_only_if(vocabulary, restricted, fact, *only_if, faults);
    }
    const auto presumed_at = objects[i].find("presumed");
    if (!presumed_at) continue;
    if (objects[i].find("derived") || fact.type == FactType::set) {
      fault(faults, Fault::unknown_key, *presumed_at, {"presumed"}, "nothing is presumed of a derived fact or a set");
      continue;
    }
    const Object presumed{*presumed_at, {"value", "unless"}, faults};
    const auto value = presumed.need("value");
    if (!value) continue;
    const auto span = read_literal(fact, *value, false, faults);
    if (!span) continue;
    if (!span->exact()) fault(faults, Fault::bad_date, *value, {brief(*value->json)}, "what is presumed is one day: 1961-11-25");
    fact.presumed = Presumption{span->lo, std::nullopt};
    if (const auto unless = presumed.find("unless")) fact.presumed->unless = read_condition({vocabulary}, *unless, faults);
  }
}

void read_roles(Vocabulary& vocabulary, const At& at, Diagnostics& faults) {
  const Object roles{at, {"test_date", "place", "steps"}, faults};
  const auto role = [&](const At& where, FactType type) {
    const int fact = read_fact_name(vocabulary, where, faults);
    if (fact >= 0 && !is_base(vocabulary, fact, type)) {
      fault(faults, Fault::wrong_type, where, {"a fact of type " + std::string{type_words(type)}, "`" + vocabulary.facts[static_cast<std::size_t>(fact)].name + "`"});
      return -1;
    }
    return fact;
  };
  if (const auto dates = roles.find("test_date")) {
    for (const auto& date : read_list(*dates, faults)) {
      if (const int fact = role(date, FactType::date); fact >= 0) vocabulary.test_date.push_back(fact);
    }
  }
  if (const auto place = roles.find("place")) vocabulary.place = role(*place, FactType::enumeration);
  if (const auto steps = roles.find("steps")) vocabulary.steps = role(*steps, FactType::set);
}

/// The facts that a condition tests.
void gather_tested(const Condition& condition, std::vector<int>& facts) {
  if (condition.kind == Condition::Kind::test) facts.push_back(condition.subject);
  for (const auto& part : condition.parts) gather_tested(part, facts);
}

/// Whether the fact is a date, follows from one, or has a value only on some.
bool hangs_on_date(const Vocabulary& vocabulary, int index) {
  const Fact& fact = vocabulary.fact(index);
  if (fact.type == FactType::date) return true;
  if (fact.derived) return hangs_on_date(vocabulary, fact.derived->first) || (fact.derived->second >= 0 && hangs_on_date(vocabulary, fact.derived->second));
  std::vector<int> tested;
  for (const auto& conjunct : fact.only_if) gather_tested(conjunct, tested);
  return std::any_of(tested.begin(), tested.end(), [&](int other) { return vocabulary.fact(other).type == FactType::date; });
}

/// What README.md asks of the dates of an order, so that stated days and no others decide what an order leaves.
void check_order(const Vocabulary& vocabulary, const Constraint& order, const At& earlier_at, const At& later_at, Diagnostics& faults) {
  const Fact& earlier = vocabulary.fact(order.earlier);
  const Fact& later = vocabulary.fact(order.later);
  if (vocabulary.comes_before(order.later, order.earlier))
    return fault(faults, Fault::order_dates, later_at, {later.name}, "the orders run in a ring");
  if (earlier.range != later.range) fault(faults, Fault::order_dates, later_at, {later.name}, "the dates of an order have the same range");
  if (earlier.presumed) fault(faults, Fault::order_dates, earlier_at, {earlier.name}, "nothing is presumed of the dates of an order");
  if (later.presumed) fault(faults, Fault::order_dates, later_at, {later.name}, "nothing is presumed of the dates of an order");
  const bool goes_on = std::any_of(vocabulary.constraints.begin(), vocabulary.constraints.end(),
                                   [&](const Constraint& next) { return !next.excludes && next.earlier == order.later; });
  if (goes_on && !later.only_if.empty()) fault(faults, Fault::order_dates, later_at, {later.name}, "a date between two others has no only_if");
}

void read_constraints(Vocabulary& vocabulary, const At& at, Diagnostics& faults) {
  std::vector<std::pair<std::size_t, std::vector<At>>> orders;
  for (const auto& item : read_list(at, faults)) {
    const Object object{item, {"excludes", "order", "why"}, faults};
    Constraint constraint{.why = object.text("why", true)};
    if (const auto excludes = object.find("excludes")) {
      constraint.excludes = read_condition({vocabulary}, *excludes, faults);
      std::vector<int> tested;
      gather_tested(*constraint.excludes, tested);
      for (const int subject : tested) {
        if (hangs_on_date(vocabulary, subject)) fault(faults, Fault::excluded_date, *excludes, {vocabulary.facts[static_cast<std::size_t>(subject)].name}, "dates are bounded by their range and by orders");
      }
      if (const auto order = object.find("order")) fault(faults, Fault::unknown_key, *order, {"order"}, "a constraint has `excludes` or `order`, not both");
    } else if (const auto order = object.find("order")) {
      const auto dates = read_list(*order, faults);
      if (dates.size() != 2) {
        if (order->json->kind == Json::Kind::array) fault(faults, Fault::wrong_type, *order, {"a list of two", "a list of " + std::to_string(dates.size())});
        continue;
      }
      for (const auto& date : dates) {
        const int fact = read_fact_name(vocabulary, date, faults);
        const bool good = fact >= 0 && is_base(vocabulary, fact, FactType::date);
        if (fact >= 0 && !good) fault(faults, Fault::order_dates, date, {date.json->text});
        if (good) (constraint.earlier < 0 ? constraint.earlier : constraint.later) = fact;
      }
      if (constraint.earlier < 0 || constraint.later < 0) continue;
      orders.emplace_back(vocabulary.constraints.size(), dates);
    } else {
      if (object.good()) fault(faults, Fault::missing_key, item, {"excludes"}, "a constraint has `excludes` or `order`");
      continue;
    }
    vocabulary.constraints.push_back(std::move(constraint));
  }
  for (const auto& [index, dates] : orders) check_order(vocabulary, vocabulary.constraints[index], dates.front(), dates.back(), faults);
}

void read_questions(Vocabulary& vocabulary, const At& at, Diagnostics& faults) {
  constexpr std::array<std::pair<std::string_view, bool>, 2> kinds{{{"exclusive", true}, {"cumulative", false}}};
  for (const auto& [name, question_at] : members(at, faults)) {
    const Object object{question_at, {"kind", "label", "asks", "always_reported", "opens_with"}, faults};
    check_name(name, question_at, faults);
    Question question{.name = name, .label = object.text("label", true), .asks = object.text("asks", true)};
    question.exclusive = read_word(object, "kind", "kind of question", kinds, faults);
    if (const auto always = object.find("always_reported")) question.always_reported = read_flag(*always, faults).value_or(false);
    if (const auto opens = object.find("opens_with")) {
      for (const auto& fact_at : read_list(*opens, faults)) {
        if (const int fact = read_fact_name(vocabulary, fact_at, faults); fact >= 0) question.opens_with.push_back(fact);
      }
    }
    vocabulary.questions.push_back(std::move(question));
  }
}

void read_treatments(Vocabulary& vocabulary, const At& at, Diagnostics& faults) {
  for (const auto& [name, treatment_at] : members(at, faults)) {
    const Object object{treatment_at, {"questions", "effect", "label"}, faults};
    check_name(name, treatment_at, faults);
    Treatment treatment{.name = name, .label = object.text("label", true)};
    if (const auto questions = object.need("questions")) {
      for (const auto& question_at : read_list(*questions, faults)) {
        const auto question = read_text(question_at, faults);
        if (!question) continue;
        const int index = vocabulary.find_question(*question);
        if (index < 0) {
          fault(faults, Fault::unknown_question, question_at, {*question}, suggest(*question, names(vocabulary.questions, &Question::name)));
        } else {
          treatment.questions.push_back(index);
        }
      }
    }
    if (const auto effect = object.need("effect")) {
      const auto text = read_text(*effect, faults);
      for (std::size_t i = 0; i < vocabulary.effects.size(); ++i)
        if (vocabulary.effects[i].name == text) treatment.effect = static_cast<int>(i);
      if (text && treatment.effect < 0) fault(faults, Fault::unknown_word, *effect, {*text, "effect"}, suggest(*text, names(vocabulary.effects, &Named::name)));
    }
    vocabulary.treatments.push_back(std::move(treatment));
  }
}

}  // namespace

Vocabulary read_vocabulary(const At& at, Diagnostics& faults) {
  Vocabulary vocabulary;
  const Object object{at, {"schema", "title", "roles", "facts", "constraints", "effects", "questions", "treatments"}, faults};
  vocabulary.title = object.text("title", true);
  if (const auto facts = object.need("facts")) read_facts(vocabulary, *facts, faults);
  if (const auto roles = object.find("roles")) read_roles(vocabulary, *roles, faults);
  if (const auto constraints = object.find("constraints")) read_constraints(vocabulary, *constraints, faults);
  if (const auto effects = object.need("effects")) vocabulary.effects = read_values(*effects, faults);
  if (const auto questions = object.need("questions")) read_questions(vocabulary, *questions, faults);
  if (const auto treatments = object.need("treatments")) read_treatments(vocabulary, *treatments, faults);
  return vocabulary;
}

}  // namespace crossing::load
