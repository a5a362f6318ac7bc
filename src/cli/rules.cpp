// crossing rules list, show, cite, terms: the instruments themselves, and those known only by reference.
#include "report/rules.hpp"

#include <fmt/format.h>

#include "cli/verbs.hpp"
#include "load/case_reader.hpp"
#include "report/references.hpp"
#include "report/terms.hpp"

namespace crossing::cli {
namespace {

/// An instrument of the rule book, or some of its clauses; or one known only by reference.
struct Found {
  int regime = -1;
  std::vector<int> clauses{};
  int reference = -1;
};

/// Finds "REGIME" or "REGIME/CLAUSE"; an item that was split gives all its parts.
std::optional<Found> find(const RuleBook& book, const References& references, const std::string& name) {
  const auto slash = name.find('/');
  const std::string id = name.substr(0, slash);
  Found found{.regime = book.find_regime(id), .reference = references.find(id)};
  if (found.regime < 0 && found.reference < 0) {
    auto known = load::names(book.regimes, &Regime::id);
    for (const auto& reference : references.instruments) known.push_back(reference.id);
    refuse({complain(Fault::unknown_regime, {}, {id}, suggest(id, known))}, Status::usage);
    return std::nullopt;
  }
  if (slash == std::string::npos) return found;
  const std::string wanted = name.substr(slash + 1);
  if (found.regime < 0) {
    refuse({complain(Fault::unknown_clause, {}, {name}, id + " is known only by reference: its clauses are not")}, Status::usage);
    return std::nullopt;
  }
  const auto& clauses = book.regimes[static_cast<std::size_t>(found.regime)].clauses;
  for (std::size_t i = 0; i < clauses.size(); ++i)
    if (is_part_of(clauses[i].id, wanted)) found.clauses.push_back(static_cast<int>(i));
  if (!found.clauses.empty()) return found;
  refuse({complain(Fault::unknown_clause, {}, {name}, suggest(wanted, load::names(clauses, &Clause::id)))}, Status::usage);
  return std::nullopt;
}

report::Report show_found(const RuleBook& book, const References& references, const Found& found) {
  if (found.regime < 0) return report::reference_show(book, references.instruments[static_cast<std::size_t>(found.reference)]);
  return report::rules_show(book, references, found.regime, found.clauses);
}

report::Report cite_found(const RuleBook& book, const References& references, const Found& found) {
  if (found.regime < 0) return report::reference_cite(book, references.instruments[static_cast<std::size_t>(found.reference)]);
  return report::rules_cite(book, found.regime, found.clauses);
}

using Make = report::Report (*)(const RuleBook&, const References&, const Found&);

Status show_named(const Context& context, Make make) {
  const auto book = load_book(context);
  if (!book) return Status::bad_rules;
  const auto dossier = load_dossier(context, *book);
  if (!dossier) return Status::bad_rules;
  const auto found = find(*book, dossier->references, context.names.front());
  if (!found) return Status::usage;
  return show(context, make(*book, dossier->references, *found));
}

Status list_all(const Context& context) {
  const auto book = load_book(context);
  if (!book) return Status::bad_rules;
  std::vector<int> regimes = headline_regimes(*book);
  if (context.all_regimes)
    for (regimes.clear(); regimes.size() < book->regimes.size();) regimes.push_back(static_cast<int>(regimes.size()));
  std::vector<Timing> timings;
  if (!context.as_of.empty()) {
    Diagnostics faults;
    const auto days = read_as_of(context, faults);
    if (!days) return refuse(faults, Status::usage);
    // Of a case that says nothing, an instrument can still say how it stands to that date.
    const auto found = Engine{*book}.evaluate(load::empty_case(*book, ""), {.regimes = regimes, .as_of = days});
    if (!found) return refuse(found.diagnostics, Status::bad_rules);
    for (const auto& regime : found.value->regimes) timings.push_back(regime.timing);
  }
  auto report = report::rules_list(*book, regimes, timings);
  if (context.all_regimes) {
    const auto dossier = load_dossier(context, *book);
    if (!dossier) return Status::bad_rules;
    report::add_references(*book, dossier->references, report);
  }
  return show(context, report);
}

void add_named(CLI::App& rules, Context& context, const std::string& name, const std::string& what, const std::vector<std::string>& formats, Make make) {
  auto* verb = rules.add_subcommand(name, what);
  verb->add_option("ITEM", context.names, "REGIME, REGIME/CLAUSE, or an instrument known only by reference")->required()->expected(1);
  take_rules(*verb, context);
  take_format(*verb, context, formats);
  verb->footer(fmt::format("Example: crossing rules {} 1961-jilin/A3", name));
  verb->callback([&context, make] { context.run = [&context, make] { return show_named(context, make); }; });
}

}  // namespace

void add_rules(CLI::App& app, Context& context) {
  auto* rules = app.add_subcommand("rules", "List, show, cite or compare the instruments");
  rules->require_subcommand(1);
  rules->footer("Example: crossing rules list");
  auto* list = rules->add_subcommand("list", "List the instruments");
  list->add_flag("--all", context.all_regimes, "List every instrument, also those known only by reference");
  list->add_option("--as-of", context.as_of, "Say how each stands to this date")->type_name("DATE");
  take_rules(*list, context);
  take_format(*list, context, {"text", "json"});
  list->footer("Example: crossing rules list --all --as-of 1962-03");
  list->callback([&context] { context.run = [&context] { return list_all(context); }; });
  add_named(*rules, context, "show", "Show an instrument or a clause in full", {"text", "json"}, show_found);
  add_named(*rules, context, "cite", "Give the citation of an instrument or a clause", {"text", "json", "bibtex", "csl-json"}, cite_found);
  add_tensions(*rules, context);
  auto* terms = rules->add_subcommand("terms", "Put terms of one name side by side, with facts on which they part");
  take_rules(*terms, context);
  take_format(*terms, context, {"text", "json"});
  terms->footer("Example: crossing rules terms");
  terms->callback([&context] {
    context.run = [&context] {
      const auto book = load_book(context);
      return book ? show(context, report::terms_report(*book, analysis::shared_terms(*book))) : Status::bad_rules;
    };
  });
}

}  // namespace crossing::cli
