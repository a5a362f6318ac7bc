// The matrix, then what was presumed, what is missing, what is disputed, what was displaced, and the next steps.
#include "report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crossing/crossing.hpp"
#include "crossing/version.hpp"
#include "report/words.hpp"

namespace crossing::report {
namespace {

class FindingWriter {
 public:
  explicit FindingWriter(const RuleBook& book) : book_(book), vocabulary_(book.vocabulary) {}

  // ---- data ----

  Data data(const std::vector<Case>& cases, const std::vector<CaseFindings>& findings) const {
    Data data{{"schema", "crossing.findings/1"}, {"engine", kVersion}, {"rules", Data::object()}, {"cases", Data::array()}};
    for (const auto& regime : book_.regimes) {
      const bool asked = std::any_of(findings.begin(), findings.end(), [&](const CaseFindings& f) {
        return std::any_of(f.regimes.begin(), f.regimes.end(), [&](const RegimeFindings& r) { return &regime_of(r) == &regime; });
      });
      if (asked) data["rules"][regime.id] = regime.digest;
    }
    for (std::size_t i = 0; i < cases.size(); ++i) data["cases"].push_back(case_data(cases[i], findings[i]));
    return data;
  }

  // ---- one case, for people ----

  void one(const Case& the_case, const CaseFindings& findings, Report& report) const {
    const std::string id = the_case.id.empty() ? "case" : the_case.id;
    report.heading(the_case.title.empty() ? id : fmt::format("{} ({})", the_case.title, id));
    if (!the_case.story.empty()) report.paragraph(the_case.story);
    if (const auto lines = changed(the_case); !lines.empty()) {
      report.heading("Set for this run");
      report.list(lines);
    }
    Table matrix{{"regime", "timing", "question", "answer", "modality", "clause"}, {}, 2};
    for (const auto& found : findings.regimes) add_rows(found, matrix, report);
    report.table(std::move(matrix));
    section("Presumed (state the fact to say otherwise)", presumed(findings), report);
    section("Open: what would decide it", open(findings, report), report);
    section("Disputed: the facts are enough, the text is not", disputed(findings, report), report);
    section("Conflict: the text gives two answers", conflicts(findings, report), report);
    section("Displaced", displaced(findings, report), report);
    section("Under another reading", other_readings(findings), report);
    section("Next step", next_steps(the_case, findings, report), report);
    section("Reach", reach(findings), report);
    report.questions("To discuss", the_case.discuss);
  }

  /// Several cases: a row a case, a column a regime, the questions that are always reported.
  void overview(const std::vector<Case>& cases, const std::vector<CaseFindings>& findings, Report& report) const {
    report.title(fmt::format("{} cases", cases.size()));
    Table table{{"case"}, {}};
    if (!findings.empty())
      for (const auto& found : findings.front().regimes) table.header.push_back(regime_of(found).id);
    for (std::size_t i = 0; i < cases.size(); ++i) {
      std::vector<Cell> row{name(cases[i], i)};
      for (const auto& found : findings[i].regimes) {
        std::vector<Text> answers;
        std::string_view look;
        for (const auto& finding : found.findings) {
          if (!question(finding).always_reported) continue;
          answers.push_back(answer(regime_of(found), finding) + source_words(regime_of(found), finding, report));
          look = answers.size() == 1 ? name_of(finding.verdict) : std::string_view{};
        }
        row.push_back({joined(answers, "; "), look, binds(regime_of(found))});
      }
      table.rows.push_back(std::move(row));
    }
    report.table(std::move(table));
    for (std::size_t i = 0; i < cases.size(); ++i) report.questions("To discuss: " + name(cases[i], i), cases[i].discuss);
  }

  Data case_data(const Case& the_case, const CaseFindings& findings) const {
    Data data{{"id", the_case.id}};
    if (!the_case.from_set.empty()) {
      data["set"] = Data::object();
      for (std::size_t i = 0; i < the_case.from_set.size(); ++i)
        if (the_case.from_set[i]) data["set"][vocabulary_.facts[i].name] = statement_data(static_cast<int>(i), the_case.facts[i]);
    }
    data["presumed"] = Data::object();
    for (const auto& [f, code] : findings.presumed) data["presumed"][fact(f).name] = statement_data(f, {Statement::Kind::stated, {code, code}});
    data["regimes"] = Data::array();
    for (const auto& found : findings.regimes) {
      Data timing{{"status", name_of(found.timing.status)}};
      if (found.timing.days) timing["days"] = {found.timing.days->lo, found.timing.days->hi};
      Data entry{{"id", regime_of(found).id}, {"nature", name_of(regime_of(found).nature)}, {"timing", std::move(timing)}, {"reach", name_of(found.reach)}, {"findings", Data::array()}};
      for (const auto& finding : found.findings) entry["findings"].push_back(finding_data(regime_of(found), finding));
      data["regimes"].push_back(std::move(entry));
    }
    return data;
  }

