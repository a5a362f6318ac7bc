// A table a name, then each two regimes with the facts that part them, told in words and as words for the command line.
#include "report/terms.hpp"

#include <fmt/format.h>

#include "report/words.hpp"

namespace crossing::report {
namespace {

constexpr std::size_t kPasted = 72;  // columns of a line that is meant to be copied whole

class TermWriter {
 public:
  explicit TermWriter(const RuleBook& book) : book_(book), vocabulary_(book.vocabulary) {}

  Table side_by_side(const analysis::SharedTerm& shared) const {
    Table table{{""}, {{"meaning"}, {"true if"}}};
    for (const auto& use : shared.uses) {
      table.header.push_back(regime(use.regime).id);
      table.rows[0].push_back(term(use).meaning);
      table.rows[1].push_back(condition_words(vocabulary_, regime(use.regime), term(use).when));
    }
    return table;
  }

  std::vector<Line> lines(const analysis::Parting& parting) const {
    const std::string one = regime(parting.one.regime).id, other = regime(parting.other.regime).id;
    std::vector<Line> lines{{0, fmt::format("{} and {}", one, other)}};
    if (parting.fault) {
      lines.push_back({1, "cannot be compared: " + parting.fault->message});
    } else if (!parting.only_one && !parting.only_other) {
      lines.push_back({1, "they never part: what is true of a case in the one is true in the other"});
    } else {
      add(one, other, parting.only_one, lines);
      add(other, one, parting.only_other, lines);
    }
    return lines;
  }

  Data data(const analysis::SharedTerm& shared) const {
    Data all{{"name", shared.name}, {"regimes", Data::array()}, {"partings", Data::array()}};
    for (const auto& use : shared.uses)
      all["regimes"].push_back({{"id", regime(use.regime).id}, {"meaning", term(use).meaning}, {"condition", condition_words(vocabulary_, regime(use.regime), term(use).when)}});
    for (const auto& parting : shared.partings) {
      const std::string one = regime(parting.one.regime).id, other = regime(parting.other.regime).id;
      Data entry{{"regimes", {one, other}}, {"fault", parting.fault ? Data(parting.fault->message) : Data(nullptr)}, {"only_in", Data::object()}};
      entry["only_in"][one] = data(parting.only_one);
      entry["only_in"][other] = data(parting.only_other);
      all["partings"].push_back(std::move(entry));
    }
    return all;
  }

 private:
  const Regime& regime(int index) const { return book_.regimes[static_cast<std::size_t>(index)]; }
  const Term& term(const analysis::TermUse& use) const { return regime(use.regime).terms[static_cast<std::size_t>(use.term)]; }
  const Fact& fact(int index) const { return vocabulary_.facts[static_cast<std::size_t>(index)]; }
  std::string reading_name(const Choice& choice) const { return fmt::format("{}.{}", regime(choice.regime).id, regime(choice.regime).readings[static_cast<std::size_t>(choice.reading)].name); }
  const Option& option(const Choice& choice) const { return regime(choice.regime).readings[static_cast<std::size_t>(choice.reading)].options[static_cast<std::size_t>(choice.option)]; }

  std::vector<std::string> words(const analysis::Witness& witness) const {
    std::vector<std::string> words;
    for (const auto& [index, code] : witness.facts) words.push_back(fmt::format("--set {}={}", fact(index).name, code_text(fact(index), code)));
    for (const auto& choice : witness.readings) words.push_back(fmt::format("--reading {}={}", reading_name(choice), option(choice).name));
    return words;
  }

  void add(const std::string& in, const std::string& not_in, const std::optional<analysis::Witness>& witness, std::vector<Line>& lines) const {
    if (!witness) {
      lines.push_back({1, fmt::format("never true in {} where it is false in {}", in, not_in)});
      return;
    }
    std::vector<std::string> parts;
    for (const auto& [index, code] : witness->facts) parts.push_back(fmt::format("{}: {}", fact(index).label, code_label(fact(index), code)));
    for (const auto& choice : witness->readings) parts.push_back(fmt::format("reading {}: {}", reading_name(choice), option(choice).label));
    lines.push_back({1, fmt::format("true in {}, false in {}: {}", in, not_in, parts.empty() ? "always" : fmt::format("{}", fmt::join(parts, "; ")))});
    std::string line;
    for (const auto& word : words(*witness)) {
      if (!line.empty() && line.size() + word.size() + 3 > kPasted) {
        lines.push_back({2, line + " \\"});
        line.clear();
      }
      line += (line.empty() ? "" : " ") + word;
    }
    if (!line.empty()) lines.push_back({2, line});
  }

  Data data(const std::optional<analysis::Witness>& witness) const {
    if (!witness) return nullptr;
    Data all{{"facts", Data::object()}, {"readings", Data::object()}, {"words", fmt::format("{}", fmt::join(words(*witness), " "))}};
    for (const auto& [index, code] : witness->facts) all["facts"][fact(index).name] = range_data(vocabulary_, {.fact = index, .spans = {{code, code}}});
    for (const auto& choice : witness->readings) all["readings"][reading_name(choice)] = option(choice).name;
    return all;
  }

  const RuleBook& book_;
  const Vocabulary& vocabulary_;
};

}  // namespace

Report terms_report(const RuleBook& book, const std::vector<analysis::SharedTerm>& terms) {
  const TermWriter writer{book};
  Report report{.data = {{"schema", "crossing.terms/1"}, {"terms", Data::array()}}};
  for (const auto& shared : terms) {
    report.heading(shared.name);
    report.table(writer.side_by_side(shared));
    std::vector<Line> lines;
    for (const auto& parting : shared.partings)
      for (auto& line : writer.lines(parting)) lines.push_back(std::move(line));
    report.list(std::move(lines));
    report.data["terms"].push_back(writer.data(shared));
  }
  report.paragraph(terms.empty() ? "No two regimes define a term of the same name."
                                 : "Each list of facts is as short as can be and settles both terms whatever else is so, at the default of each reading that it does not name, and at any option of one that has none.");
  return report;
}

}  // namespace crossing::report
