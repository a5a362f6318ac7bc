// Nothing is said of content: only that there was such an instrument, who names it, and what is missing.
#include "report/references.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/rules.hpp"
#include "report/words.hpp"

namespace crossing::report {
namespace {

std::string date_words(const Reference& reference) { return reference.date ? dates_text(*reference.date) : "date unknown"; }

Data reference_data(const RuleBook& book, const Reference& reference) {
  Data data{{"id", reference.id}, {"title", reference.title}, {"date", reference.date ? Data(dates_text(*reference.date)) : Data(nullptr)}, {"issuer", reference.issuer}, {"known_by", Data::array()}, {"missing", reference.missing}};
  for (const auto& mention : reference.known_by) data["known_by"].push_back({{"clause", ref_text(book, mention.by)}, {"says", mention.says}});
  return data;
}

/// The clauses that name it, each once, in the order of the file.
std::vector<ClauseRef> naming_clauses(const Reference& reference) {
  std::vector<ClauseRef> refs;
  for (const auto& mention : reference.known_by)
    if (std::find(refs.begin(), refs.end(), mention.by) == refs.end()) refs.push_back(mention.by);
  return refs;
}

}  // namespace

void add_references(const RuleBook& book, const References& references, Report& report) {
  report.data["references"] = Data::array();
  if (references.instruments.empty()) return;
  std::vector<Line> lines;
  for (const auto& reference : references.instruments) {
    std::vector<std::string> clauses;
    for (const auto& ref : naming_clauses(reference)) clauses.push_back(ref_text(book, ref));
    lines.push_back({0, fmt::format("{}: {}", reference.id, reference.title)});
    lines.push_back({1, fmt::format("{}; known by {}; content missing", date_words(reference), joined(clauses, "and"))});
    report.data["references"].push_back(reference_data(book, reference));
  }
  report.heading("Known only by reference");
  report.list(std::move(lines));
}

Report reference_show(const RuleBook& book, const Reference& reference) {
  Report report{.data = reference_data(book, reference)};
  report.data["schema"] = "crossing.reference/1";
  report.heading(fmt::format("{}: {}", reference.id, reference.title));
  std::vector<Line> lines{{0, "known only by reference: content missing"}, {0, date_words(reference)}};
  if (reference.date) lines.back().text = "date: " + lines.back().text;
  if (!reference.issuer.empty()) lines.push_back({0, "issuer: " + reference.issuer});
  lines.push_back({0, "known by:"});
  for (const auto& mention : reference.known_by) {
    const Clause& clause = book.regimes[static_cast<std::size_t>(mention.by.regime)].clauses[static_cast<std::size_t>(mention.by.clause)];
    lines.push_back({1, fmt::format("{}, {}: {}", ref_text(book, mention.by), clause.cite, mention.says)});
  }
  lines.push_back({0, "missing: " + reference.missing});
  report.list(std::move(lines));
  return report;
}

Report reference_cite(const RuleBook& book, const Reference& reference) {
  Report report;
  for (const auto& ref : naming_clauses(reference)) report.add(refer(book.regimes[static_cast<std::size_t>(ref.regime)], ref.clause));
  const std::string nothing = reference.id + " is known only by reference: there is nothing to cite but the clauses that name it.";
  report.data = {{"schema", "crossing.citations/1"}, {"note", nothing}, {"citations", Data::array()}};
  report.paragraph(nothing);
  add_notes(report);
  return report;
}

}  // namespace crossing::report