  /// A row for each finding, every cell filled.
  Table flat(const std::vector<Case>& cases, const std::vector<CaseFindings>& findings) const {
    Table table{{"case", "regime", "nature", "timing", "days_from", "days_to", "reach", "question", "verdict", "treatment", "modality", "clauses", "clauses_possible", "displaced", "missing", "outcomes"}, {}};
    for (std::size_t i = 0; i < cases.size(); ++i) {
      for (const auto& found : findings[i].regimes) {
        const Regime& regime = regime_of(found);
        for (const auto& finding : found.findings) {
          std::vector<std::string> displaced, outcomes;
          for (const auto& d : finding.displaced) displaced.push_back(regime.clauses[static_cast<std::size_t>(d.clause)].id + ":" + regime.clauses[static_cast<std::size_t>(d.by)].id);
          for (const auto& outcome : finding.outcomes) outcomes.push_back(names(outcome.treatments));
          const auto& days = found.timing.days;
          table.rows.push_back({cases[i].id, regime.id, std::string{name_of(regime.nature)}, std::string{name_of(found.timing.status)}, days ? std::to_string(days->lo) : "", days ? std::to_string(days->hi) : "",
                                std::string{name_of(found.reach)}, question(finding).name, std::string{name_of(finding.verdict)},
                                finding.verdict == Verdict::decided ? names(finding.treatments) : "", finding.modality ? std::string{name_of(*finding.modality)} : "",
                                ids(regime, finding.clauses), ids(regime, finding.clauses_possible), fmt::format("{}", fmt::join(displaced, " ")), facts(finding.missing),
                                fmt::format("{}", fmt::join(outcomes, " / "))});
        }
      }
    }
    return table;
  }

 private:
  const Regime& regime_of(const RegimeFindings& found) const { return book_.regimes[static_cast<std::size_t>(found.regime)]; }
  const Question& question(const Finding& finding) const { return vocabulary_.questions[static_cast<std::size_t>(finding.question)]; }
  const Fact& fact(int index) const { return vocabulary_.facts[static_cast<std::size_t>(index)]; }

  std::string names(const TreatmentSet& treatments) const {
    std::vector<std::string> list;
    for (const int treatment : treatments) list.push_back(vocabulary_.treatments[static_cast<std::size_t>(treatment)].name);
    return list.empty() ? "silent" : fmt::format("{}", fmt::join(list, " "));
  }
  static std::string ids(const Regime& regime, const std::vector<int>& clauses) {
    std::vector<std::string> list;
    for (const int clause : clauses) list.push_back(regime.clauses[static_cast<std::size_t>(clause)].id);
    return fmt::format("{}", fmt::join(list, " "));
  }
  std::string facts(const std::vector<int>& list) const {
    std::vector<std::string> all;
    for (const int f : list) all.push_back(fact(f).name);
    return fmt::format("{}", fmt::join(all, " "));
  }

  // ---- data of one case ----

  Data id_list(const Regime& regime, const std::vector<int>& clauses) const {
    Data list = Data::array();
    for (const int clause : clauses) list.push_back(regime.clauses[static_cast<std::size_t>(clause)].id);
    return list;
  }

  Data statement_data(int index, const Statement& statement) const {
    if (statement.kind == Statement::Kind::unknown) return "unknown";
    const Fact& f = fact(index);
    if (f.type == FactType::boolean) return statement.span.lo != 0;
    if (f.type == FactType::count) return statement.span.lo;
    if (f.type != FactType::set) return span_text(f, statement.span);
    Data list = Data::array();
    for (std::size_t i = 0; i < f.values.size(); ++i)
      if ((statement.span.lo >> i & 1) != 0) list.push_back(f.values[i].name);
    return list;
  }

