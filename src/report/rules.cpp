// An instrument reads top to bottom like the document: paraphrase, operative words, condition in words, notes.
#include "report/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "report/words.hpp"

namespace crossing::report {
namespace {

int operative(const Regime& regime) {
  return static_cast<int>(std::count_if(regime.clauses.begin(), regime.clauses.end(), [](const Clause& clause) { return clause.operative(); }));
}

std::string override_words(const Regime& regime, const Vocabulary& vocabulary, const Override& entry) {
  std::string text = regime.clauses[static_cast<std::size_t>(entry.clause)].id;
  if (entry.question >= 0) text += " as to " + vocabulary.questions[static_cast<std::size_t>(entry.question)].label;
  for (const auto& choice : entry.under) {
    const Reading& reading = regime.readings[static_cast<std::size_t>(choice.reading)];
    text += fmt::format(" (under {}={})", reading.name, reading.options[static_cast<std::size_t>(choice.option)].name);
  }
  return text;
}

std::vector<std::string> override_list(const Regime& regime, const Vocabulary& vocabulary, const Clause& clause) {
  std::vector<std::string> parts;
  for (const auto& entry : clause.overrides) parts.push_back(override_words(regime, vocabulary, entry));
  return parts;
}

std::string quoted(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  for (const auto& part : words) parts.push_back("\"" + part + "\"");
  return joined(parts, "…");
}

/// The readings on which the clause hangs: in its condition, the terms behind it, or its overrides.
std::vector<int> readings_of(const Regime& regime, const Clause& clause) {
  std::vector<int> readings;
  const auto add = [&](int reading) {
    if (std::find(readings.begin(), readings.end(), reading) == readings.end()) readings.push_back(reading);
  };
  const std::function<void(const Condition&)> look = [&](const Condition& condition) {
    if (condition.kind == Condition::Kind::reading) add(condition.subject);
    if (condition.kind == Condition::Kind::term) look(regime.terms[static_cast<std::size_t>(condition.subject)].when);
    for (const auto& part : condition.parts) look(part);
  };
  if (clause.when) look(*clause.when);
  if (clause.defines >= 0) look(regime.terms[static_cast<std::size_t>(clause.defines)].when);
  for (const auto& entry : clause.overrides)
    for (const auto& choice : entry.under) add(choice.reading);
  std::sort(readings.begin(), readings.end());
  return readings;
}

std::vector<Line> clause_lines(const Vocabulary& vocabulary, const Regime& regime, const Clause& clause) {
  std::vector<Line> lines;
  lines.push_back({0, clause.paraphrase});
  if (!clause.words.empty()) lines.push_back({0, fmt::format("words: {}", quoted(clause.words))});
  if (!clause.addressee.empty()) lines.push_back({0, "told to: " + clause.addressee});
  if (clause.when) {
    lines.push_back({0, "when:"});
    for (const auto& line : condition_lines(vocabulary, regime, *clause.when)) lines.push_back({line.level + 1, line.text});
    for (const auto& answer : clause.then) {
      lines.push_back({0, fmt::format("then: {}: {}", vocabulary.questions[static_cast<std::size_t>(answer.question)].label,
                                      vocabulary.treatments[static_cast<std::size_t>(answer.treatment)].label)});
    }
  }
  if (!clause.overrides.empty()) lines.push_back({0, "overrides: " + joined(override_list(regime, vocabulary, clause), "and")});
  if (clause.defines >= 0) {
    const Term& term = regime.terms[static_cast<std::size_t>(clause.defines)];
    lines.push_back({0, fmt::format("defines {} ({}):", term.name, term.meaning)});
    for (const auto& line : condition_lines(vocabulary, regime, term.when)) lines.push_back({line.level + 1, line.text});
  }
  for (const int index : readings_of(regime, clause)) {
    const Reading& reading = regime.readings[static_cast<std::size_t>(index)];
    std::vector<std::string> options;
    for (const auto& option : reading.options) options.push_back(option.name);
    lines.push_back({0, fmt::format("reading {}: {} {}; {}", reading.name, reading.asks, joined(options, "or"),
                                    reading.standard < 0 ? std::string{"open"} : fmt::format("{} is taken", reading.options[static_cast<std::size_t>(reading.standard)].name))});
  }
  if (!clause.steps.empty()) {
    lines.push_back({0, "steps:"});
    for (std::size_t i = 0; i < clause.steps.size(); ++i) lines.push_back({1, fmt::format("step {}: {}", i + 1, clause.steps[i].what)});
  }
  if (!clause.encoding_note.empty()) lines.push_back({0, "note: " + clause.encoding_note});
  return lines;
}

Data clause_data(const Vocabulary& vocabulary, const Regime& regime, const Clause& clause) {
  Data data{{"id", clause.id}, {"cite", clause.cite}, {"modality", name_of(clause.modality)}, {"addressee", clause.addressee}, {"words", clause.words}, {"paraphrase", clause.paraphrase}};
  data["when"] = clause.when ? Data(condition_words(vocabulary, regime, *clause.when)) : Data(nullptr);
  data["then"] = Data::array();
  for (const auto& answer : clause.then)
    data["then"].push_back({{"question", vocabulary.questions[static_cast<std::size_t>(answer.question)].name}, {"treatment", vocabulary.treatments[static_cast<std::size_t>(answer.treatment)].name}});
  data["overrides"] = override_list(regime, vocabulary, clause);
  data["steps"] = Data::array();
  for (const auto& step : clause.steps) data["steps"].push_back(step.what);
  data["readings"] = Data::array();
  for (const int reading : readings_of(regime, clause)) data["readings"].push_back(regime.readings[static_cast<std::size_t>(reading)].name);
  data["defines"] = clause.defines >= 0 ? Data(regime.terms[static_cast<std::size_t>(clause.defines)].name) : Data(nullptr);
  data["encoding_note"] = clause.encoding_note;
  return data;
}

Data source_data(const Source& s) {
  return {{"document", s.document}, {"collection", s.collection}, {"archive", s.archive}, {"folder", s.folder}, {"pages", s.pages},
          {"number", s.number}, {"obtained_by", s.obtained_by}, {"translator", s.translator}, {"note", s.note}};
}

Data regime_data(const Regime& regime) {
  Data data{{"id", regime.id}, {"title", regime.title}, {"nature", name_of(regime.nature)}, {"issued", dates_text(regime.issued)}};
  data["effect"] = {{"begins", regime.begins ? day_text(*regime.begins) : "unknown"}, {"why", regime.effect_why}};
  if (regime.ends) data["effect"]["ends"] = day_text(*regime.ends);
  data["issuer"] = regime.issuer;
  data["addressees"] = regime.addressees;
  data["source"] = source_data(regime.source);
  data["operative_clauses"] = operative(regime);
  data["other_clauses"] = static_cast<int>(regime.clauses.size()) - operative(regime);
  data["digest"] = regime.digest;
  return data;
}

void show_head(const Regime& regime, Report& report) {
  report.heading(fmt::format("{}: {}", regime.id, regime.title));
  std::vector<Line> lines{{0, fmt::format("nature: {}", words_of(regime.nature))},
                          {0, fmt::format("issued: {}; in effect: {}", dates_text(regime.issued), in_effect_words(regime))},
                          {0, "why: " + regime.effect_why},
                          {0, "issuer: " + regime.issuer},
                          {0, "to: " + joined(regime.addressees, "and")}};
  const std::string archive = archive_words(regime.source);
  lines.push_back({0, fmt::format("source: {}, {}", regime.source.document, archive.empty() ? "no archive given" : archive)});
  if (!regime.source.translator.empty()) lines.push_back({0, fmt::format("translated by {}; obtained by {}", regime.source.translator, regime.source.obtained_by)});
  if (!regime.source.note.empty()) lines.push_back({0, "note: " + regime.source.note});
  report.list(std::move(lines));
}

void show_readings(const Regime& regime, Report& report) {
  if (regime.readings.empty()) return;
  report.heading("Readings");
  for (const auto& reading : regime.readings) {
    std::vector<Line> lines{{0, fmt::format("{} ({}): {}", reading.name, reading.standard < 0 ? "open" : "closed", reading.asks)}};
    for (std::size_t i = 0; i < reading.options.size(); ++i) {
      const Option& option = reading.options[i];
      lines.push_back({1, fmt::format("{}{}: {}", option.name, static_cast<int>(i) == reading.standard ? " (taken)" : "", option.label)});
      lines.push_back({2, fmt::format("held by {}: {}", option.holder, option.reason)});
      if (static_cast<int>(i) == reading.standard) lines.push_back({2, "taken because: " + reading.default_reason});
    }
    report.list(std::move(lines));
  }
}

void show_terms(const Vocabulary& vocabulary, const Regime& regime, const std::vector<int>& terms, Report& report) {
  if (terms.empty()) return;
  report.heading("Terms");
  for (const int index : terms) {
    const Term& term = regime.terms[static_cast<std::size_t>(index)];
    std::vector<Line> lines{{0, fmt::format("{}: {}", term.name, term.meaning)}};
    for (const auto& line : condition_lines(vocabulary, regime, term.when)) lines.push_back({line.level + 1, line.text});
    report.list(std::move(lines));
  }
}

/// The terms that the clauses use, also behind other terms, in file order.
std::vector<int> terms_of(const Regime& regime, const std::vector<int>& clauses) {
  std::vector<int> terms;
  const std::function<void(const Condition&)> look = [&](const Condition& condition) {
    for (const auto& part : condition.parts) look(part);
    if (condition.kind != Condition::Kind::term || std::find(terms.begin(), terms.end(), condition.subject) != terms.end()) return;
    terms.push_back(condition.subject);
    look(regime.terms[static_cast<std::size_t>(condition.subject)].when);
  };
  for (const int clause : clauses)
    if (const auto& when = regime.clauses[static_cast<std::size_t>(clause)].when) look(*when);
  std::sort(terms.begin(), terms.end());
  return terms;
}

}  // namespace

Report rules_list(const RuleBook& book, const std::vector<int>& regimes, const std::vector<Timing>& timings) {
  Report report{.data = {{"schema", "crossing.rules/1"}, {"regimes", Data::array()}}};
  Table table{{"regime", "issued", "in effect", "nature", "clauses", "relations"}, {}};
  std::vector<Line> titles;
  if (!timings.empty()) table.header.insert(table.header.begin() + 3, "timing");
  for (std::size_t i = 0; i < regimes.size(); ++i) {
    const Regime& regime = book.regimes[static_cast<std::size_t>(regimes[i])];
    table.rows.push_back({regime.id, dates_text(regime.issued), in_effect_words(regime), std::string{words_of(regime.nature)},
                          fmt::format("{} + {}", operative(regime), static_cast<int>(regime.clauses.size()) - operative(regime)), std::to_string(regime.relations.size())});
    titles.push_back({0, fmt::format("{}: {}", regime.id, regime.title)});
    Data data = regime_data(regime);
    data["relation_count"] = regime.relations.size();
    if (!timings.empty()) {
      table.rows.back().insert(table.rows.back().begin() + 3, timing_words(regime, timings[i]));
      data["timing"] = {{"status", name_of(timings[i].status)}};
      if (timings[i].days) data["timing"]["days"] = {timings[i].days->lo, timings[i].days->hi};
    }
    report.data["regimes"].push_back(std::move(data));
  }
  report.table(std::move(table));
  report.paragraph("Clauses: operative + others, which no case can trigger. Relations: what the text says of other instruments.");
  report.heading("Titles");
  report.list(std::move(titles));
  return report;
}

Report rules_show(const RuleBook& book, const References& references, int index, const std::vector<int>& clauses) {
  const Regime& regime = book.regimes[static_cast<std::size_t>(index)];
  Report report{.data = regime_data(regime)};
  report.data["schema"] = "crossing.rules/1";
  const auto named = [&](const InstrumentRelation& relation) -> const Reference* {
    const int reference = references.find(relation.to);
    return reference < 0 ? nullptr : &references.instruments[static_cast<std::size_t>(reference)];
  };
  std::vector<int> shown = clauses;
  if (clauses.empty()) {
    show_head(regime, report);
    for (std::size_t i = 0; i < regime.clauses.size(); ++i) shown.push_back(static_cast<int>(i));
    show_readings(regime, report);
    std::vector<int> terms;
    for (std::size_t i = 0; i < regime.terms.size(); ++i) terms.push_back(static_cast<int>(i));
    show_terms(book.vocabulary, regime, terms, report);
    std::vector<Line> relations;
    for (const auto& relation : regime.relations) {
      const Reference* reference = named(relation);
      const std::string title = reference == nullptr ? "" : fmt::format(" ({}; content missing)", reference->title);
      relations.push_back({0, fmt::format("{}: {} {}{}{}", relation.by, words_of(relation.kind), relation.to, title, relation.note.empty() ? "" : ". " + relation.note)});
    }
    if (!relations.empty()) {
      report.heading("What the text says of other instruments");
      report.list(std::move(relations));
    }
  }
  report.data["readings"] = Data::object();
  for (const auto& reading : regime.readings) {
    Data options = Data::object();
    for (const auto& option : reading.options) options[option.name] = {{"label", option.label}, {"holder", option.holder}, {"reason", option.reason}};
    report.data["readings"][reading.name] = {{"asks", reading.asks}, {"options", std::move(options)},
                                             {"default", reading.standard < 0 ? Data(nullptr) : Data(reading.options[static_cast<std::size_t>(reading.standard)].name)},
                                             {"default_reason", reading.default_reason}};
  }
  report.data["relations"] = Data::array();
  for (const auto& relation : regime.relations) {
    report.data["relations"].push_back({{"kind", name_of(relation.kind)}, {"to", relation.to}, {"by", relation.by}, {"note", relation.note}});
    if (const Reference* reference = named(relation)) report.data["relations"].back()["title"] = reference->title;
  }
  report.data["clauses"] = Data::array();
  for (const int i : shown) {
    const Clause& clause = regime.clauses[static_cast<std::size_t>(i)];
    report.heading(fmt::format("{} {}, {}: {}", regime.id, clause.id, clause.cite, words_of(clause.modality)));
    report.list(clause_lines(book.vocabulary, regime, clause));
    report.data["clauses"].push_back(clause_data(book.vocabulary, regime, clause));
  }
  if (!clauses.empty()) show_terms(book.vocabulary, regime, terms_of(regime, clauses), report);
  return report;
}

Report rules_cite(const RuleBook& book, int index, const std::vector<int>& clauses) {
  const Regime& regime = book.regimes[static_cast<std::size_t>(index)];
  Report report;
  for (const int clause : clauses) report.add(refer(regime, clause));
  if (clauses.empty()) report.add(refer(regime, -1));
  report.data = {{"schema", "crossing.citations/1"}, {"citations", Data::array()}};
  add_notes(report);
  return report;
}

void add_notes(Report& report) {
  for (const auto& citation : report.citations) {
    report.paragraph(note_text(citation));
    report.data["citations"].push_back({{"id", citation.id()}, {"text", note_text(citation)}});
  }
}

Report facts_report(const Vocabulary& vocabulary) {
  constexpr std::array<std::string_view, 7> kTypes{"boolean", "enum", "count", "date", "time", "elapsed", "set"};
  constexpr std::array<std::string_view, 5> kKinds{"nature", "choice", "circumstance", "decision", "date"};
  Report report{.data = {{"schema", "crossing.facts/1"}, {"facts", Data::array()}}};
  report.flat.header = {"fact", "type", "values", "range", "presumed", "only_if", "label", "question", "description"};
  const Regime none;
  Table table{{"fact", "values", "question"}, {}};
  for (const auto& fact : vocabulary.facts) {
    std::vector<std::string> values;
    for (const auto& value : fact.values) values.push_back(value.name);
    std::string words = values.empty() ? std::string{kTypes[static_cast<std::size_t>(fact.type)]} : fmt::format("{}", fmt::join(values, ", "));
    if (fact.presumed) words += fmt::format("; presumed {}", code_text(fact, fact.presumed->value));
    table.rows.push_back({fact.name, std::move(words), fact.derived ? "(derived) " + fact.description : fact.question});
    Data entry{{"name", fact.name}, {"label", fact.label}, {"type", kTypes[static_cast<std::size_t>(fact.type)]}, {"kind", kKinds[static_cast<std::size_t>(fact.kind)]},
               {"question", fact.question}, {"description", fact.description}, {"values", values}, {"derived", fact.derived.has_value()}};
    entry["presumed"] = fact.presumed ? Data(code_text(fact, fact.presumed->value)) : Data(nullptr);
    std::vector<std::string> needs;
    for (const auto& conjunct : fact.only_if) needs.push_back(condition_words(vocabulary, none, conjunct));
    entry["only_if"] = needs.empty() ? Data(nullptr) : Data(joined(needs, "and"));
    const bool ranged = fact.type == FactType::count || fact.type == FactType::date || fact.type == FactType::time;
    // The codebook has what can be a column of cases.
    if (!fact.derived)
      report.flat.rows.push_back({fact.name, std::string{kTypes[static_cast<std::size_t>(fact.type)]}, fmt::format("{}", fmt::join(values, " ")),
                                  ranged ? fmt::format("{} to {}", code_text(fact, fact.range.lo), code_text(fact, fact.range.hi)) : std::string{},
                                  fact.presumed ? code_text(fact, fact.presumed->value) : std::string{}, joined(needs, "and"), fact.label, fact.question, fact.description});
    report.data["facts"].push_back(std::move(entry));
  }
  report.table(std::move(table));
  return report;
}

Report facts_skeleton(const Vocabulary& vocabulary) {
  Report report{.data = {{"schema", "crossing.case/1"}, {"id", "my-case"}, {"title", ""}, {"story", ""}, {"facts", Data::object()}}};
  for (const auto& fact : vocabulary.facts)
    if (!fact.derived) report.data["facts"][fact.name] = "unknown";
  return report;
}

}  // namespace crossing::report
