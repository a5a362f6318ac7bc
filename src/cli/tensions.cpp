// crossing rules tensions: where the texts are in tension, and the cases that show it.
#include "report/tensions.hpp"

#include <algorithm>

#include "cli/verbs.hpp"
#include "load/case_reader.hpp"

namespace crossing::cli {
namespace {

Status show_one(const Context& context, const RuleBook& book, const Tensions& tensions, const std::string& id) {
  const int index = tensions.find(id);
  if (index < 0) return refuse({complain(Fault::unknown_word, {}, {id, "tension"}, suggest(id, load::names(tensions.tensions, &Tension::id)))}, Status::usage);
  const Tension& tension = tensions.tensions[static_cast<std::size_t>(index)];
  Diagnostics faults;
  // By id among the shipped cases, whatever files of that name lie about; those that do not speak of the rules at hand are not there.
  const auto shipped = all_cases(book, {}, faults);
  std::vector<Case> cases;
  std::vector<analysis::Sight> sights;
  Engine engine{book};
  for (const auto& showing : tension.shown_by) {
    const auto found = std::find_if(shipped.begin(), shipped.end(), [&](const Case& the_case) { return the_case.id == showing.case_id; });
    if (found == shipped.end()) {
      cases.push_back(load::empty_case(book, showing.case_id));
      sights.push_back({.why_not = "it is none of the cases that come with the program"});
      continue;
    }
    const auto findings = engine.evaluate(*found);
    if (!findings) return refuse(findings.diagnostics, Status::bad_input);
    sights.push_back(analysis::look(book, showing, *found, *findings.value));
    cases.push_back(*found);
  }
  return show(context, report::tension_show(book, tension, cases, sights));
}

Status tensions(const Context& context) {
  const auto book = load_book(context);
  if (!book) return Status::bad_rules;
  const auto dossier = load_dossier(context, *book);
  if (!dossier) return Status::bad_rules;
  if (context.names.empty()) return show(context, report::tensions_list(*book, dossier->tensions));
  return show_one(context, *book, dossier->tensions, context.names.front());
}

}  // namespace

void add_tensions(CLI::App& rules, Context& context) {
  auto* verb = rules.add_subcommand("tensions", "Say where the texts are in tension, and which cases show it");
  verb->add_option("TENSION", context.names, "Id of a tension, to see it in full; all if there is none")->expected(0, 1);
  take_rules(*verb, context);
  take_format(*verb, context, {"text", "json"});
  verb->footer("Example: crossing rules tensions spouse-of-1960");
  verb->callback([&context] { context.run = [&context] { return tensions(context); }; });
}

}  // namespace crossing::cli
