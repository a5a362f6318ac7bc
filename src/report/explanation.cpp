// A row a clause: what it would order, whether it stands, and on what that hangs.
#include "report/explanation.hpp"

#include <fmt/format.h>

#include "report/words.hpp"

namespace crossing::report {
namespace {

Text because(const RuleBook& book, const Regime& regime, const Case& the_case, const ClauseAccount& account, Report& report) {
  std::vector<std::string> parts;
  const auto fact = [&](int index) -> const Fact& { return book.vocabulary.facts[static_cast<std::size_t>(index)]; };
  const auto readings = [&] {
    std::vector<std::string> names;
    for (const int reading : account.readings) names.push_back(regime.readings[static_cast<std::size_t>(reading)].name);
    return joined(names, "and");
  };
  switch (account.standing) {
    case Standing::stands: return "applies, and nothing overrides it";
    case Standing::displaced: return "applies, but is displaced by " + report.cite(regime, account.by);
    case Standing::waits: {
      for (const int index : account.waits_for) parts.push_back(fact(index).label);
      if (!account.readings.empty()) parts.push_back("the reading of " + readings());
      Text text = "waits for " + joined(parts, "and");
      if (!account.by.empty()) text += "; " + report.cite(regime, account.by) + " could displace it";
      return text;
    }
    case Standing::fails: break;
  }
  for (const int index : account.fails_on) {
    const auto& statement = the_case.facts[static_cast<std::size_t>(index)];
    const auto& presumed = fact(index).presumed;
    std::string value = "not given";
    if (statement.kind == Statement::Kind::stated) {
      value = span_text(fact(index), statement.span, true);
    } else if (presumed && statement.kind == Statement::Kind::absent) {
      value = code_label(fact(index), presumed->value) + ", presumed";
    }
    parts.push_back(fmt::format("{} ({})", fact(index).label, value));
  }
  if (!account.readings.empty()) parts.push_back("the reading of " + readings());
  return (account.near_miss ? "near miss: fails only on " : "fails on ") + joined(parts, "and");
}

Data account_data(const RuleBook& book, const Regime& regime, const ClauseAccount& account) {
  Data data{{"clause", regime.clauses[static_cast<std::size_t>(account.clause)].id}, {"standing", name_of(account.standing)}};
  const auto list = [&](const char* key, const std::vector<int>& indices, auto name) {
    data[key] = Data::array();
    for (const int index : indices) data[key].push_back(name(static_cast<std::size_t>(index)));
  };
  list("by", account.by, [&](std::size_t i) { return regime.clauses[i].id; });
  list("fails_on", account.fails_on, [&](std::size_t i) { return book.vocabulary.facts[i].name; });
  list("waits_for", account.waits_for, [&](std::size_t i) { return book.vocabulary.facts[i].name; });
  list("readings", account.readings, [&](std::size_t i) { return regime.readings[i].name; });
  data["near_miss"] = account.near_miss;
  return data;
}

}  // namespace

Report explanation_report(const RuleBook& book, const Case& the_case, const std::vector<RegimeExplanation>& explanations) {
  Report report{.data = {{"schema", "crossing.explanation/1"}, {"case", the_case.id}, {"regimes", Data::array()}}};
  report.heading(the_case.title.empty() ? (the_case.id.empty() ? "case" : the_case.id) : fmt::format("{} ({})", the_case.title, the_case.id));
  if (!the_case.story.empty()) report.blocks.push_back({.text = the_case.story, .hand_out = true});
  std::vector<int> regimes;
  for (const auto& explanation : explanations) regimes.push_back(explanation.regime);
  report.made(book, regimes);
  for (const auto& explanation : explanations) {
    const Regime& regime = book.regimes[static_cast<std::size_t>(explanation.regime)];
    report.heading(fmt::format("{} ({})", regime.id, words_of(regime.nature)));
    Table table{{"clause", "would order", "in this case"}, {}};
    Data accounts = Data::array();
    for (const auto& account : explanation.accounts) {
      const Clause& clause = regime.clauses[static_cast<std::size_t>(account.clause)];
      TreatmentSet orders;
      for (const auto& answer : clause.then) orders.push_back(answer.treatment);
      const Text id = report.cite(regime, account.clause);
      table.rows.push_back({id, {treatment_words(book.vocabulary, orders), name_of(account.standing)}, because(book, regime, the_case, account, report)});
      accounts.push_back(account_data(book, regime, account));
    }
    report.table(std::move(table));
    report.data["regimes"].push_back({{"id", regime.id}, {"nature", name_of(regime.nature)}, {"clauses", std::move(accounts)}});
  }
  return report;
}

}  // namespace crossing::report
