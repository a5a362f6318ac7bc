// One table in order of time; as data and as CSV every question of every instrument, in the table only what is said or changes.
#include "report/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crossing/version.hpp"
#include "report/words.hpp"

namespace crossing::report {
namespace {

using analysis::Timeline;
using analysis::TimelineAnswer;
using analysis::TimelineRow;

class TimelineWriter {
 public:
  TimelineWriter(const RuleBook& book, const Timeline& timeline) : book_(book), vocabulary_(book.vocabulary), timeline_(timeline) {}

  const Regime& regime(const TimelineRow& row) const { return book_.regimes[static_cast<std::size_t>(row.regime)]; }
  const Question& question(std::size_t i) const { return vocabulary_.questions[static_cast<std::size_t>(timeline_.questions[i])]; }

  /// What every timeline begins with, as data.
  Data head() const {
    Data data{{"schema", "crossing.timeline/1"}, {"engine", kVersion}, {"rules", Data::object()}};
    for (const auto& row : timeline_.rows)
      if (row.regime >= 0) data["rules"][regime(row).id] = regime(row).digest;
    return data;
  }

  Data date_data() const {
    if (!timeline_.days) return nullptr;
    const Data fact = timeline_.dated_by < 0 ? Data(nullptr) : Data(vocabulary_.facts[static_cast<std::size_t>(timeline_.dated_by)].name);
    return {{"fact", fact}, {"from", day_text(timeline_.days->lo)}, {"until", day_text(timeline_.days->hi)}};
  }

  Data row_data(const TimelineRow& row) const {
    if (row.regime < 0) return {{"row", "case"}, {"date", date_data()}};
    return {{"row", "instrument"}, {"id", regime(row).id}, {"title", regime(row).title}, {"nature", name_of(regime(row).nature)}, {"issued", dates_text(regime(row).issued)},
            {"position", name_of(row.position)}};
  }

  std::string case_date() const { return dates_text(*timeline_.days); }

  /// The names of the effects, for machines: an outcome's apart by spaces, outcomes by strokes.
  std::string effect_names(const analysis::Effects& effects) const {
    std::vector<std::string> parts;
    for (const auto& together : effects) {
      std::vector<std::string> names;
      for (const int effect : together) names.push_back(vocabulary_.effects[static_cast<std::size_t>(effect)].name);
      parts.push_back(names.empty() ? "none" : fmt::format("{}", fmt::join(names, " ")));
    }
    return fmt::format("{}", fmt::join(parts, " / "));
  }

  Data effects_data(const analysis::Effects& effects) const {
    Data list = Data::array();
    for (const auto& together : effects) {
      Data names = Data::array();
      for (const int effect : together) names.push_back(vocabulary_.effects[static_cast<std::size_t>(effect)].name);
      list.push_back(names.empty() ? Data(nullptr) : names.size() == 1 ? Data(names.front()) : names);
    }
    return list;
  }

 protected:
  const RuleBook& book_;
  const Vocabulary& vocabulary_;
  const Timeline& timeline_;
};

class CaseWriter : public TimelineWriter {
 public:
  CaseWriter(const RuleBook& book, const Case& the_case, const Timeline& timeline) : TimelineWriter(book, timeline), case_(the_case) {}

  Data data() const {
    Data all = head();
    all["case"] = {{"id", case_.id}, {"title", case_.title}, {"date", date_data()}};
    all["questions"] = Data::array();
    for (std::size_t i = 0; i < timeline_.questions.size(); ++i) all["questions"].push_back({{"name", question(i).name}, {"put", is_put(question(i), case_)}});
    all["rows"] = Data::array();
    for (const auto& row : timeline_.rows) {
      Data entry = row_data(row);
      if (row.regime >= 0) {
        entry["timing"] = {{"status", name_of(row.timing.status)}};
        if (row.timing.days) entry["timing"]["days"] = {row.timing.days->lo, row.timing.days->hi};
        entry["answers"] = Data::array();
        for (std::size_t i = 0; i < row.answers.size(); ++i) entry["answers"].push_back(answer_data(row, i));
      }
      all["rows"].push_back(std::move(entry));
    }
    return all;
  }

