// crossing facts: what can be said of a case, and an empty case to fill in.
#include "cli/verbs.hpp"
#include "report/rules.hpp"

namespace crossing::cli {

void add_facts(CLI::App& app, Context& context) {
  auto* verb = app.add_subcommand("facts", "List the facts that a case can state");
  verb->add_flag("--skeleton", context.skeleton, "Print a case file to fill in");
  take_rules(*verb, context);
  take_format(*verb, context, {"text", "json", "csv"});
  verb->footer("Example: crossing facts --skeleton > my-case.json");
  verb->callback([&context] {
    context.run = [&context] {
      const auto book = load_book(context);
      if (!book) return Status::bad_rules;
      if (!context.skeleton) return show(context, report::facts_report(book->vocabulary));
      return write_out(report::render_json(report::facts_skeleton(book->vocabulary)));
    };
  });
}

}  // namespace crossing::cli
