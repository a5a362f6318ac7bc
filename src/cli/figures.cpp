// crossing figures: the figures as printed, and what the checks of them come to.
#include "report/figures.hpp"

#include <algorithm>

#include "cli/verbs.hpp"
#include "load/reader.hpp"

namespace crossing::cli {
namespace {

void add(std::vector<int>& list, std::size_t index) {
  if (std::find(list.begin(), list.end(), static_cast<int>(index)) == list.end()) list.push_back(static_cast<int>(index));
}

/// Adds what `name` asks for: a figure, or all its parts, with the checks it takes part in; or a check with its figures.
bool select(const Figures& figures, const std::string& name, std::vector<int>& shown, std::vector<int>& checks) {
  if (const int check = figures.find_check(name); check >= 0) {
    add(checks, static_cast<std::size_t>(check));
    const FigureCheck& asked = figures.checks[static_cast<std::size_t>(check)];
    for (const int figure : asked.of) add(shown, static_cast<std::size_t>(figure));
    if (asked.against >= 0) add(shown, static_cast<std::size_t>(asked.against));
    return true;
  }
  bool found = false;
  for (std::size_t i = 0; i < figures.figures.size(); ++i) {
    if (!is_part_of(figures.figures[i].id, name)) continue;
    found = true;
    add(shown, i);
    for (std::size_t c = 0; c < figures.checks.size(); ++c) {
      const auto& of = figures.checks[c].of;
      if (figures.checks[c].against == static_cast<int>(i) || std::find(of.begin(), of.end(), static_cast<int>(i)) != of.end()) add(checks, c);
    }
  }
  return found;
}

Status show_figures(const Context& context) {
  const auto book = load_book(context);
  if (!book) return Status::bad_rules;
  const auto dossier = load_dossier(context, *book);
  if (!dossier) return Status::bad_rules;
  const Figures& figures = dossier->figures;
  std::vector<int> shown, checks;
  Diagnostics faults;
  for (const auto& name : context.names) {
    if (select(figures, name, shown, checks)) continue;
    auto known = load::names(figures.figures, &Figure::id);
    for (const auto& check : figures.checks) known.push_back(check.id);
    faults.push_back(complain(Fault::unknown_word, {}, {name, "figure or check"}, suggest(name, known)));
  }
  if (!faults.empty()) return refuse(faults, Status::usage);
  for (std::size_t i = 0; i < figures.figures.size() && context.names.empty(); ++i) add(shown, i);
  for (std::size_t i = 0; i < figures.checks.size() && context.names.empty(); ++i) add(checks, i);
  std::sort(shown.begin(), shown.end());
  std::sort(checks.begin(), checks.end());
  return show(context, report::figures_report(*book, figures, shown, checks));
}

}  // namespace

void add_figures(CLI::App& app, Context& context) {
  auto* verb = app.add_subcommand("figures", "Give the figures as printed, and hold them against each other");
  verb->add_option("FIGURE", context.names, "Ids of figures or checks; all of them if there are none");
  take_rules(*verb, context);
  take_format(*verb, context, {"text", "json", "csv"});
  verb->footer("Example: crossing figures F16");
  verb->callback([&context] { context.run = [&context] { return show_figures(context); }; });
}

}  // namespace crossing::cli