  Data finding_data(const Regime& regime, const Finding& finding) const {
    const bool list = !question(finding).exclusive;
    Data data{{"question", question(finding).name}, {"verdict", name_of(finding.verdict)}};
    data["treatment"] = finding.verdict == Verdict::decided ? treatment_data(vocabulary_, finding.treatments, list) : Data(nullptr);
    data["modality"] = finding.modality ? Data(name_of(*finding.modality)) : Data(nullptr);
    data["clauses"] = id_list(regime, finding.clauses);
    data["clauses_possible"] = id_list(regime, finding.clauses_possible);
    data["displaced"] = Data::array();
    for (const auto& d : finding.displaced)
      data["displaced"].push_back({{"clause", regime.clauses[static_cast<std::size_t>(d.clause)].id}, {"by", regime.clauses[static_cast<std::size_t>(d.by)].id}});
    data["missing"] = Data::array();
    for (const int f : finding.missing) data["missing"].push_back(fact(f).name);
    data["outcomes"] = Data::array();
    for (const auto& outcome : finding.outcomes) {
      Data entry{{"treatment", treatment_data(vocabulary_, outcome.treatments, list)}, {"clauses", id_list(regime, outcome.clauses)}, {"facts", Data::object()}, {"readings", Data::object()}};
      for (const auto& range : outcome.facts) entry["facts"][fact(range.fact).name] = range_data(vocabulary_, range);
      for (const auto& range : outcome.readings) {
        const Reading& reading = regime.readings[static_cast<std::size_t>(range.reading)];
        Data options = Data::array();
        for (const int option : range.options) options.push_back(reading.options[static_cast<std::size_t>(option)].name);
        entry["readings"][reading.name] = options.size() == 1 ? Data(options.front()) : options;
      }
      data["outcomes"].push_back(std::move(entry));
    }
    data["under_other_readings"] = Data::array();
    for (const auto& other : finding.under_other_readings) {
      const Reading& reading = regime.readings[static_cast<std::size_t>(other.reading)];
      Data entry{{"reading", reading.name}, {"option", reading.options[static_cast<std::size_t>(other.option)].name}, {"verdict", name_of(other.verdict)}};
      entry["treatment"] = other.verdict == Verdict::decided ? treatment_data(vocabulary_, other.answers.front(), list) : Data(nullptr);
      entry["outcomes"] = Data::array();
      if (other.verdict == Verdict::conflict) {
        for (const int treatment : other.answers.front()) entry["outcomes"].push_back(treatment_data(vocabulary_, {treatment}, list));
      } else if (other.verdict != Verdict::decided && other.verdict != Verdict::silent) {
        for (const auto& answer : other.answers) entry["outcomes"].push_back(treatment_data(vocabulary_, answer, list));
      }
      data["under_other_readings"].push_back(std::move(entry));
    }
    return data;
  }

  // ---- words ----

  std::string answer(const Regime& regime, const Finding& finding) const { return answer_words(vocabulary_, regime.nature, finding); }

  static std::string name(const Case& the_case, std::size_t i) { return the_case.id.empty() ? fmt::format("case {}", i + 1) : the_case.id; }

  static bool binds(const Regime& regime) { return answer_opening(regime.nature).empty(); }

  static Text clause_cell(const Regime& regime, const Finding& finding, Report& report) {
    std::vector<Text> parts;
    const auto cite = [&](int clause) { return report.cite(regime, clause) + ": " + regime.clauses[static_cast<std::size_t>(clause)].cite; };
    if (finding.verdict == Verdict::decided) {
      for (const int clause : finding.clauses) parts.push_back(cite(clause));
      for (const int clause : finding.clauses_possible) parts.push_back("perhaps " + cite(clause));
    } else {
      for (const auto& outcome : finding.outcomes)
        if (!outcome.clauses.empty()) parts.push_back(report.cite(regime, outcome.clauses));
    }
    return joined(parts, finding.verdict == Verdict::decided ? "; " : " / ");
  }

  void add_rows(const RegimeFindings& found, Table& matrix, Report& report) const {
    const Regime& regime = regime_of(found);
    bool first = true;
    for (const auto& finding : found.findings) {
      Cell name{first ? regime.id : "", {}, binds(regime)};
      if (first) name.aside = std::string{words_of(regime.nature)} + (binds(regime) ? "" : ", not binding");
      matrix.rows.push_back({std::move(name), first ? timing_words(regime, found.timing) : "", question(finding).label,
                             {answer(regime, finding), name_of(finding.verdict), binds(regime)},
                             finding.modality ? std::string{words_of(*finding.modality)} : "", clause_cell(regime, finding, report)});
      first = false;
    }
  }

