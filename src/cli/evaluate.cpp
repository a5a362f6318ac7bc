// crossing evaluate: what each regime finds in one case or several.
#include "cli/verbs.hpp"
#include "report/findings.hpp"

namespace crossing::cli {
namespace {

std::string flat_lines(const RuleBook& book, const std::vector<Case>& cases, const std::vector<CaseFindings>& findings) {
  std::string lines;
  for (std::size_t i = 0; i < cases.size(); ++i) lines += flat_line(book, cases[i], findings[i]);
  return lines;
}

Status evaluate(const Context& context) {
  const auto book = load_book(context);
  if (!book) return Status::bad_rules;
  const auto options = read_options(context, *book);
  if (!options) return Status::usage;
  Status status{};
  const auto cases = gather_cases(context, *book, status);
  if (!cases) return status;
  Engine engine{*book};
  std::vector<CaseFindings> findings;
  Diagnostics faults;
  for (const auto& the_case : *cases) {
    auto found = engine.evaluate(the_case, *options);
    faults.insert(faults.end(), found.diagnostics.begin(), found.diagnostics.end());
    if (found) findings.push_back(std::move(*found.value));
  }
  if (!faults.empty()) return refuse(faults, Status::bad_input);
  if (context.format == "flat") return write_out(flat_lines(*book, *cases, findings));
  return show(context, report::findings_report(*book, *cases, findings));
}

}  // namespace

void add_evaluate(CLI::App& app, Context& context) {
  auto* verb = app.add_subcommand("evaluate", "Say how each regime would have treated a case, and under which clause");
  take_case_options(*verb, context);
  take_format(*verb, context, {"text", "json", "csv", "markdown", "html", "flat"});
  verb->footer("Example: crossing evaluate three-refusals-korea-agrees --set dprk_consents_to_stay=awaited");
  verb->callback([&context] { context.run = [&context] { return evaluate(context); }; });
}

}  // namespace crossing::cli
