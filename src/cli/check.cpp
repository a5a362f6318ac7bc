// crossing check: every fault of the rules, and of the cases against them.
#include <fmt/format.h>

#include "cli/verbs.hpp"

namespace crossing::cli {
namespace {

Status check(const Context& context) {
  const auto book = context.rules_folder.empty() ? load_embedded_rules() : load_rules_folder(context.rules_folder);
  if (!book) return refuse(book.diagnostics, Status::refused_some);
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
  int largest = 0;
  for (std::size_t r = 0; r < book.value->regimes.size(); ++r)
    for (std::size_t q = 0; q < book.value->vocabulary.questions.size(); ++q)
      largest = std::max(largest, engine.diagram_size(static_cast<int>(r), static_cast<int>(q)));
  if (!faults.empty()) return refuse(faults, Status::refused_some);
  report::Report report{.data = {{"schema", "crossing.check/1"}, {"regimes", book.value->regimes.size()}, {"cases", cases.size()}, {"largest_diagram", largest}}};
  report.paragraph(fmt::format("{} regimes and {} cases: no fault. The largest diagram has {} nodes.", book.value->regimes.size(), cases.size(), largest));
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