  static void section(const std::string& title, std::vector<Line> lines, Report& report) {
    if (lines.empty()) return;
    report.heading(title);
    report.list(std::move(lines));
  }

  std::vector<Line> changed(const Case& the_case) const {
    std::vector<Line> lines;
    for (std::size_t i = 0; i < the_case.from_set.size(); ++i) {
      if (!the_case.from_set[i]) continue;
      const auto& statement = the_case.facts[i];
      const Fact& f = vocabulary_.facts[i];
      lines.push_back({0, fmt::format("{}: {}", f.label, statement.kind == Statement::Kind::unknown ? "unknown" : span_text(f, statement.span, true))});
    }
    return lines;
  }

  std::vector<Line> presumed(const CaseFindings& findings) const {
    std::vector<Line> lines;
    for (const auto& [f, code] : findings.presumed) lines.push_back({0, fmt::format("{}: {}", fact(f).label, code_label(fact(f), code))});
    return lines;
  }

  std::string where(const RegimeFindings& found, const Finding& finding) const { return fmt::format("{}, {}", regime_of(found).id, question(finding).label); }

  static std::string option_names(const Reading& reading, const std::vector<int>& options) {
    std::vector<std::string> names;
    for (const int option : options) names.push_back(reading.options[static_cast<std::size_t>(option)].name);
    return joined(names, "or");
  }

  /// Each outcome and when it comes, then what the readings ask and who holds each option.
  /// `told` keeps the readings already explained in this section, so that none is explained twice.
  void outcome_lines(const Regime& regime, const Finding& finding, std::vector<const Reading*>& told, std::vector<Line>& lines, Report& report) const {
    std::vector<int> readings;
    for (const auto& outcome : finding.outcomes) {
      std::vector<std::string> when;
      for (const auto& range : outcome.facts) when.push_back(fmt::format("{}: {}", fact(range.fact).label, range_words(vocabulary_, range)));
      for (const auto& range : outcome.readings) {
        when.push_back(fmt::format("{}: {}", regime.readings[static_cast<std::size_t>(range.reading)].name, option_names(regime.readings[static_cast<std::size_t>(range.reading)], range.options)));
        if (std::find(readings.begin(), readings.end(), range.reading) == readings.end()) readings.push_back(range.reading);
      }
      const Text clauses = outcome.clauses.empty() ? "" : " [" + report.cite(regime, outcome.clauses) + "]";
      lines.push_back({1, treatment_words(vocabulary_, outcome.treatments) + clauses + (when.empty() ? std::string{} : fmt::format(" if {}", fmt::join(when, "; ")))});
    }
    for (const int index : readings) {
      const Reading& reading = regime.readings[static_cast<std::size_t>(index)];
      if (std::find(told.begin(), told.end(), &reading) != told.end()) continue;
      told.push_back(&reading);
      lines.push_back({1, fmt::format("{}: {}", reading.name, reading.asks)});
      for (const auto& option : reading.options) lines.push_back({2, fmt::format("{}: {} ({})", option.name, option.label, option.holder)});
    }
  }

  template <typename Visit>
  static void each(const CaseFindings& findings, Visit visit) {
    for (const auto& found : findings.regimes)
      for (const auto& finding : found.findings) visit(found, finding);
  }

  std::vector<Line> open(const CaseFindings& findings, Report& report) const {
    std::vector<Line> lines;
    std::vector<const Reading*> told;
    each(findings, [&](const RegimeFindings& found, const Finding& finding) {
      if (finding.verdict != Verdict::undetermined) return;
      std::vector<std::string> labels;
      for (const int f : finding.missing) labels.push_back(fact(f).label);
      lines.push_back({0, fmt::format("{}: missing {}", where(found, finding), joined(labels, "and"))});
      outcome_lines(regime_of(found), finding, told, lines, report);
    });
    return lines;
  }

  std::vector<Line> disputed(const CaseFindings& findings, Report& report) const {
    std::vector<Line> lines;
    std::vector<const Reading*> told;
    each(findings, [&](const RegimeFindings& found, const Finding& finding) {
      if (finding.verdict != Verdict::contested) return;
      lines.push_back({0, where(found, finding)});
      outcome_lines(regime_of(found), finding, told, lines, report);
    });
    return lines;
  }

