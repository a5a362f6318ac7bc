// What is printed stands in quotation marks and is never changed; what is computed stands without.
#include "report/figures.hpp"

#include <fmt/format.h>

namespace crossing::report {
namespace {

class FigureWriter {
 public:
  FigureWriter(const RuleBook& book, const Figures& figures) : book_(book), figures_(figures) {}

  std::vector<Line> figure_lines(const Figure& figure) const {
    std::vector<Line> lines{{0, fmt::format("{}: {} ({}): {}", figure.id, printed(figure), figure.unit, figure.what)}};
    std::vector<std::string> places;
    for (const auto& place : figure.where) places.push_back(document(place) + ", " + place.cite);
    lines.push_back({1, fmt::format("{}", fmt::join(places, "; "))});
    if (!figure.note.empty()) lines.push_back({1, "note: " + figure.note});
    return lines;
  }

  std::vector<Line> check_lines(const FigureCheck& check, const Computed& computed) const {
    std::vector<Line> lines{{0, check.id + ": " + check.what}, {1, formula(check, computed) + "; " + verdict_words(check, computed)}};
    if (!check.note.empty()) lines.push_back({1, "note: " + check.note});
    return lines;
  }

  std::vector<Cell> discrepancy_row(const FigureCheck& check, const Computed& computed) const {
    return {check.id, check.kind == CheckKind::equal ? named(check.of.front()) : result(computed), named(check.against), decimal_text(*computed.difference)};
  }

  Data figure_data(const Figure& figure) const {
    Data data{{"id", figure.id}, {"what", figure.what}, {"printed", figure.printed}, {"value", decimal_text(figure.value)}, {"unit", figure.unit}, {"where", Data::array()}, {"note", figure.note}};
    for (const auto& place : figure.where) data["where"].push_back({{"document", document(place)}, {"cite", place.cite}});
    return data;
  }

  Data check_data(const FigureCheck& check, const Computed& computed) const {
    Data data{{"id", check.id}, {"what", check.what}, {"kind", name_of(check.kind)}, {"of", Data::array()}};
    for (const int figure : check.of) data["of"].push_back(at(figure).id);
    data["against"] = check.against < 0 ? Data(nullptr) : Data(at(check.against).id);
    data["computed"] = decimal_text(computed.value);
    data["unrounded"] = computed.unrounded ? Data(decimal_text(*computed.unrounded)) : Data(nullptr);
    data["printed"] = check.against < 0 ? Data(nullptr) : Data(at(check.against).printed);
    data["verdict"] = verdict(computed);
    data["difference"] = computed.difference ? Data(decimal_text(*computed.difference)) : Data(nullptr);
    data["note"] = check.note;
    return data;
  }

  std::vector<Cell> figure_row(const Figure& figure) const {
    std::vector<std::string> places;
    for (const auto& place : figure.where) places.push_back(document(place) + ", " + place.cite);
    return {"figure", figure.id, figure.what, figure.printed, decimal_text(figure.value), figure.unit, fmt::format("{}", fmt::join(places, "; ")), "", "", "", "", "", "", "", figure.note};
  }

  std::vector<Cell> check_row(const FigureCheck& check, const Computed& computed) const {
    std::vector<std::string> of;
    for (const int figure : check.of) of.push_back(at(figure).id);
    return {"check", check.id, check.what, check.against < 0 ? "" : at(check.against).printed, check.against < 0 ? "" : decimal_text(at(check.against).value), "", "",
            std::string{name_of(check.kind)}, fmt::format("{}", fmt::join(of, " ")), check.against < 0 ? "" : at(check.against).id, decimal_text(computed.value),
            computed.unrounded ? decimal_text(*computed.unrounded) : "", verdict(computed), computed.difference ? decimal_text(*computed.difference) : "", check.note};
  }

 private:
  const Figure& at(int figure) const { return figures_.figures[static_cast<std::size_t>(figure)]; }
  static std::string printed(const Figure& figure) { return "\"" + figure.printed + "\""; }
  std::string named(int figure) const { return fmt::format("{} ({})", printed(at(figure)), at(figure).id); }
  std::string document(const Printed& place) const { return place.regime < 0 ? "introduction" : book_.regimes[static_cast<std::size_t>(place.regime)].id; }

