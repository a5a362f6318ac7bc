// Cells hold names of the files, joined by spaces; nothing in them needs escaping, since ids and names are of a few plain characters.
#include "report/flat.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/csv.hpp"
#include "report/words.hpp"

namespace crossing::report {
namespace {

std::string treatment_names(const Vocabulary& vocabulary, const TreatmentSet& treatments) {
  std::vector<std::string_view> names;
  for (const int treatment : treatments) names.emplace_back(vocabulary.treatments[static_cast<std::size_t>(treatment)].name);
  return names.empty() ? "silent" : fmt::format("{}", fmt::join(names, " "));
}

/// The answer; where there are several, all of them.
std::string treatment_cell(const Vocabulary& vocabulary, const Finding& finding) {
  if (finding.verdict == Verdict::silent) return "";
  if (finding.verdict == Verdict::decided) return treatment_names(vocabulary, finding.treatments);
  std::vector<std::string> answers;
  for (const auto& outcome : finding.outcomes) answers.push_back(treatment_names(vocabulary, outcome.treatments));
  return fmt::format("{}", fmt::join(answers, " / "));
}

/// The clauses that stand; one that stands in some completions or readings only has a question mark.
std::string clause_cell(const Regime& regime, const Finding& finding) {
  std::vector<std::string> cells;
  const auto add = [&](int clause, const char* mark) {
    std::string cell = regime.clauses[static_cast<std::size_t>(clause)].id + mark;
    if (std::find(cells.begin(), cells.end(), cell) == cells.end()) cells.push_back(std::move(cell));
  };
  for (const int clause : finding.clauses) add(clause, "");
  for (const int clause : finding.clauses_possible) add(clause, "?");
  for (const auto& outcome : finding.outcomes)
    for (const int clause : outcome.clauses) add(clause, finding.verdict == Verdict::conflict ? "" : "?");
  return fmt::format("{}", fmt::join(cells, " "));
}

const Regime& regime_of(const RuleBook& book, const Batch::Column& column) { return book.regimes[static_cast<std::size_t>(column.regime)]; }
const Question& question_of(const RuleBook& book, const Batch::Column& column) { return book.vocabulary.questions[static_cast<std::size_t>(column.question)]; }

bool names_nature(const Regime& regime) { return !answer_opening(regime.nature).empty(); }

bool first_of_regime(const std::vector<Batch::Column>& columns, std::size_t i) { return i == 0 || columns[i - 1].regime != columns[i].regime; }

}  // namespace

std::vector<Batch::Column> flat_columns(const RuleBook& book, const std::vector<int>& regimes, const std::vector<int>& questions) {
  std::vector<Batch::Column> columns;
  for (const int r : regimes) {
    const Regime& regime = book.regimes[static_cast<std::size_t>(r)];
    for (std::size_t q = 0; q < book.vocabulary.questions.size(); ++q) {
      const int question = static_cast<int>(q);
      if (!questions.empty() && std::find(questions.begin(), questions.end(), question) == questions.end()) continue;
      const bool answered = std::any_of(regime.clauses.begin(), regime.clauses.end(), [&](const Clause& clause) {
        return std::any_of(clause.then.begin(), clause.then.end(), [&](const Answer& answer) { return answer.question == question; });
      });
      if (answered || book.vocabulary.questions[q].always_reported) columns.push_back({r, question});
    }
  }
  return columns;
}

std::string flat_part(const RuleBook& book, const Batch::Column& column, bool first, const Finding* finding, FlatFormat format) {
  const Regime& regime = regime_of(book, column);
  std::string part;
  const bool nature = first && names_nature(regime);
  if (format == FlatFormat::csv) {
    if (nature) part += fmt::format(",{}", name_of(regime.nature));
    if (finding == nullptr) return part + ",,,";
    return part + fmt::format(",{},{},{}", name_of(finding->verdict), treatment_cell(book.vocabulary, *finding), clause_cell(regime, *finding));
  }
  if (nature) part += fmt::format(",\"{}.nature\":\"{}\"", regime.id, name_of(regime.nature));
  const std::string key = fmt::format("{}.{}", regime.id, question_of(book, column).name);
  if (finding == nullptr) return part + fmt::format(",\"{0}.verdict\":null,\"{0}.treatment\":null,\"{0}.clauses\":null", key);
  return part + fmt::format(",\"{0}.verdict\":\"{1}\",\"{0}.treatment\":\"{2}\",\"{0}.clauses\":\"{3}\"", key, name_of(finding->verdict), treatment_cell(book.vocabulary, *finding),
                            clause_cell(regime, *finding));
}

FlatFrame flat_frame(FlatFormat format) { return format == FlatFormat::csv ? FlatFrame{"", "", "\r\n"} : FlatFrame{"{\"id\":\"", "\"", "}\n"}; }

std::string flat_header(const RuleBook& book, const std::vector<Batch::Column>& columns, FlatFormat format) {
  if (format == FlatFormat::json) return "";
  std::string header = "id";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Regime& regime = regime_of(book, columns[i]);
    if (first_of_regime(columns, i) && names_nature(regime)) header += fmt::format(",{}.nature", regime.id);
    const std::string key = fmt::format("{}.{}", regime.id, question_of(book, columns[i]).name);
    header += fmt::format(",{0}.verdict,{0}.treatment,{0}.clauses", key);
  }
  return header + "\r\n";
}

std::string flat_record(const RuleBook& book, const std::vector<Batch::Column>& columns, const Case& the_case, const CaseFindings& findings, FlatFormat format) {
  const FlatFrame frame = flat_frame(format);
  std::string record{frame.before_id};
  if (format == FlatFormat::csv) {
    record += csv_field(the_case.id);
  } else {
    // No reader lets an id through that needs escaping, but a program can make up a case.
    const std::string quoted = Data(the_case.id).dump(-1, ' ', true, Data::error_handler_t::replace);
    record.append(quoted, 1, quoted.size() - 2);
  }
  record += frame.after_id;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto regime = std::find_if(findings.regimes.begin(), findings.regimes.end(), [&](const RegimeFindings& found) { return found.regime == columns[i].regime; });
    // A question that is put and answered by silence is left out of findings.
    const Finding silent{.question = columns[i].question};
    const Finding* finding = is_put(question_of(book, columns[i]), the_case) ? &silent : nullptr;
    if (regime != findings.regimes.end())
      for (const auto& one : regime->findings)
        if (one.question == columns[i].question) finding = &one;
    record += flat_part(book, columns[i], first_of_regime(columns, i), finding, format);
  }
  return record.append(frame.end);
}

}  // namespace crossing::report

namespace crossing {

std::string flat_line(const RuleBook& book, const Case& the_case, const CaseFindings& findings) {
  std::vector<int> regimes;
  for (const auto& found : findings.regimes) regimes.push_back(found.regime);
  return report::flat_record(book, report::flat_columns(book, regimes, {}), the_case, findings, report::FlatFormat::json);
}

}  // namespace crossing
