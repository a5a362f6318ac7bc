// The command: parses the line, runs one verb, ends with one of the statuses in writer.hpp.
#include <csignal>

#include "cli/verbs.hpp"
#include "crossing/version.hpp"

namespace {

using namespace crossing;
using namespace crossing::cli;

/// A verb that does not exist, here or under another, gets the nearest one; CLI11 would only say that it did not expect it.
bool knows_verbs(const CLI::App& app, int argc, char** argv) {
  const CLI::App* at = &app;
  for (int i = 1; i < argc && argv[i][0] != '-'; ++i) {
    std::vector<std::string> names;
    const CLI::App* next = nullptr;
    for (const auto* verb : at->get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(verb->get_name());
      if (names.back() == argv[i]) next = verb;
    }
    if (names.empty()) break;
    if (next == nullptr) {
      write_error("error: unknown verb `" + report::printable(argv[i]) + "`\n  help: " + suggest(argv[i], names) + "\n");
      return false;
    }
    at = next;
  }
  return true;
}

/// The option nearest to the first one that the verb does not know, as a help line; or where to read on.
std::string help_of(const CLI::App& app) {
  const CLI::App* verb = &app;
  while (!verb->get_subcommands().empty()) verb = verb->get_subcommands().front();
  std::vector<std::string> names;
  for (const auto* option : verb->get_options())
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  for (const auto& word : app.remaining(true))
    if (word.starts_with("--")) return suggest(word.substr(0, word.find('=')), names);
  return "crossing --help, or crossing VERB --help";
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
  add_figures(app, context);
  add_facts(app, context);
  add_cases(app, context);
  add_batch(app, context);
  add_generate(app, context);
  add_timeline(app, context);
  if (argc < 2) {
    write_error("error: a verb is required\n" + app.help());
    return static_cast<int>(Status::usage);
  }
  if (!knows_verbs(app, argc, argv)) return static_cast<int>(Status::usage);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return static_cast<int>(write_out(app.help()));
  } catch (const CLI::CallForVersion&) {
    return static_cast<int>(write_out(std::string{kVersion} + "\n"));
  } catch (const CLI::ParseError& error) {
    write_error("error: " + report::printable(error.what()) + "\n  help: " + help_of(app) + "\n");
    return static_cast<int>(Status::usage);
  }
  return static_cast<int>(context.run());
}

}  // namespace

int main(int argc, char** argv) { return run(argc, argv); }
