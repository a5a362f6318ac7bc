// crossing test: holds what cases expect against what the regimes find; with --coverage, says what the cases show.
#include <fmt/format.h>

#include "cli/verbs.hpp"
#include "report/cases.hpp"
#include "report/coverage.hpp"

namespace crossing::cli {
namespace {

Status test(const Context& context) {
  const auto book = load_book(context);
  if (!book) return Status::bad_rules;
  Diagnostics faults;
  const auto cases = all_cases(*book, context.names, faults);
  if (!faults.empty()) return refuse(faults, Status::bad_input);
  if (context.coverage) {
    const auto options = read_options(context, *book);
    if (!options) return Status::usage;
    const auto coverage = analysis::measure(*book, cases, asked_regimes(*book, *options));
    const Status written = show(context, report::coverage_report(*book, cases, coverage));
    return written != Status::answered || coverage.percent() >= context.threshold ? written : Status::refused_some;
  }
  Engine engine{*book};
  report::Report report{.data = {{"schema", "crossing.test/1"}, {"failures", report::Data::array()}}};
  std::size_t asserted = 0, failed = 0;
  for (const auto& the_case : cases) {
    const auto findings = engine.evaluate(the_case);
    if (!findings) return refuse(findings.diagnostics, Status::bad_input);
    asserted += the_case.expected.size();
    const auto differences = report::differences(*book, the_case, *findings.value);
    if (differences.empty()) continue;
    ++failed;
    report.heading(fmt::format("{} ({})", the_case.id, the_case.where.file));
    std::vector<report::Line> lines;
    for (const auto& difference : differences) lines.push_back({0, difference});
    report.list(std::move(lines));
    report.data["failures"].push_back({{"case", the_case.id}, {"differences", differences}});
  }
  report.data["cases"] = cases.size();
  report.data["expectations"] = asserted;
  report.paragraph(asserted == 0 ? "Nothing was asserted: no case expects anything."
                                 : fmt::format("{} case{} with {} expectation{}: {} failed.", cases.size(), cases.size() == 1 ? "" : "s", asserted, asserted == 1 ? "" : "s", failed));
  const Status written = show(context, report);
  if (written != Status::answered) return written;
  return failed > 0 || asserted == 0 ? Status::refused_some : Status::answered;
}

}  // namespace

void add_test(CLI::App& app, Context& context) {
  auto* verb = app.add_subcommand("test", "Hold what cases expect against what the regimes find");
  verb->add_option("PATH", context.names, "Case files, folders or ids; the shipped cases if there are none");
  auto* coverage = verb->add_flag("--coverage", context.coverage, "Say which clauses, readings and boundaries the cases show");
  verb->add_option("--threshold", context.threshold, "Fail if less than this much is shown")->type_name("PERCENT")->check(CLI::Range(0.0, 100.0))->needs(coverage);
  take_regimes(*verb, context);
  take_rules(*verb, context);
  take_format(*verb, context, {"text", "json"});
  verb->footer("Example: crossing test cases");
  verb->callback([&context] { context.run = [&context] { return test(context); }; });
}

}  // namespace crossing::cli