  std::vector<Line> conflicts(const CaseFindings& findings, Report& report) const {
    std::vector<Line> lines;
    std::vector<const Reading*> told;
    each(findings, [&](const RegimeFindings& found, const Finding& finding) {
      if (finding.verdict != Verdict::conflict) return;
      lines.push_back({0, where(found, finding)});
      outcome_lines(regime_of(found), finding, told, lines, report);
    });
    return lines;
  }

  std::vector<Line> displaced(const CaseFindings& findings, Report& report) const {
    std::vector<Line> lines;
    each(findings, [&](const RegimeFindings& found, const Finding& finding) {
      const Regime& regime = regime_of(found);
      std::vector<int> seen;
      for (const auto& d : finding.displaced) {
        if (std::find(seen.begin(), seen.end(), d.clause) != seen.end()) continue;
        seen.push_back(d.clause);
        std::vector<int> by;
        for (const auto& other : finding.displaced)
          if (other.clause == d.clause) by.push_back(other.by);
        Text line = where(found, finding) + ": " + report.cite(regime, d.clause);
        line += " by " + report.cite(regime, by);
        lines.push_back({0, std::move(line)});
      }
    });
    return lines;
  }

  std::vector<Line> other_readings(const CaseFindings& findings) const {
    std::vector<Line> lines;
    each(findings, [&](const RegimeFindings& found, const Finding& finding) {
      for (const auto& other : finding.under_other_readings) {
        const Reading& reading = regime_of(found).readings[static_cast<std::size_t>(other.reading)];
        std::vector<std::string> answers;
        for (const auto& a : other.answers) answers.push_back(treatment_words(vocabulary_, a));
        const bool single = other.verdict == Verdict::decided || other.verdict == Verdict::silent;
        const Option& option = reading.options[static_cast<std::size_t>(other.option)];
        lines.push_back({0, fmt::format("{}: {}{} under {}={}", where(found, finding), single ? std::string{} : fmt::format("{}: ", name_of(other.verdict)), fmt::join(answers, " / "), reading.name, option.name)});
        lines.push_back({1, fmt::format("{} Then: {}", reading.asks, option.label)});
      }
    });
    return lines;
  }

  std::vector<Line> next_steps(const Case& the_case, const CaseFindings& findings, Report& report) const {
    std::vector<Line> lines;
    const auto& done = vocabulary_.steps < 0 ? Statement{} : the_case.facts[static_cast<std::size_t>(vocabulary_.steps)];
    each(findings, [&](const RegimeFindings& found, const Finding& finding) {
      for (const int index : finding.clauses) {
        const Clause& clause = regime_of(found).clauses[static_cast<std::size_t>(index)];
        const auto open_step = [&](const Step& step) {
          return step.done >= 0 && !(done.kind == Statement::Kind::stated && (done.span.lo >> step.done & 1) != 0);
        };
        const auto next = std::find_if(clause.steps.begin(), clause.steps.end(), open_step);
        if (next != clause.steps.end()) lines.push_back({0, regime_of(found).id + " " + report.cite(regime_of(found), index) + ": " + next->what});
      }
    });
    return lines;
  }

  std::vector<Line> reach(const CaseFindings& findings) const {
    std::vector<Line> lines;
    for (const auto& found : findings.regimes) {
      if (found.reach == Reach::outside) lines.push_back({0, fmt::format("{}: not addressed to the authorities of the place where the person is", regime_of(found).id)});
    }
    return lines;
  }

  const RuleBook& book_;
  const Vocabulary& vocabulary_;
};

}  // namespace

Report findings_report(const RuleBook& book, const std::vector<Case>& cases, const std::vector<CaseFindings>& findings) {
  const FindingWriter writer{book};
  Report report{.data = writer.data(cases, findings), .flat = writer.flat(cases, findings)};
  std::vector<int> regimes;
  if (!findings.empty())
    for (const auto& found : findings.front().regimes) regimes.push_back(found.regime);
  report.made(book, regimes);
  if (cases.size() == 1) {
    writer.one(cases.front(), findings.front(), report);
  } else {
    writer.overview(cases, findings, report);
  }
  return report;
}

std::string case_record(const RuleBook& book, const Case& the_case, const CaseFindings& findings) { return json_line(FindingWriter{book}.case_data(the_case, findings)); }

}  // namespace crossing::report

namespace crossing {

std::string findings_json(const RuleBook& book, const std::vector<Case>& cases, const std::vector<CaseFindings>& findings) {
  return report::render_json(report::findings_report(book, cases, findings));
}

}  // namespace crossing
