// The command: parses the line, runs one verb, ends with one of the statuses in writer.hpp.
#include <csignal>

#include "cli/verbs.hpp"
#include "crossing/version.hpp"

namespace {

using namespace crossing;
using namespace crossing::cli;

/// A verb that does not exist gets the nearest one; CLI11 would only say that it did not expect it.
bool knows_verb(const CLI::App& app, const std::string& name) {
  std::vector<std::string> verbs;
  for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; })) verbs.push_back(verb->get_name());
  if (std::find(verbs.begin(), verbs.end(), name) != verbs.end()) return true;
  write_error(report::printable("error: unknown verb `" + name + "`\n  help: " + suggest(name, verbs) + "\n", true));
  return false;
}

int run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app{"How each regime would have treated a crossing of the border, and under which clause."};
  app.name("crossing");
  app.set_version_flag("--version", kVersion);
  app.footer("Example: crossing evaluate famine-forces-a-mother-over");
  app.require_subcommand(1);
  Context context;
  add_evaluate(app, context);
  add_explain(app, context);
  add_check(app, context);
  add_test(app, context);
  add_rules(app, context);
  add_facts(app, context);
  add_cases(app, context);
  if (argc > 1 && argv[1][0] != '-' && !knows_verb(app, argv[1])) return static_cast<int>(Status::usage);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return static_cast<int>(write_out(app.help()));
  } catch (const CLI::CallForVersion&) {
    return static_cast<int>(write_out(std::string{kVersion} + "\n"));
  } catch (const CLI::ParseError& error) {
    write_error(report::printable(std::string{"error: "} + error.what() + "\n  help: crossing --help, or crossing VERB --help\n", true));
    return static_cast<int>(Status::usage);
  }
  return static_cast<int>(context.run());
}

}  // namespace

int main(int argc, char** argv) { return run(argc, argv); }
