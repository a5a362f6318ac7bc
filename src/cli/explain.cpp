// crossing explain: for each operative clause whether it stands in the case, and why or why not.
#include "cli/verbs.hpp"
#include "report/explanation.hpp"

namespace crossing::cli {
namespace {

Status explain_case(const Context& context) {
  const auto book = load_book(context);
  if (!book) return Status::bad_rules;
  const auto options = read_options(context, *book);
  if (!options) return Status::usage;
  Status status{};
  const auto cases = gather_cases(context, *book, status);
  if (!cases) return status;
  if (cases->size() > 1) {
    write_error("error: explain takes one case\n");
    return Status::usage;
  }
  const auto explanations = explain(*book, cases->front(), *options);
  if (!explanations) return refuse(explanations.diagnostics, Status::bad_input);
  return show(context, report::explanation_report(*book, cases->front(), *explanations.value));
}

}  // namespace

void add_explain(CLI::App& app, Context& context) {
  auto* verb = app.add_subcommand("explain", "Say of every clause why it does or does not stand in a case");
  take_case_options(*verb, context);
  take_format(*verb, context, {"text", "json", "markdown", "html"});
  verb->footer("Example: crossing explain two-refusals --regime 1961-jilin");
  verb->callback([&context] { context.run = [&context] { return explain_case(context); }; });
}

}  // namespace crossing::cli
