// One case at a time; the facts of a file and those of the command line go through the same reader.
#include "load/case_reader.hpp"

#include <algorithm>

#include "load/choices.hpp"
#include "load/values.hpp"

namespace crossing::load {
namespace {

void unknown_fact(const RuleBook& book, const std::string& name, const At& at, Diagnostics& faults) {
  std::vector<std::string> known;
  for (const auto& fact : book.vocabulary.facts)
    if (!fact.derived) known.push_back(fact.name);
  fault(faults, Fault::unknown_fact, at, {name}, suggest(name, known));
}

/// A name that must be one of `list`, as an index.
template <typename List, typename Key>
std::optional<int> read_index(const List& list, Key key, Fault kind, const At& at, Diagnostics& faults) {
  const auto text = read_text(at, faults);
  if (!text) return std::nullopt;
  const auto known = names(list, key);
  const auto found = std::find(known.begin(), known.end(), *text);
  if (found != known.end()) return static_cast<int>(found - known.begin());
  fault(faults, kind, at, {*text}, suggest(*text, known));
  return std::nullopt;
}

template <typename List, typename Key>
std::vector<int> read_indices(const List& list, Key key, Fault kind, const At& at, Diagnostics& faults) {
  std::vector<int> indices;
  for (const auto& item : read_list(at, faults)) {
    if (const auto index = read_index(list, key, kind, item, faults)) indices.push_back(*index);
  }
  std::sort(indices.begin(), indices.end());
  return indices;
}

TreatmentSet read_treatments(const Vocabulary& vocabulary, const At& at, Diagnostics& faults) {
  if (at.json->kind == Json::Kind::null) return {};
  if (at.json->kind == Json::Kind::array) return read_indices(vocabulary.treatments, &Treatment::name, Fault::unknown_treatment, at, faults);
  const auto one = read_index(vocabulary.treatments, &Treatment::name, Fault::unknown_treatment, at, faults);
  return one ? TreatmentSet{*one} : TreatmentSet{};
}

void read_expected(const RuleBook& book, int regime_index, const At& at, Case& the_case, Diagnostics& faults) {
  const auto& vocabulary = book.vocabulary;
  const Regime& regime = book.regimes[static_cast<std::size_t>(regime_index)];
  the_case.expected_regimes.push_back(regime_index);
  for (const auto& [name, finding_at] : members(at, faults)) {
    ExpectedFinding expected{.regime = regime_index, .question = vocabulary.find_question(name), .pointer = finding_at.pointer};
    if (expected.question < 0) {
      fault(faults, Fault::unknown_question, finding_at, {name}, suggest(name, names(vocabulary.questions, &Question::name)));
      continue;
    }
    const Object object{finding_at, {"verdict", "treatment", "clauses", "clauses_possible", "displaced", "outcomes", "missing", "readings"}, faults};
    const auto verdict_at = object.need("verdict");
    if (!verdict_at) continue;
    const auto word = read_text(*verdict_at, faults);
    if (!word) continue;
    const auto verdict = read_verdict(*word);
    if (!verdict) {
      const std::vector<std::string> known{"decided", "silent", "undetermined", "contested", "conflict"};
      fault(faults, Fault::unknown_word, *verdict_at, {*word, "verdict"}, suggest(*word, known));
      continue;
    }
    expected.verdict = *verdict;
    if (const auto found = object.find("treatment")) expected.treatment = read_treatments(vocabulary, *found, faults);
    const auto clauses = [&](std::string_view key) -> std::optional<std::vector<int>> {
      const auto found = object.find(key);
      if (!found) return std::nullopt;
      return read_indices(regime.clauses, &Clause::id, Fault::unknown_clause, *found, faults);
    };
    expected.clauses = clauses("clauses");
    expected.clauses_possible = clauses("clauses_possible");
    expected.displaced = clauses("displaced");
    if (const auto found = object.find("outcomes")) {
      expected.outcomes.emplace();
      for (const auto& item : read_list(*found, faults)) expected.outcomes->push_back(read_treatments(vocabulary, item, faults));
      std::sort(expected.outcomes->begin(), expected.outcomes->end());
    }
    if (const auto found = object.find("missing")) expected.missing = read_indices(vocabulary.facts, &Fact::name, Fault::unknown_fact, *found, faults);
    if (const auto found = object.find("readings")) expected.readings = read_indices(regime.readings, &Reading::name, Fault::unknown_reading, *found, faults);
    the_case.expected.push_back(std::move(expected));
  }
}

}  // namespace

Case empty_case(const RuleBook& book, std::string id) {
  Case the_case{.id = std::move(id)};
  the_case.facts.resize(book.vocabulary.facts.size());
  return the_case;
}

Case read_case(const RuleBook& book, const At& at, Diagnostics& faults) {
  Case the_case = empty_case(book, "");
  the_case.where = at.where();
  const Object object{at, {"schema", "id", "title", "story", "facts", "readings", "expect", "discuss"}, faults};
  if (!object.good()) return the_case;
  if (const auto schema = object.find("schema")) {
    if (const auto text = read_text(*schema, faults); text && *text != "crossing.case/1")
      fault(faults, Fault::wrong_schema, *schema, {*text}, "expected crossing.case/1");
  }
  the_case.id = object.text("id");
  if (const auto id = object.find("id"); id && id->json->kind == Json::Kind::string && !is_id(the_case.id))
    fault(faults, Fault::bad_id, *id, {the_case.id}, kIdHelp);
  the_case.title = object.text("title");
  the_case.story = object.text("story");
  if (const auto facts = object.need("facts")) {
    for (const auto& [name, value] : members(*facts, faults)) {
      const int fact = book.vocabulary.find_fact(name);
      if (fact < 0) {
        unknown_fact(book, name, value, faults);
      } else if (const auto statement = read_statement(book.vocabulary.facts[static_cast<std::size_t>(fact)], value, faults)) {
        the_case.facts[static_cast<std::size_t>(fact)] = *statement;
      }
    }
  }
  if (const auto readings = object.find("readings")) {
    for (const auto& [name, option] : members(*readings, faults)) {
      const auto text = read_text(option, faults);
      if (!text) continue;
      if (const auto choice = read_choice(book, name, *text, option, faults)) the_case.readings.push_back(*choice);
    }
  }
  if (const auto expect = object.find("expect")) {
    for (const auto& [id, findings] : members(*expect, faults)) {
      const int regime = book.find_regime(id);
      if (regime < 0) {
        fault(faults, Fault::unknown_regime, findings, {id}, suggest(id, names(book.regimes, &Regime::id)));
      } else {
        read_expected(book, regime, findings, the_case, faults);
      }
    }
  }
  if (const auto discuss = object.find("discuss")) the_case.discuss = read_texts(*discuss, faults);
  return the_case;
}

std::optional<bool> flag_of(std::string_view word) {
  for (const std::string_view yes : {"true", "TRUE", "True", "yes"})
    if (word == yes) return true;
  for (const std::string_view no : {"false", "FALSE", "False", "no"})
    if (word == no) return false;
  return std::nullopt;
}

void assign(const RuleBook& book, const std::string& text, Case& the_case, Diagnostics& faults) {
  const auto equals = text.find('=');
  const At here{nullptr, "--set " + text, ""};
  if (equals == std::string::npos || equals == 0) {
    fault(faults, Fault::bad_assignment, here, {text, "FACT=VALUE"});
    return;
  }
  const std::string name = text.substr(0, equals);
  const std::string value = text.substr(equals + 1);
  const int index = book.vocabulary.find_fact(name);
  if (index < 0) {
    unknown_fact(book, name, here, faults);
    return;
  }
  const Fact& fact = book.vocabulary.facts[static_cast<std::size_t>(index)];
  // What a file would write without quotes is given its JSON type; everything else is a string.
  Json json{.kind = Json::Kind::string, .text = value};
  if (const auto flag = flag_of(value); flag && fact.type == FactType::boolean) json = {.kind = Json::Kind::boolean, .flag = *flag};
  const bool digits = !value.empty() && value.size() <= 9 && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (fact.type == FactType::count && value != "unknown") json = {.kind = Json::Kind::real, .text = value};
  if (fact.type == FactType::count && digits) json = {.kind = Json::Kind::integer, .number = std::stoll(value)};
  if (fact.type == FactType::set && value != "unknown") {
    json = {.kind = Json::Kind::array};
    for (std::size_t from = 0; from <= value.size() && !value.empty();) {
      const auto comma = std::min(value.find(',', from), value.size());
      while (from < comma && value[from] == ' ') ++from;
      json.items.push_back({.kind = Json::Kind::string, .text = value.substr(from, comma - from)});
      from = comma + 1;
    }
  }
  const auto before = faults.size();
  const auto statement = read_statement(fact, {&json, here.file, ""}, faults);
  // What was typed is not JSON: a pointer into it would mean nothing.
  for (auto i = before; i < faults.size(); ++i) faults[i].where.pointer.clear();
  if (!statement) return;
  the_case.facts[static_cast<std::size_t>(index)] = *statement;
  the_case.from_set.resize(book.vocabulary.facts.size(), false);
  the_case.from_set[static_cast<std::size_t>(index)] = true;
}

}  // namespace crossing::load
