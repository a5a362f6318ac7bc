// crossing cases list, show: the shipped cases.
#include "report/cases.hpp"

#include "cli/verbs.hpp"

namespace crossing::cli {

void add_cases(CLI::App& app, Context& context) {
  auto* cases = app.add_subcommand("cases", "List or show the shipped cases");
  cases->require_subcommand(1);
  cases->footer("Example: crossing cases list");
  auto* list = cases->add_subcommand("list", "List the shipped cases");
  take_rules(*list, context);
  take_format(*list, context, {"text", "json"});
  list->footer("Example: crossing cases list");
  list->callback([&context] {
    context.run = [&context] {
      const auto book = load_book(context);
      if (!book) return Status::bad_rules;
      Diagnostics faults;
      const auto all = all_cases(*book, {}, faults);
      // With rules of one's own, shipped cases that do not speak of them are no fault; they are left out.
      return faults.empty() || !context.rules_folder.empty() ? show(context, report::cases_list(all)) : refuse(faults, Status::bad_input);
    };
  });
  auto* one = cases->add_subcommand("show", "Show a case in full");
  one->add_option("CASE", context.names, "Case file, id of a shipped case, or - for standard input")->required()->expected(1);
  take_rules(*one, context);
  take_format(*one, context, {"text", "json"});
  one->footer("Example: crossing cases show two-refusals");
  one->callback([&context] {
    context.run = [&context] {
      const auto book = load_book(context);
      if (!book) return Status::bad_rules;
      Status status{};
      const auto found = gather_cases(context, *book, status);
      return found ? show(context, report::cases_show(*book, *found)) : status;
    };
  });
}

}  // namespace crossing::cli