  Table table(Report& report) const {
    Table table{{"issued", "instrument", "timing", "question", "answer", "effect", "change"}, {}, 3};
    for (const auto& row : timeline_.rows) {
      if (row.regime < 0) {
        table.rows.push_back({case_date(), "— the case —", dated_by_words(vocabulary_, timeline_), "", "", "", ""});
        continue;
      }
      const std::size_t first = table.rows.size();
      for (std::size_t i = 0; i < row.answers.size(); ++i) {
        const auto& answer = row.answers[i];
        if (!is_shown(answer, i)) continue;
        const bool put = is_put(question(i), case_);
        const bool binds = answer_opening(regime(row).nature).empty();
        Text words = put ? answer_words(vocabulary_, regime(row).nature, answer.finding) : "not put";
        if (put) words += source_words(regime(row), answer.finding, report);
        table.rows.push_back({"", "", "", question(i).label, {std::move(words), put ? name_of(answer.finding.verdict) : std::string_view{}, binds},
                              put ? effects_words(vocabulary_, answer.finding.question, answer.effects) : "", answer.changed ? "changed" : ""});
      }
      if (table.rows.size() == first) table.rows.push_back({"", "", "", "", "silent", "", ""});
      table.rows[first][0] = dates_text(regime(row).issued);
      table.rows[first][1] = fmt::format("{}, {}", regime(row).id, words_of(regime(row).nature));
      table.rows[first][2] = timing_words(regime(row), row.timing);
    }
    return table;
  }

  Table flat() const {
    Table table{{"row", "from", "until", "regime", "nature", "position", "timing", "question", "verdict", "treatment", "effect", "changed", "clauses"}, {}};
    for (const auto& row : timeline_.rows) {
      if (row.regime < 0) {
        table.rows.push_back({"case", day_text(timeline_.days->lo), day_text(timeline_.days->hi), "", "", "", "", "", "", "", "", "", ""});
        continue;
      }
      const Regime& r = regime(row);
      for (std::size_t i = 0; i < row.answers.size(); ++i) {
        const auto& answer = row.answers[i];
        const bool put = is_put(question(i), case_);
        std::vector<std::string> treatments, clauses;
        if (answer.finding.verdict == Verdict::decided)
          for (const int treatment : answer.finding.treatments) treatments.push_back(vocabulary_.treatments[static_cast<std::size_t>(treatment)].name);
        for (const int clause : answer.finding.clauses) clauses.push_back(r.clauses[static_cast<std::size_t>(clause)].id);
        table.rows.push_back({"instrument", day_text(r.issued.lo), day_text(r.issued.hi), r.id, std::string{name_of(r.nature)}, std::string{name_of(row.position)},
                              std::string{name_of(row.timing.status)}, question(i).name, put ? std::string{name_of(answer.finding.verdict)} : "not_put",
                              fmt::format("{}", fmt::join(treatments, " ")), put ? effect_names(answer.effects) : "", answer.changed ? "yes" : "no", fmt::format("{}", fmt::join(clauses, " "))});
      }
    }
    return table;
  }

  std::vector<std::string> remarks() const {
    std::vector<std::string> all{"changed: another effect than in the instrument before, on the same question; where an instrument is silent its effect is none."};
    if (!timeline_.days) all.push_back("The case gives no date, so it has no place among the instruments.");
    for (std::size_t i = 0; i < timeline_.questions.size(); ++i) {
      if (is_put(question(i), case_)) continue;
      std::vector<std::string> facts;
      for (const int fact : question(i).opens_with) facts.push_back(vocabulary_.facts[static_cast<std::size_t>(fact)].label);
      all.push_back(fmt::format("The question \"{}\" is not put: the case does not state {}.", question(i).label, joined(facts, "or")));
    }
    return all;
  }

 private:
  bool is_shown(const TimelineAnswer& answer, std::size_t i) const {
    return timeline_.questions.size() == 1 || question(i).always_reported || answer.finding.verdict != Verdict::silent || answer.changed;
  }

  Data answer_data(const TimelineRow& row, std::size_t i) const {
    const auto& answer = row.answers[i];
    const bool list = !question(i).exclusive;
    Data data{{"question", question(i).name}, {"verdict", is_put(question(i), case_) ? Data(name_of(answer.finding.verdict)) : Data(nullptr)}};
    data["treatment"] = answer.finding.verdict == Verdict::decided ? treatment_data(vocabulary_, answer.finding.treatments, list) : Data(nullptr);
    data["outcomes"] = Data::array();
    for (const auto& outcome : answer.finding.outcomes) data["outcomes"].push_back(treatment_data(vocabulary_, outcome.treatments, list));
    data["effects"] = effects_data(answer.effects);
    data["changed"] = answer.changed;
    data["clauses"] = Data::array();
    for (const int clause : answer.finding.clauses) data["clauses"].push_back(regime(row).clauses[static_cast<std::size_t>(clause)].id);
    return data;
  }

