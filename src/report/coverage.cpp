// Three tables and a list of gaps; the data holds every case, the tables a count and the first of them.
#include "report/coverage.hpp"

#include <fmt/format.h>

namespace crossing::report {
namespace {

class CoverageWriter {
 public:
  CoverageWriter(const RuleBook& book, const std::vector<Case>& cases, Report& report) : book_(book), cases_(cases), report_(report) {}

  void clauses(const std::vector<analysis::ClauseCoverage>& list) {
    Table table{{"clause", "decisive in", "near miss in"}, {}};
    report_.data["clauses"] = Data::array();
    for (const auto& covered : list) {
      const std::string id = regime(covered.regime).id + "/" + regime(covered.regime).clauses[static_cast<std::size_t>(covered.clause)].id;
      table.rows.push_back({id, some(covered.decisive), some(covered.near_miss)});
      report_.data["clauses"].push_back({{"clause", id}, {"decisive", ids(covered.decisive)}, {"near_miss", ids(covered.near_miss)}});
      gap(covered.decisive, id + " decides nowhere");
      gap(covered.near_miss, id + " is a near miss nowhere");
    }
    report_.table(std::move(table));
  }

  void readings(const std::vector<analysis::ReadingCoverage>& list) {
    Table table{{"reading", "matters in"}, {}};
    report_.data["readings"] = Data::array();
    for (const auto& covered : list) {
      const std::string id = regime(covered.regime).id + "." + regime(covered.regime).readings[static_cast<std::size_t>(covered.reading)].name;
      table.rows.push_back({id, some(covered.cases)});
      report_.data["readings"].push_back({{"reading", id}, {"cases", ids(covered.cases)}});
      gap(covered.cases, id + " matters nowhere");
    }
    report_.table(std::move(table));
  }

  void boundaries(const std::vector<analysis::BoundaryCoverage>& list) {
    Table table{{"boundary", "below", "met in", "above", "met in"}, {}};
    report_.data["boundaries"] = Data::array();
    for (const auto& covered : list) {
      const std::string id = regime(covered.regime).id + " " + book_.vocabulary.facts[static_cast<std::size_t>(covered.fact)].name;
      table.rows.push_back({id, covered.below, some(covered.met_below), covered.above, some(covered.met_above)});
      report_.data["boundaries"].push_back({{"boundary", id}, {"below", covered.below}, {"met_below", ids(covered.met_below)}, {"above", covered.above}, {"met_above", ids(covered.met_above)}});
      gap(covered.met_below, id + ": " + covered.below + " is not met");
      gap(covered.met_above, id + ": " + covered.above + " is not met");
    }
    report_.table(std::move(table));
  }

  void gaps() {
    report_.data["gaps"] = Data::array();
    for (const auto& line : gaps_) report_.data["gaps"].push_back(line.text.words);
    if (gaps_.empty()) return;
    report_.heading("Not shown by any case");
    report_.list(gaps_);
  }

 private:
  const Regime& regime(int index) const { return book_.regimes[static_cast<std::size_t>(index)]; }

  std::string some(const std::vector<int>& list) const {
    if (list.empty()) return "none";
    const std::string& first = cases_[static_cast<std::size_t>(list.front())].id;
    return list.size() == 1 ? first : fmt::format("{}: {}, …", list.size(), first);
  }
  Data ids(const std::vector<int>& list) const {
    Data all = Data::array();
    for (const int i : list) all.push_back(cases_[static_cast<std::size_t>(i)].id);
    return all;
  }
  void gap(const std::vector<int>& list, std::string text) {
    if (list.empty()) gaps_.push_back({0, std::move(text)});
  }

  const RuleBook& book_;
  const std::vector<Case>& cases_;
  Report& report_;
  std::vector<Line> gaps_;
};

}  // namespace

Report coverage_report(const RuleBook& book, const std::vector<Case>& cases, const analysis::Coverage& coverage) {
  Report report{.data = {{"schema", "crossing.coverage/1"}, {"cases", cases.size()}, {"percent", coverage.percent()}}};
  CoverageWriter writer{book, cases, report};
  writer.clauses(coverage.clauses);
  writer.readings(coverage.readings);
  writer.boundaries(coverage.boundaries);
  writer.gaps();
  report.paragraph(fmt::format("{} cases show {:.1f} % of what there is to show.", cases.size(), coverage.percent()));
  return report;
}

}  // namespace crossing::report
