// crossing rules list, show, cite: the instruments themselves.
#include "report/rules.hpp"

#include <fmt/format.h>

#include "cli/verbs.hpp"
#include "load/reader.hpp"

namespace crossing::cli {
namespace {

struct Found {
  int regime = -1;
  std::vector<int> clauses{};
};

/// Finds "REGIME" or "REGIME/CLAUSE"; an item that was split gives all its parts.
std::optional<Found> find(const RuleBook& book, const std::string& name) {
  const auto slash = name.find('/');
  const std::string id = name.substr(0, slash);
  Found found{.regime = book.find_regime(id)};
  if (found.regime < 0) {
    refuse({complain(Fault::unknown_regime, {}, {id}, suggest(id, load::names(book.regimes, &Regime::id)))}, Status::usage);
    return std::nullopt;
  }
  if (slash == std::string::npos) return found;
  const std::string wanted = name.substr(slash + 1);
  const auto& clauses = book.regimes[static_cast<std::size_t>(found.regime)].clauses;
  const auto is_part = [&](const std::string& clause) {
    if (clause == wanted) return true;
    if (!clause.starts_with(wanted) || wanted.empty()) return false;
    // A part continues an item with a letter, a digit after a letter, or a dot: 4 has 4a, A1 has A1a, 5.1 has 5.1c, 1 has no 10.
    const char last = wanted.back(), next = clause[wanted.size()];
    return std::isdigit(static_cast<unsigned char>(last)) == 0 || std::isdigit(static_cast<unsigned char>(next)) == 0;
  };
  for (std::size_t i = 0; i < clauses.size(); ++i)
    if (is_part(clauses[i].id)) found.clauses.push_back(static_cast<int>(i));
  if (!found.clauses.empty()) return found;
  refuse({complain(Fault::unknown_clause, {}, {name}, suggest(wanted, load::names(clauses, &Clause::id)))}, Status::usage);
  return std::nullopt;
}

using Show = report::Report (*)(const RuleBook&, int, const std::vector<int>&);

Status show_named(const Context& context, Show make) {
  const auto book = load_book(context);
  if (!book) return Status::bad_rules;
  const auto found = find(*book, context.names.front());
  if (!found) return Status::usage;
  return show(context, make(*book, found->regime, found->clauses));
}

void add_named(CLI::App& rules, Context& context, const std::string& name, const std::string& what, Show make) {
  auto* verb = rules.add_subcommand(name, what);
  verb->add_option("ITEM", context.names, "REGIME or REGIME/CLAUSE")->required()->expected(1);
  take_rules(*verb, context);
  take_format(*verb, context, {"text", "json"});
  verb->footer(fmt::format("Example: crossing rules {} 1961-jilin/A3", name));
  verb->callback([&context, make] { context.run = [&context, make] { return show_named(context, make); }; });
}

}  // namespace

void add_rules(CLI::App& app, Context& context) {
  auto* rules = app.add_subcommand("rules", "List, show or cite the instruments and their clauses");
  rules->require_subcommand(1);
  rules->footer("Example: crossing rules list");
  auto* list = rules->add_subcommand("list", "List the instruments");
  list->add_flag("--all", context.all_regimes, "List every instrument, not only the headline ones");
  take_rules(*list, context);
  take_format(*list, context, {"text", "json"});
  list->footer("Example: crossing rules list");
  list->callback([&context] {
    context.run = [&context] {
      const auto book = load_book(context);
      if (!book) return Status::bad_rules;
      std::vector<int> regimes = headline_regimes(*book);
      if (context.all_regimes)
        for (regimes.clear(); regimes.size() < book->regimes.size();) regimes.push_back(static_cast<int>(regimes.size()));
      return show(context, report::rules_list(*book, regimes));
    };
  });
  add_named(*rules, context, "show", "Show an instrument or a clause in full", report::rules_show);
  add_named(*rules, context, "cite", "Give the citation of an instrument or a clause", report::rules_cite);
}

}  // namespace crossing::cli
