// Head, source, readings, terms, clauses: names of readings, terms and clauses are gathered first, so that order is free.
#include "load/regime_reader.hpp"

#include <algorithm>
#include <functional>

#include "load/conditions.hpp"
#include "load/values.hpp"

namespace crossing::load {
namespace {

template <typename Reader>
auto read_enum(const Object& object, std::string_view key, std::string_view what, Reader reader, Diagnostics& faults) {
  using Enum = typename decltype(reader(std::string_view{}))::value_type;
  const auto at = object.need(key);
  if (!at) return Enum{};
  const auto text = read_text(*at, faults);
  if (!text) return Enum{};
  if (const auto value = reader(*text)) return *value;
  std::vector<std::string> known;
  for (int i = 0; i < 16; ++i) {  // every table of names is shorter
    const auto candidate = static_cast<Enum>(i);
    if constexpr (std::is_same_v<Enum, Modality>) {
      if (i > static_cast<int>(Modality::exhortation)) break;
    } else if constexpr (std::is_same_v<Enum, Nature>) {
      if (i > static_cast<int>(Nature::report)) break;
    } else {
      if (i > static_cast<int>(RelationKind::refers_to)) break;
    }
    known.emplace_back(name_of(candidate));
  }
  fault(faults, Fault::unknown_word, *at, {*text, std::string{what}}, suggest(*text, known));
  return Enum{};
}

std::optional<Code> read_day(const At& at, Diagnostics& faults) {
  const auto text = read_text(at, faults);
  if (!text) return std::nullopt;
  const auto span = read_date(*text);
  if (!span || !span->exact()) {
    fault(faults, Fault::bad_date, at, {*text}, "write a day that exists: 1961-11-25");
    return std::nullopt;
  }
  return span->lo;
}

void read_effect(Regime& regime, const At& at, Diagnostics& faults) {
  const Object effect{at, {"begins", "ends", "why"}, faults};
  regime.effect_why = effect.text("why", true);
  if (const auto begins = effect.need("begins"); begins && !(begins->json->kind == Json::Kind::string && begins->json->text == "unknown"))
    regime.begins = read_day(*begins, faults);
  if (const auto ends = effect.find("ends")) {
    regime.ends = read_day(*ends, faults);
    if (regime.ends && *regime.ends < std::max(regime.begins.value_or(regime.issued.lo), regime.issued.lo)) fault(faults, Fault::effect_dates, *ends, {});
  }
}

void read_reach(const Vocabulary& vocabulary, Regime& regime, const At& at, Diagnostics& faults) {
  if (at.json->kind == Json::Kind::string && at.json->text == "everywhere") {
    regime.everywhere = true;
    return;
  }
  if (vocabulary.place < 0) {
    fault(faults, Fault::unknown_word, at, {brief(*at.json), "reach"}, "the vocabulary names no fact in the role place: write \"everywhere\"");
    return;
  }
  if (at.json->kind != Json::Kind::array) {
    fault(faults, Fault::wrong_type, at, {"a list", kind_words(*at.json)}, "write \"everywhere\" or a list of places");
    return;
  }
  for (const auto& item : read_list(at, faults)) {
    if (const auto span = read_literal(vocabulary.facts[static_cast<std::size_t>(vocabulary.place)], item, false, faults)) regime.reach.push_back(span->lo);
  }
}

crossing::Source read_source(const At& at, Diagnostics& faults) {
  const Object o{at, {"document", "collection", "archive", "folder", "pages", "number", "obtained_by", "translator", "note"}, faults};
  return {o.text("document", true), o.text("collection"), o.text("archive"), o.text("folder"), o.text("pages"),
          o.text("number"), o.text("obtained_by"), o.text("translator"), o.text("note")};
}

void read_readings(Regime& regime, const At& at, Diagnostics& faults) {
  for (const auto& [name, reading_at] : members(at, faults)) {
    const Object object{reading_at, {"asks", "options", "default", "default_reason"}, faults};
    Reading reading{.name = name, .asks = object.text("asks", true), .default_reason = object.text("default_reason", object.find("default").has_value())};
    if (const auto options = object.need("options")) {
      for (const auto& [option, option_at] : members(*options, faults)) {
        const Object o{option_at, {"label", "holder", "reason"}, faults};
        reading.options.push_back({option, o.text("label", true), o.text("holder", true), o.text("reason", true)});
      }
      if (reading.options.size() < 2 && options->json->kind == Json::Kind::object) fault(faults, Fault::empty_list, *options, {"at least two options", std::to_string(reading.options.size())});
    }
    if (const auto standard = object.find("default")) {
      if (const auto text = read_text(*standard, faults)) {
        const auto options = names(reading.options, &Option::name);
        const auto found = std::find(options.begin(), options.end(), *text);
        if (found == options.end()) {
          fault(faults, Fault::unknown_option, *standard, {*text, name}, suggest(*text, options));
        } else {
          reading.standard = static_cast<int>(found - options.begin());
        }
      }
    }
    regime.readings.push_back(std::move(reading));
  }
}

void read_terms(const Vocabulary& vocabulary, Regime& regime, const At& at, Diagnostics& faults) {
  const auto list = members(at, faults);
  for (const auto& [name, term_at] : list) regime.terms.push_back({name, {}, {}});
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Object object{list[i].second, {"meaning", "when"}, faults};
    regime.terms[i].meaning = object.text("meaning", true);
    if (const auto when = object.need("when")) regime.terms[i].when = read_condition({vocabulary, &regime}, *when, faults);
  }
  // Each term may use others, but none may come back to itself.
  for (std::size_t i = 0; i < list.size(); ++i) {
    std::vector<int> path;
    std::function<bool(const Condition&)> returns = [&](const Condition& condition) {
      if (condition.kind == Condition::Kind::term) {
        if (condition.subject == static_cast<int>(i)) return true;
        if (std::find(path.begin(), path.end(), condition.subject) != path.end()) return false;
        path.push_back(condition.subject);
        return returns(regime.terms[static_cast<std::size_t>(condition.subject)].when);
      }
      return std::any_of(condition.parts.begin(), condition.parts.end(), returns);
    };
    if (returns(regime.terms[i].when)) fault(faults, Fault::term_ring, list[i].second, {list[i].first});
  }
}

std::vector<Answer> read_answers(const Vocabulary& vocabulary, const At& at, Diagnostics& faults) {
  const auto items = at.json->kind == Json::Kind::array ? read_list(at, faults) : std::vector<At>{at};
  if (items.empty()) fault(faults, Fault::empty_list, at, {"at least one answer", "none"});
  std::vector<Answer> answers;
  for (const auto& item : items) {
    const Object object{item, {"question", "treatment"}, faults};
    const auto question_at = object.need("question");
    const auto treatment_at = object.need("treatment");
    if (!question_at || !treatment_at) continue;
    const auto question = read_text(*question_at, faults);
    const auto treatment = read_text(*treatment_at, faults);
    if (!question || !treatment) continue;
    const Answer answer{vocabulary.find_question(*question), vocabulary.find_treatment(*treatment)};
    if (answer.question < 0)
      fault(faults, Fault::unknown_question, *question_at, {*question}, suggest(*question, names(vocabulary.questions, &Question::name)));
    if (answer.treatment < 0)
      fault(faults, Fault::unknown_treatment, *treatment_at, {*treatment}, suggest(*treatment, names(vocabulary.treatments, &Treatment::name)));
    if (answer.question >= 0 && answer.treatment >= 0) {
      const auto& questions = vocabulary.treatments[static_cast<std::size_t>(answer.treatment)].questions;
      if (std::find(questions.begin(), questions.end(), answer.question) == questions.end())
        fault(faults, Fault::treatment_question, item, {*treatment, *question});
    }
    if (answer.question >= 0 && std::any_of(answers.begin(), answers.end(), [&](const Answer& other) { return other.question == answer.question; }))
      fault(faults, Fault::question_twice, item, {*question});
    answers.push_back(answer);  // even a faulty one, so that what overrides it is not blamed as well
  }
  return answers;
}

std::vector<Step> read_steps(const Vocabulary& vocabulary, const At& at, Diagnostics& faults) {
  std::vector<Step> steps;
  for (const auto& item : read_list(at, faults)) {
    const Object object{item, {"do", "step"}, faults};
    Step step{.what = object.text("do", true)};
    if (const auto done = object.find("step")) {
      const auto text = read_text(*done, faults);
      if (text && vocabulary.steps < 0) {
        fault(faults, Fault::unknown_word, *done, {*text, "step"}, "the vocabulary names no fact in the role steps");
      } else if (text) {
        const Fact& fact = vocabulary.facts[static_cast<std::size_t>(vocabulary.steps)];
        step.done = find_value(fact, *text);
        if (step.done < 0) fault(faults, Fault::unknown_value, *done, {*text, fact.name}, suggest(*text, names(fact.values, &Named::name)));
      }
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

Clause read_clause(const Vocabulary& vocabulary, const Regime& regime, const Object& object, Diagnostics& faults) {
  Clause clause{.id = object.text("id"), .cite = object.text("cite", true), .paraphrase = object.text("paraphrase", true),
                .addressee = object.text("addressee"), .encoding_note = object.text("encoding_note")};
  clause.modality = read_enum(object, "modality", "modality", read_modality, faults);
  if (const auto words = object.find("words")) clause.words = read_texts(*words, faults);
  const auto when = object.find("when");
  const auto then = object.find("then");
  if (when) clause.when = read_condition({vocabulary, &regime}, *when, faults);
  if (then) clause.then = read_answers(vocabulary, *then, faults);
  if (when.has_value() != then.has_value())
    fault(faults, Fault::half_operative, object.at(), {clause.id, when ? "when" : "then", when ? "then" : "when"});
  if (const auto steps = object.find("steps")) clause.steps = read_steps(vocabulary, *steps, faults);
  if (const auto defines = object.find("defines")) {
    const auto text = read_text(*defines, faults);
    const auto known = names(regime.terms, &Term::name);
    const auto found = std::find(known.begin(), known.end(), text);
    if (text && found == known.end()) {
      fault(faults, Fault::unknown_term, *defines, {*text}, suggest(*text, known));
    } else if (text) {
      clause.defines = static_cast<int>(found - known.begin());
    }
  }
  return clause;
}

void read_override(const Vocabulary& vocabulary, const Regime& regime, Clause& clause, const At& at, Diagnostics& faults) {
  Override entry;
  At target = at;
  if (at.json->kind == Json::Kind::object) {
    const Object object{at, {"clause", "reading"}, faults};
    const auto named = object.need("clause");
    if (const auto reading = object.find("reading")) entry.under = read_choices(regime, *reading, faults);
    if (!named) return;
    target = *named;
  }
  const auto text = read_text(target, faults);
  if (!text) return;
  const auto mark = text->find('@');
  const std::string id = text->substr(0, mark);
  entry.clause = regime.find_clause(id);
  if (entry.clause < 0) {
    fault(faults, Fault::unknown_clause, target, {id}, suggest(id, names(regime.clauses, &Clause::id)));
    return;
  }
  const Clause& other = regime.clauses[static_cast<std::size_t>(entry.clause)];
  if (other.id == clause.id) fault(faults, Fault::self_override, target, {id});
  if (mark != std::string::npos) {
    const std::string question = text->substr(mark + 1);
    entry.question = vocabulary.find_question(question);
    if (entry.question < 0) {
      fault(faults, Fault::unknown_question, target, {question}, suggest(question, names(vocabulary.questions, &Question::name)));
      return;
    }
  }
  const bool hits = std::any_of(other.then.begin(), other.then.end(),
                                [&](const Answer& answer) { return entry.question < 0 || answer.question == entry.question; });
  if (!hits)
    fault(faults, Fault::override_misses, target, {id, entry.question < 0 ? "" : " to `" + vocabulary.questions[static_cast<std::size_t>(entry.question)].name + "`"});
  clause.overrides.push_back(std::move(entry));
}

bool is_clause_id(const std::string& id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
  });
}

void read_clauses(const Vocabulary& vocabulary, Regime& regime, const At& at, Diagnostics& faults) {
  std::vector<Object> objects;
  for (const auto& item : read_list(at, faults)) {
    objects.emplace_back(item,
                         std::initializer_list<std::string_view>{"id", "cite", "modality", "addressee", "words", "paraphrase", "when", "then", "overrides", "steps", "defines", "encoding_note"},
                         faults);
    const Object& object = objects.back();
    const auto id = object.need("id");
    Clause clause = read_clause(vocabulary, regime, object, faults);
    const bool written = id && id->json->kind == Json::Kind::string;
    if (written && !is_clause_id(clause.id)) fault(faults, Fault::bad_id, *id, {clause.id}, "use letters, digits and dots");
    if (written && regime.find_clause(clause.id) >= 0) fault(faults, Fault::repeated_id, *id, {"clause", clause.id});
    regime.clauses.push_back(std::move(clause));
  }
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const auto overrides = objects[i].find("overrides");
    if (!overrides) continue;
    if (!regime.clauses[i].operative()) fault(faults, Fault::half_operative, *overrides, {regime.clauses[i].id, "overrides", "when"});
    for (const auto& entry : read_list(*overrides, faults)) read_override(vocabulary, regime, regime.clauses[i], entry, faults);
  }
}

std::vector<InstrumentRelation> read_relations(const Regime& regime, const At& at, Diagnostics& faults) {
  std::vector<InstrumentRelation> relations;
  for (const auto& item : read_list(at, faults)) {
    const Object object{item, {"kind", "to", "by", "note"}, faults};
    InstrumentRelation relation{.to = object.text("to", true), .by = object.text("by", true), .note = object.text("note")};
    relation.kind = read_enum(object, "kind", "relation", read_relation, faults);
    if (const auto by = object.find("by"); by && by->json->kind == Json::Kind::string && regime.find_clause(relation.by) < 0)
      fault(faults, Fault::unknown_clause, *by, {relation.by}, suggest(relation.by, names(regime.clauses, &Clause::id)));
    relations.push_back(std::move(relation));
  }
  return relations;
}

/// Finds a ring of overrides for one question that some choice of readings puts in force, and complains at its first clause.
void check_rings(const Vocabulary& vocabulary, const Regime& regime, const At& clauses, Diagnostics& faults) {
  for (std::size_t q = 0; q < vocabulary.questions.size(); ++q) {
    std::vector<int> path;
    std::vector<ReadingChoice> chosen;
    std::function<bool(int)> search = [&](int from) {
      path.push_back(from);
      for (const auto& entry : regime.clauses[static_cast<std::size_t>(from)].overrides) {
        if (entry.clause < path.front() || (entry.question >= 0 && entry.question != static_cast<int>(q))) continue;
        const auto& then = regime.clauses[static_cast<std::size_t>(entry.clause)].then;
        if (std::none_of(then.begin(), then.end(), [&](const Answer& a) { return a.question == static_cast<int>(q); })) continue;
        const bool clashes = std::any_of(entry.under.begin(), entry.under.end(), [&](const ReadingChoice& mine) {
          return std::any_of(chosen.begin(), chosen.end(), [&](const ReadingChoice& other) { return mine.reading == other.reading && mine.option != other.option; });
        });
        if (clashes || entry.clause == from) continue;
        if (entry.clause == path.front()) {
          chosen.insert(chosen.end(), entry.under.begin(), entry.under.end());
          return true;
        }
        if (std::find(path.begin(), path.end(), entry.clause) != path.end()) continue;
        const auto before = chosen.size();
        chosen.insert(chosen.end(), entry.under.begin(), entry.under.end());
        if (search(entry.clause)) return true;
        chosen.resize(before);
      }
      path.pop_back();
      return false;
    };
    for (std::size_t start = 0; start < regime.clauses.size(); ++start) {
      path.clear();
      chosen.clear();
      if (!search(static_cast<int>(start))) continue;
      std::string ring;
      for (const int clause : path) ring += regime.clauses[static_cast<std::size_t>(clause)].id + " over ";
      ring += regime.clauses[start].id;
      std::string under;
      for (const auto& [reading, option] : chosen) {
        const Reading& r = regime.readings[static_cast<std::size_t>(reading)];
        const std::string choice = "`" + r.name + "` is `" + r.options[static_cast<std::size_t>(option)].name + "`";
        if (under.find(choice) == std::string::npos) under += (under.empty() ? " where " : " and ") + choice;
      }
      ring += under;
      faults.push_back(complain(Fault::override_ring, {clauses.file, child(child(clauses.pointer, start), "overrides")}, {ring},
                                "each clause here would override the next: drop one, or limit one to a reading"));
      return;
    }
  }
}

}  // namespace