  const Case& case_;
};

}  // namespace

std::string dated_by_words(const Vocabulary& vocabulary, const Timeline& timeline) {
  return timeline.dated_by < 0 ? "date taken for the case" : vocabulary.facts[static_cast<std::size_t>(timeline.dated_by)].label;
}

std::string effects_words(const Vocabulary& vocabulary, int question, const analysis::Effects& effects) {
  std::vector<std::string> parts;
  for (const auto& together : effects) {
    std::vector<std::string> labels;
    for (const int effect : together) labels.push_back(vocabulary.effects[static_cast<std::size_t>(effect)].label);
    parts.push_back(labels.empty() ? "none" : joined(labels, vocabulary.questions[static_cast<std::size_t>(question)].exclusive ? "against" : "and"));
  }
  return fmt::format("{}", fmt::join(parts, " / "));
}

Report timeline_report(const RuleBook& book, const Case& the_case, const Timeline& timeline) {
  const CaseWriter writer{book, the_case, timeline};
  Report report{.data = writer.data(), .flat = writer.flat()};
  const std::string id = the_case.id.empty() ? "case" : the_case.id;
  report.heading(the_case.title.empty() ? id : fmt::format("{} ({})", the_case.title, id));
  if (!the_case.story.empty()) report.blocks.push_back({.text = the_case.story, .hand_out = true});
  report.table(writer.table(report));
  for (const auto& remark : writer.remarks()) report.paragraph(remark);
  report.questions("To discuss", the_case.discuss);
  std::vector<int> regimes;
  for (const auto& row : timeline.rows)
    if (row.regime >= 0) regimes.push_back(row.regime);
  report.made(book, regimes);
  return report;
}

Report instruments_report(const RuleBook& book, const Timeline& timeline) {
  const TimelineWriter writer{book, timeline};
  Report report{.data = writer.head()};
  report.data["rows"] = Data::array();
  report.title("Instruments in order of issue");
  Table table{{"issued", "instrument", "nature", "in effect", "says of others"}, {}, 4};
  report.flat.header = {"row", "from", "until", "regime", "nature", "begins", "ends", "relation", "to", "by"};
  for (const auto& row : timeline.rows) {
    Data entry = writer.row_data(row);
    if (row.regime < 0) {
      table.rows.push_back({writer.case_date(), "— this date —", "", "", ""});
      report.flat.rows.push_back({"date", day_text(timeline.days->lo), day_text(timeline.days->hi), "", "", "", "", "", "", ""});
      report.data["rows"].push_back({{"row", "date"}, {"date", entry["date"]}});
      continue;
    }
    const Regime& regime = writer.regime(row);
    const std::string begins = regime.begins ? day_text(*regime.begins) : "unknown", ends = regime.ends ? day_text(*regime.ends) : "";
    entry["effect"] = {{"begins", begins}, {"ends", regime.ends ? Data(ends) : Data(nullptr)}, {"why", regime.effect_why}};
    entry["relations"] = Data::array();
    const std::size_t first = table.rows.size();
    const auto flat = [&](std::string relation, std::string to, std::string by) {
      report.flat.rows.push_back({"instrument", day_text(regime.issued.lo), day_text(regime.issued.hi), regime.id, std::string{name_of(regime.nature)}, begins, ends, std::move(relation), std::move(to), std::move(by)});
    };
    for (const auto& relation : regime.relations) {
      table.rows.push_back({"", "", "", "", fmt::format("{}: {} {}", relation.by, words_of(relation.kind), relation.to)});
      entry["relations"].push_back({{"kind", name_of(relation.kind)}, {"to", relation.to}, {"by", relation.by}, {"note", relation.note}});
      flat(std::string{name_of(relation.kind)}, relation.to, relation.by);
    }
    if (regime.relations.empty()) {
      table.rows.push_back({"", "", "", "", ""});
      flat("", "", "");
    }
    auto& cells = table.rows[first];
    cells[0] = dates_text(regime.issued);
    cells[1] = regime.id;
    cells[2] = std::string{words_of(regime.nature)};
    cells[3] = in_effect_words(regime);
    report.data["rows"].push_back(std::move(entry));
  }
  report.table(std::move(table));
  std::vector<int> regimes;
  for (const auto& row : timeline.rows)
    if (row.regime >= 0) regimes.push_back(row.regime);
  report.made(book, regimes);
  return report;
}

}  // namespace crossing::report
