// Lists and shows cases, and compares what a case expects with what was found, field by field.
#include "report/cases.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/csv.hpp"
#include "report/words.hpp"

namespace crossing::report {
namespace {

Data fact_data(const Fact& fact, const Statement& statement) {
  if (statement.kind == Statement::Kind::unknown) return "unknown";
  if (fact.type == FactType::boolean) return statement.span.lo != 0;
  if (fact.type == FactType::count) return statement.span.lo;
  if (fact.type != FactType::set) return span_text(fact, statement.span);
  Data list = Data::array();
  for (std::size_t i = 0; i < fact.values.size(); ++i)
    if ((statement.span.lo >> i & 1) != 0) list.push_back(fact.values[i].name);
  return list;
}

class Comparison {
 public:
  Comparison(const RuleBook& book, const Regime& regime, std::string what) : book_(book), regime_(regime), what_(std::move(what)) {}

  void compare(const ExpectedFinding& expected, const Finding& found) {
    if (expected.verdict != found.verdict) say("verdict", name_of(expected.verdict), fmt::format("{}{}", name_of(found.verdict), answers(found)));
    if (expected.treatment && *expected.treatment != found.treatments) say("treatment", treatments(*expected.treatment), treatments(found.treatments));
    if (expected.clauses) compare_clauses("clauses", *expected.clauses, found.clauses);
    if (expected.clauses_possible) compare_clauses("clauses_possible", *expected.clauses_possible, found.clauses_possible);
    if (expected.displaced) {
      std::vector<int> displaced;
      for (const auto& d : found.displaced) displaced.push_back(d.clause);
      displaced.erase(std::unique(displaced.begin(), displaced.end()), displaced.end());
      compare_clauses("displaced", *expected.displaced, displaced);
    }
    if (expected.missing && *expected.missing != found.missing) say("missing", facts(*expected.missing), facts(found.missing));
    if (expected.outcomes) {
      std::vector<TreatmentSet> outcomes;
      for (const auto& outcome : found.outcomes) outcomes.push_back(outcome.treatments);
      std::sort(outcomes.begin(), outcomes.end());
      if (*expected.outcomes != outcomes) say("outcomes", sets(*expected.outcomes), sets(outcomes));
    }
    if (expected.readings) {
      std::vector<int> readings;
      for (const auto& outcome : found.outcomes)
        for (const auto& range : outcome.readings)
          if (std::find(readings.begin(), readings.end(), range.reading) == readings.end()) readings.push_back(range.reading);
      std::sort(readings.begin(), readings.end());
      if (*expected.readings != readings) say("readings", reading_names(*expected.readings), reading_names(readings));
    }
  }

  void say(std::string_view field, std::string_view expected, std::string_view found) {
    differences.push_back(fmt::format("{}: {}: expected {}, found {}", what_, field, expected, found));
  }

  std::string answers(const Finding& found) const {
    if (found.verdict == Verdict::decided) return fmt::format(" {} [{}]", treatments(found.treatments), clause_ids(regime_, found.clauses));
    if (found.outcomes.empty()) return "";
    std::vector<TreatmentSet> outcomes;
    for (const auto& outcome : found.outcomes) outcomes.push_back(outcome.treatments);
    return fmt::format(" {}{}", sets(outcomes), found.missing.empty() ? std::string{} : fmt::format(" missing {}", facts(found.missing)));
  }

  std::vector<std::string> differences;