  static std::string result(const Computed& computed, std::string_view unit = "") {
    const bool rounds = computed.unrounded && computed.unrounded->ten_thousandths != computed.value.ten_thousandths;
    return fmt::format("{}{}{}", decimal_text(computed.value), unit, rounds ? fmt::format(" ({})", decimal_text(*computed.unrounded)) : std::string{});
  }

  /// The figures by id, then by value, then what comes out: "A + B = 1 + 2 = 3".
  std::string formula(const FigureCheck& check, const Computed& computed) const {
    std::vector<std::string> ids, values;
    for (const int figure : check.of) {
      ids.push_back(at(figure).id);
      values.push_back(decimal_text(at(figure).value));
    }
    const auto both = [&](std::string_view between, std::string_view unit = "") { return fmt::format("{} = {} = {}", fmt::join(ids, between), fmt::join(values, between), result(computed, unit)); };
    switch (check.kind) {
      case CheckKind::sum: return both(" + ");
      case CheckKind::difference: return both(" - ");
      case CheckKind::product: return both(" × ");
      case CheckKind::percent: return both(" of ", " percent");
      case CheckKind::growth: return both(" to ", " percent");
      case CheckKind::times: return fmt::format("{} / {} = {} / {} = {}", ids[1], ids[0], values[1], values[0], result(computed));
      case CheckKind::equal: break;
    }
    return fmt::format("{} is printed {}, {} is printed {}", ids[0], printed(at(check.of[0])), ids[1], printed(at(check.of[1])));
  }

  std::string verdict_words(const FigureCheck& check, const Computed& computed) const {
    if (check.against < 0) return "nothing is printed";
    const std::string held = check.kind == CheckKind::equal ? "" : fmt::format("{} is printed {}: ", at(check.against).id, printed(at(check.against)));
    return held + (computed.differs() ? "differs by " + decimal_text(*computed.difference) : "agrees");
  }

  static std::string verdict(const Computed& computed) { return !computed.difference ? "computed_only" : computed.differs() ? "differs" : "agrees"; }

  const RuleBook& book_;
  const Figures& figures_;
};

}  // namespace

Report figures_report(const RuleBook& book, const Figures& figures, const std::vector<int>& shown, const std::vector<int>& checks) {
  const FigureWriter writer{book, figures};
  Report report{.data = {{"schema", "crossing.figure-report/1"}, {"discrepancies", Data::array()}, {"figures", Data::array()}, {"checks", Data::array()}},
                .flat = {{"record", "id", "what", "printed", "value", "unit", "where", "kind", "of", "against", "computed", "unrounded", "verdict", "difference", "note"}, {}}};
  Table differing{{"check", "computed", "printed", "differs by"}, {}};
  std::vector<Line> figure_lines, check_lines;
  const auto append = [](std::vector<Line>& to, const std::vector<Line>& lines) { to.insert(to.end(), lines.begin(), lines.end()); };
  for (const int index : shown) {
    const Figure& figure = figures.figures[static_cast<std::size_t>(index)];
    append(figure_lines, writer.figure_lines(figure));
    report.data["figures"].push_back(writer.figure_data(figure));
    report.flat.rows.push_back(writer.figure_row(figure));
  }
  for (const int index : checks) {
    const FigureCheck& check = figures.checks[static_cast<std::size_t>(index)];
    const Computed computed = *compute(figures, check);
    append(check_lines, writer.check_lines(check, computed));
    report.data["checks"].push_back(writer.check_data(check, computed));
    report.flat.rows.push_back(writer.check_row(check, computed));
    if (!computed.differs()) continue;
    differing.rows.push_back(writer.discrepancy_row(check, computed));
    report.data["discrepancies"].push_back(check.id);
  }
  if (!differing.rows.empty()) {
    report.heading("Discrepancies");
    report.table(std::move(differing));
    report.paragraph("Differs by: what is computed less what is printed; where two printed figures are held against each other, the first less the second. "
                     "A share is rounded as the printed one is, and in brackets stands more of it. Nothing printed is corrected.");
  }
  if (!figure_lines.empty()) {
    report.heading("Figures as printed");
    report.list(std::move(figure_lines));
  }
  if (!check_lines.empty()) {
    report.heading("Checks");
    report.list(std::move(check_lines));
  }
  if (report.blocks.empty()) report.paragraph("There are no figures.");
  return report;
}

}  // namespace crossing::report
