// crossing check: every fault of the rules, of what lies beside them, and of the cases against both.
#include <fmt/format.h>

#include "analysis/tensions.hpp"
#include "cli/verbs.hpp"

namespace crossing::cli {
namespace {

Status check(const Context& context) {
  const auto book = context.rules_folder.empty() ? load_embedded_rules() : load_rules_folder(context.rules_folder);
  if (!book) return refuse(book.diagnostics, Status::refused_some);
  const auto dossier = context.rules_folder.empty() ? load_embedded_dossier(*book.value) : load_dossier_folder(*book.value, context.rules_folder);
  if (!dossier) return refuse(dossier.diagnostics, Status::refused_some);
  const auto& [references, figures, tensions] = *dossier.value;
  Diagnostics faults;
  // Rules of one's own are checked alone: the shipped cases speak of the shipped rules.
  const bool rules_alone = !context.rules_folder.empty() && context.names.empty();
  const auto cases = rules_alone ? std::vector<Case>{} : all_cases(*book.value, context.names, faults);
  Engine engine{*book.value};
  if (const auto broken = engine.check(); !broken.empty()) return refuse(broken, Status::refused_some);
  for (const auto& the_case : cases) {
    const auto found = engine.evaluate(the_case);
    faults.insert(faults.end(), found.diagnostics.begin(), found.diagnostics.end());
  }
  if (!faults.empty()) return refuse(faults, Status::refused_some);
  // All shipped cases are at hand only if none is named; of others, those that show a tension are held to it.
  const auto held = analysis::hold(*book.value, tensions, cases, context.rules_folder.empty() && context.names.empty());
  if (!held.faults.empty()) return refuse(held.faults, Status::refused_some);
  int largest = 0;
  for (std::size_t r = 0; r < book.value->regimes.size(); ++r)
    for (std::size_t q = 0; q < book.value->vocabulary.questions.size(); ++q)
      largest = std::max(largest, engine.diagram_size(static_cast<int>(r), static_cast<int>(q)));
  const auto regimes = book.value->regimes.size();
  report::Report report{.data = {{"schema", "crossing.check/1"}, {"regimes", regimes}, {"cases", cases.size()}, {"largest_diagram", largest}}};
  report.data.update({{"references", references.instruments.size()}, {"figures", figures.figures.size()}, {"figure_checks", figures.checks.size()},
                      {"tensions", tensions.tensions.size()}, {"showings", held.showings}});
  report.paragraph(fmt::format("{} regimes and {} cases: no fault. The largest diagram has {} nodes.", regimes, cases.size(), largest));
  report.paragraph(fmt::format("{} instruments known only by reference, {} figures with {} checks, {} tensions, shown by cases in {} places: no fault.", references.instruments.size(),
                               figures.figures.size(), figures.checks.size(), tensions.tensions.size(), held.showings));
  return show(context, report);
}

}  // namespace

void add_check(CLI::App& app, Context& context) {
  auto* verb = app.add_subcommand("check", "Look for faults in the rules and in cases");
  verb->add_option("PATH", context.names, "Case files, folders or ids; by default the shipped ones, if no --rules");
  take_rules(*verb, context);
  take_format(*verb, context, {"text", "json"});
  verb->footer("Example: crossing check --rules rules cases");
  verb->callback([&context] { context.run = [&context] { return check(context); }; });
}

}  // namespace crossing::cli