Regime read_regime(const Vocabulary& vocabulary, const At& at, Diagnostics& faults) {
  const Object object{at,
                      {"schema", "id", "title", "headline", "nature", "issued", "effect", "issuer", "addressees", "reach", "source", "relations", "readings", "terms", "clauses"},
                      faults};
  Regime regime{.id = object.text("id", true), .title = object.text("title", true), .issuer = object.text("issuer", true)};
  if (const auto id = object.find("id"); id && id->json->kind == Json::Kind::string && !is_id(regime.id)) {
    fault(faults, Fault::bad_id, *id, {regime.id}, kIdHelp);
    regime.id.clear();  // no file need be named like this
  }
  regime.nature = read_enum(object, "nature", "nature", read_nature, faults);
  if (const auto issued = object.need("issued")) regime.issued = read_issue(*issued, faults).value_or(Span{});
  if (const auto headline = object.find("headline")) regime.headline = read_flag(*headline, faults).value_or(false);
  if (const auto effect = object.need("effect")) read_effect(regime, *effect, faults);
  if (const auto addressees = object.need("addressees")) regime.addressees = read_texts(*addressees, faults);
  if (const auto reach = object.need("reach")) read_reach(vocabulary, regime, *reach, faults);
  if (const auto source = object.need("source")) regime.source = read_source(*source, faults);
  if (const auto readings = object.find("readings")) read_readings(regime, *readings, faults);
  if (const auto terms = object.find("terms")) read_terms(vocabulary, regime, *terms, faults);
  if (const auto clauses = object.need("clauses")) {
    read_clauses(vocabulary, regime, *clauses, faults);
    check_rings(vocabulary, regime, *clauses, faults);
  }
  if (const auto relations = object.find("relations")) regime.relations = read_relations(regime, *relations, faults);
  return regime;
}

}  // namespace crossing::load
