// The list says which cases show a tension and how; one in full also lays out how each clause takes part.
#include "report/tensions.hpp"

#include <fmt/format.h>

#include "report/words.hpp"

namespace crossing::report {
namespace {

std::string_view name_of(analysis::Part part) {
  switch (part) {
    case analysis::Part::stands: return "stands";
    case analysis::Part::can_stand: return "can_stand";
    case analysis::Part::on_one_side: return "on_one_side";
    case analysis::Part::in_an_outcome: return "in_an_outcome";
    case analysis::Part::displaced: return "displaced";
    case analysis::Part::silent: break;
  }
  return "silent";
}

std::string_view words_of(analysis::Part part) {
  switch (part) {
    case analysis::Part::stands: return "stands";
    case analysis::Part::can_stand: return "can stand";
    case analysis::Part::on_one_side: return "one side of the conflict";
    case analysis::Part::in_an_outcome: return "in an outcome";
    case analysis::Part::displaced: return "displaced";
    case analysis::Part::silent: break;
  }
  return "silent";
}

std::vector<std::string> ref_texts(const RuleBook& book, const std::vector<ClauseRef>& refs) {
  std::vector<std::string> texts;
  for (const auto& ref : refs) texts.push_back(ref_text(book, ref));
  return texts;
}

const Question& question_of(const RuleBook& book, int question) { return book.vocabulary.questions[static_cast<std::size_t>(question)]; }

/// The case, on which question, how, and at which clauses.
std::string showing_words(const RuleBook& book, const Showing& showing) {
  const std::string on = showing.question < 0 ? std::string{} : ", on " + question_of(book, showing.question).label;
  return fmt::format("{}{}: {} at {}", showing.case_id, on, words_of(showing.how), joined(ref_texts(book, showing.at), "and"));
}

Data tension_data(const RuleBook& book, const Tension& tension) {
  Data data{{"id", tension.id}, {"title", tension.title}, {"clauses", ref_texts(book, tension.clauses)}, {"says", tension.says}, {"shown_by", Data::array()}};
  for (const auto& showing : tension.shown_by) {
    data["shown_by"].push_back({{"case", showing.case_id},
                                {"question", showing.question < 0 ? Data(nullptr) : Data(question_of(book, showing.question).name)},
                                {"how", crossing::name_of(showing.how)},
                                {"at", ref_texts(book, showing.at)}});
  }
  return data;
}

void write_head(const RuleBook& book, const Tension& tension, Report& report) {
  report.heading(fmt::format("{} ({})", tension.title, tension.id));
  report.paragraph(tension.says);
  report.list({{0, "clauses: " + joined(ref_texts(book, tension.clauses), "and")}});
}

}  // namespace

Report tensions_list(const RuleBook& book, const Tensions& tensions) {
  Report report{.data = {{"schema", "crossing.tension-report/1"}, {"tensions", Data::array()}}};
  for (const auto& tension : tensions.tensions) {
    write_head(book, tension, report);
    auto& lines = report.blocks.back().lines;
    for (const auto& showing : tension.shown_by) lines.push_back({0, "shown by " + showing_words(book, showing)});
    report.data["tensions"].push_back(tension_data(book, tension));
  }
  if (tensions.tensions.empty()) report.paragraph("There are no tensions.");
  return report;
}

Report tension_show(const RuleBook& book, const Tension& tension, const std::vector<Case>& cases, const std::vector<analysis::Sight>& sights) {
  Report report{.data = {{"schema", "crossing.tension-report/1"}, {"tensions", Data::array({tension_data(book, tension)})}}};
  write_head(book, tension, report);
  for (const auto& ref : tension.clauses) {
    const Clause& clause = book.regimes[static_cast<std::size_t>(ref.regime)].clauses[static_cast<std::size_t>(ref.clause)];
    report.blocks.back().lines.push_back({1, fmt::format("{}, {}: {}", ref_text(book, ref), clause.cite, clause.paraphrase)});
  }
  for (std::size_t i = 0; i < tension.shown_by.size(); ++i) {
    Data& data = report.data["tensions"][0]["shown_by"][i];
    report.heading("Shown by " + showing_words(book, tension.shown_by[i]));
    if (!cases[i].story.empty()) report.paragraph(cases[i].story);
    Table table{{"clause", "question", "verdict", "part", "orders", "effect"}, {}};
    data["findings"] = Data::array();
    for (const auto& seen : sights[i].seen) {
      for (const auto& part : seen.parts) {
        const Treatment* treatment = part.treatment < 0 ? nullptr : &book.vocabulary.treatments[static_cast<std::size_t>(part.treatment)];
        const Named* effect = treatment == nullptr ? nullptr : &book.vocabulary.effects[static_cast<std::size_t>(treatment->effect)];
        table.rows.push_back({ref_text(book, seen.at), question_of(book, part.question).label, std::string{crossing::name_of(part.verdict)}, std::string{words_of(part.part)},
                              treatment == nullptr ? "nothing" : treatment->label, effect == nullptr ? "none" : effect->label});
        data["findings"].push_back({{"at", ref_text(book, seen.at)}, {"question", question_of(book, part.question).name}, {"verdict", crossing::name_of(part.verdict)}, {"part", name_of(part.part)},
                                    {"treatment", treatment == nullptr ? Data(nullptr) : Data(treatment->name)}, {"effect", effect == nullptr ? Data(nullptr) : Data(effect->name)}});
      }
    }
    report.table(std::move(table));
    data["shown"] = sights[i].why_not.empty();
    if (!sights[i].why_not.empty()) report.paragraph("Not shown: " + sights[i].why_not + ".");
  }
  return report;
}

}  // namespace crossing::report