 private:
  void compare_clauses(std::string_view field, std::vector<int> expected, std::vector<int> found) {
    std::sort(found.begin(), found.end());
    if (expected != found) say(field, fmt::format("[{}]", clause_ids(regime_, expected)), fmt::format("[{}]", clause_ids(regime_, found)));
  }
  std::string treatments(const TreatmentSet& set) const {
    std::vector<std::string> names;
    for (const int t : set) names.push_back(book_.vocabulary.treatments[static_cast<std::size_t>(t)].name);
    return names.empty() ? "silent" : fmt::format("{}", fmt::join(names, "+"));
  }
  std::string sets(const std::vector<TreatmentSet>& list) const {
    std::vector<std::string> names;
    for (const auto& set : list) names.push_back(treatments(set));
    return fmt::format("[{}]", fmt::join(names, ", "));
  }
  std::string facts(const std::vector<int>& list) const {
    std::vector<std::string> names;
    for (const int f : list) names.push_back(book_.vocabulary.facts[static_cast<std::size_t>(f)].name);
    return fmt::format("[{}]", fmt::join(names, ", "));
  }
  std::string reading_names(const std::vector<int>& list) const {
    std::vector<std::string> names;
    for (const int r : list) names.push_back(regime_.readings[static_cast<std::size_t>(r)].name);
    return fmt::format("[{}]", fmt::join(names, ", "));
  }

  const RuleBook& book_;
  const Regime& regime_;
  std::string what_;
};

Data show_case(const RuleBook& book, const Case& the_case, Report& report) {
  Data data{{"schema", "crossing.case/1"}, {"id", the_case.id}, {"title", the_case.title}, {"story", the_case.story}, {"facts", Data::object()}, {"discuss", the_case.discuss}};
  report.heading(the_case.title.empty() ? the_case.id : fmt::format("{} ({})", the_case.title, the_case.id));
  if (!the_case.story.empty()) report.paragraph(the_case.story);
  Table table{{"fact", "value"}, {}};
  for (std::size_t i = 0; i < the_case.facts.size(); ++i) {
    const auto& statement = the_case.facts[i];
    const Fact& fact = book.vocabulary.facts[i];
    if (statement.kind == Statement::Kind::absent) continue;
    table.rows.push_back({fact.label, statement.kind == Statement::Kind::unknown ? "unknown" : span_text(fact, statement.span, true)});
    data["facts"][fact.name] = fact_data(fact, statement);
  }
  for (const auto& [regime, reading, option] : the_case.readings) {
    const Regime& asked = book.regimes[static_cast<std::size_t>(regime)];
    const Reading& chosen = asked.readings[static_cast<std::size_t>(reading)];
    const std::string name = fmt::format("{}.{}", asked.id, chosen.name);
    data["readings"][name] = option < 0 ? "open" : chosen.options[static_cast<std::size_t>(option)].name;
    table.rows.push_back({"reading " + name, data["readings"][name].get<std::string>()});
  }
  report.table(std::move(table));
  std::vector<Line> chosen;
  for (const auto& choice : the_case.readings) {
    const Regime& regime = book.regimes[static_cast<std::size_t>(choice.regime)];
    const Reading& reading = regime.readings[static_cast<std::size_t>(choice.reading)];
    const std::string name = regime.id + "." + reading.name, option = choice.option < 0 ? "open" : reading.options[static_cast<std::size_t>(choice.option)].name;
    data["readings"][name] = option;
    chosen.push_back({0, name + ": " + option});
  }
  if (!chosen.empty()) {
    report.heading("Readings");
    report.list(std::move(chosen));
  }
  if (!the_case.discuss.empty()) {
    report.heading("To discuss");
    std::vector<Line> lines;
    for (const auto& question : the_case.discuss) lines.push_back({0, question});
    report.list(std::move(lines));
  }
  return data;
}

}  // namespace

Report cases_list(const std::vector<Case>& cases) {
  Report report{.data = {{"schema", "crossing.cases/1"}, {"cases", Data::array()}}};
  Table table{{"case", "folder", "title"}, {}};
  for (const auto& the_case : cases) {
    // The folder tells the subject; the file is named after the case.
    const std::string folder = the_case.where.file.substr(0, the_case.where.file.rfind('/'));
    table.rows.push_back({the_case.id, folder.substr(folder.rfind('/') + 1), the_case.title});
    report.data["cases"].push_back({{"id", the_case.id}, {"title", the_case.title}, {"file", the_case.where.file}});
  }
  report.table(std::move(table));
  return report;
}

Report cases_show(const RuleBook& book, const std::vector<Case>& cases) {
  Report report{.data = Data::array()};
  for (const auto& the_case : cases) report.data.push_back(show_case(book, the_case, report));
  if (cases.size() == 1) report.data = Data(report.data.front());
  return report;
}

std::vector<std::string> differences(const RuleBook& book, const Case& the_case, const CaseFindings& findings) {
  std::vector<std::string> all;
  for (const auto& found : findings.regimes) {
    const Regime& regime = book.regimes[static_cast<std::size_t>(found.regime)];
    if (std::find(the_case.expected_regimes.begin(), the_case.expected_regimes.end(), found.regime) == the_case.expected_regimes.end()) continue;
    for (const auto& expected : the_case.expected) {
      if (expected.regime != found.regime) continue;
      Comparison comparison{book, regime, fmt::format("{}, {}", regime.id, book.vocabulary.questions[static_cast<std::size_t>(expected.question)].name)};
      const auto finding = std::find_if(found.findings.begin(), found.findings.end(), [&](const Finding& f) { return f.question == expected.question; });
      comparison.compare(expected, finding == found.findings.end() ? Finding{.question = expected.question} : *finding);
      all.insert(all.end(), comparison.differences.begin(), comparison.differences.end());
    }
    for (const auto& finding : found.findings) {
      const bool listed = std::any_of(the_case.expected.begin(), the_case.expected.end(),
                                      [&](const ExpectedFinding& e) { return e.regime == found.regime && e.question == finding.question; });
      if (listed || finding.verdict == Verdict::silent) continue;
      Comparison comparison{book, regime, fmt::format("{}, {}", regime.id, book.vocabulary.questions[static_cast<std::size_t>(finding.question)].name)};
      comparison.say("verdict", "silent or not put", fmt::format("{}{}", name_of(finding.verdict), comparison.answers(finding)));
      all.insert(all.end(), comparison.differences.begin(), comparison.differences.end());
    }
  }
  return all;
}

// Names and values are of a few plain characters: nothing needs escaping.
void add_case_line(const Vocabulary& vocabulary, const Case& the_case, std::string& text) {
  const auto quoted = [&](std::string_view word) { (((text += '"') += word) += '"'); };
  text += "{\"id\":";
  quoted(the_case.id);
  text += ",\"facts\":{";
  bool first = true;
  for (std::size_t i = 0; i < vocabulary.facts.size(); ++i) {
    const Fact& fact = vocabulary.facts[i];
    const Statement& statement = the_case.facts[i];
    if (statement.kind == Statement::Kind::absent) continue;
    if (!first) text += ',';
    first = false;
    quoted(fact.name);
    text += ':';
    if (statement.kind == Statement::Kind::unknown) {
      quoted("unknown");
    } else if (fact.type == FactType::boolean || fact.type == FactType::enumeration) {
      const std::string& name = fact.values[static_cast<std::size_t>(statement.span.lo)].name;
      fact.type == FactType::boolean ? static_cast<void>(text += name) : quoted(name);
    } else if (fact.type == FactType::count) {
      text += std::to_string(statement.span.lo);
    } else if (fact.type == FactType::set) {
      text += fact_data(fact, statement).dump();
    } else {
      quoted(span_text(fact, statement.span));
    }
  }
  text += "}}\n";
}

std::string case_columns(const Vocabulary& vocabulary) {
  std::string row = "id";
  for (const auto& fact : vocabulary.facts)
    if (!fact.derived) row += "," + fact.name;
  return row + "\r\n";
}

void add_case_row(const Vocabulary& vocabulary, const Case& the_case, std::string& text) {
  text += csv_field(the_case.id);
  for (std::size_t i = 0; i < vocabulary.facts.size(); ++i) {
    const Fact& fact = vocabulary.facts[i];
    if (fact.derived) continue;
    const auto& statement = the_case.facts[i];
    text += ',';
    if (statement.kind == Statement::Kind::unknown) text += "unknown";
    if (statement.kind != Statement::Kind::stated) continue;
    std::string cell = span_text(fact, statement.span);
    if (fact.type == FactType::set) std::erase(cell, ' ');  // the names of a set are read with commas alone
    text += csv_field(cell);
  }
  text += "\r\n";
}

}  // namespace crossing::report
