// Every field of a finding is one walk: which leaves can be reached, by which cells, and which facts part them.
#include "engine/walk.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <map>
#include <set>
#include <utility>

namespace crossing::engine {
namespace {

/// Answers in the order in which they are shown: by treatments, silent last.
bool shown_before(const TreatmentSet& a, const TreatmentSet& b) {
  if (a.empty() || b.empty()) return !a.empty() && b.empty();
  return a < b;
}

/// The answers that the leaves give, each once, as they are shown.
std::vector<TreatmentSet> answers_of(const Program& program, const std::vector<int>& leaves) {
  std::vector<TreatmentSet> sets;
  for (const int value : leaves) {
    const auto& set = program.outcomes[static_cast<std::size_t>(value)];
    if (std::find(sets.begin(), sets.end(), set) == sets.end()) sets.push_back(set);
  }
  std::sort(sets.begin(), sets.end(), shown_before);
  return sets;
}

/// The verdict, and every answer in the order in which it is shown.
std::pair<Verdict, std::vector<TreatmentSet>> judge(const Program& program, bool exclusive, const Leaves& leaves) {
  std::vector<TreatmentSet> all;
  bool single = true, equal = true;
  const auto first = answers_of(program, leaves.front());
  for (const auto& some : leaves) {
    const auto answers = answers_of(program, some);
    single = single && answers.size() == 1;
    equal = equal && answers == first;
    for (const auto& answer : answers)
      if (std::find(all.begin(), all.end(), answer) == all.end()) all.push_back(answer);
  }
  std::sort(all.begin(), all.end(), shown_before);
  if (!single) return {Verdict::undetermined, all};
  if (!equal) return {Verdict::contested, all};
  if (all.front().empty()) return {Verdict::silent, all};
  return {exclusive && all.front().size() > 1 ? Verdict::conflict : Verdict::decided, all};
}

/// The clauses whose answers the bits name.
std::vector<int> clauses_in(const Program& program, std::uint64_t bits) {
  std::vector<int> clauses;
  for (std::size_t i = 0; i < program.answers.size(); ++i)
    if ((bits >> i & 1) != 0) clauses.push_back(program.answers[i].question);
  return clauses;
}

bool is_exclusive(const Vocabulary& vocabulary, int question) { return vocabulary.questions[static_cast<std::size_t>(question)].exclusive; }

class Walk {
 public:
  Walk(const Vocabulary& vocabulary, const Program& program, const std::vector<Allowed>& allowed, CellList cells)
      : vocabulary_(vocabulary), program_(program), allowed_(allowed), cells_(std::move(cells)) {}

  /// The leaves of `root` that the cells reach.
  std::set<int> leaves(Ref root) const {
    std::set<int> found;
    std::set<Ref> seen;
    std::vector<Ref> open{root};
    while (!open.empty()) {
      const Ref ref = open.back();
      open.pop_back();
      if (is_leaf(ref)) {
        found.insert(leaf_value(ref));
        continue;
      }
      if (!seen.insert(ref).second) continue;
      const int level = program_.forest.level(ref);
      for (int i = 0; i < program_.forest.width(level); ++i)
        if (open_cell(level, i)) open.push_back(program_.forest.child(ref, i));
    }
    return found;
  }

  /// The leaves of the program for each combination of the readings that are open.
  Leaves leaves_by_combination() {
    Leaves by_combination;
    const CellList whole = cells_;
    const std::function<void(std::size_t)> combine = [&](std::size_t level) {
      while (level < program_.axes.size() && (program_.axes[level].reading < 0 || std::has_single_bit(whole[level]))) ++level;
      if (level == program_.axes.size()) {
        auto reached = leaves(program_.root);
        reached.erase(kImpossible);
        by_combination.emplace_back(reached.begin(), reached.end());
        return;
      }
      for (int i = 0; i < program_.axes[level].width; ++i) {
        if ((whole[level] >> i & 1) == 0) continue;
        cells_[level] = Cells{1} << i;
        combine(level + 1);
      }
      cells_[level] = whole[level];
    };
    combine(0);
    return by_combination;
  }

  std::vector<Displacement> displaced() const {
    std::vector<Displacement> list;
    for (const auto& entry : program_.displaced) {
      auto always = leaves(entry.overridden);
      always.erase(kNoCompletion);
      if (always != std::set<int>{1}) continue;
      for (const auto& [by, diagram] : entry.by)
        if (leaves(diagram).contains(1)) list.push_back({entry.clause, by});
    }
    return list;
  }

  /// Base facts that can change the answer alone.
  std::vector<int> missing() {
    std::vector<int> facts;
    const auto levels = frontier(nullptr);
    for (std::size_t level = 0; level < program_.axes.size(); ++level) {
      const Axis& axis = program_.axes[level];
      if (axis.reading >= 0 || std::has_single_bit(cells_[level])) continue;
      for (std::size_t which = 0; which < axis.bases.size(); ++which) {
        const auto families = axis.bases.size() == 1 ? std::vector<Cells>{cells_[level]} : alone(vocabulary_, axis, which, allowed_on(axis, allowed_));
        const bool parts = std::any_of(levels[level].begin(), levels[level].end(), [&](Ref ref) {
          return program_.forest.level(ref) == static_cast<int>(level) && parts_answers(ref, families);
        });
        if (parts) facts.push_back(axis.bases[which]);
      }
    }
    std::sort(facts.begin(), facts.end());
    return facts;
  }

  /// Says of each outcome under which facts and readings it comes.
  void describe(std::vector<Outcome>& outcomes) {
    for (std::size_t level = 0; level < program_.axes.size(); ++level) {
      const Axis& axis = program_.axes[level];
      if (axis.reading >= 0) {
        if (std::has_single_bit(cells_[level])) continue;
        const Ways& ways = ways_to(outcomes, cells_);
        for (std::size_t i = 0; i < outcomes.size(); ++i) describe_reading(axis, ways.to[i][level], ways.at_all[level], outcomes[i]);
        continue;
      }
      for (const int fact : tested_on(axis)) {
        CellList cells = with_value(fact);
        if (std::find(cells.begin(), cells.end(), Cells{0}) != cells.end()) continue;  // it has none in any completion
        const Ways& ways = ways_to(outcomes, std::move(cells));
        for (std::size_t i = 0; i < outcomes.size(); ++i) describe_fact(axis, fact, ways.to[i][level], ways.at_all[level], outcomes[i]);
      }
    }
    for (auto& outcome : outcomes) {
      std::sort(outcome.facts.begin(), outcome.facts.end(), [](const FactRange& a, const FactRange& b) { return a.fact < b.fact; });
      std::sort(outcome.readings.begin(), outcome.readings.end(), [](const ReadingRange& a, const ReadingRange& b) { return a.reading < b.reading; });
    }
  }

 private:
  using Levels = std::vector<std::set<Ref>>;

  /// The cells of each level by which the ways lead to each outcome, and to any.
  struct Ways {
    CellList at_all{};
    std::vector<CellList> to{};
  };

  const Ways& ways_to(const std::vector<Outcome>& outcomes, CellList cells) {
    const auto [known, added] = ways_.try_emplace(cells);
    if (!added) return known->second;
    const CellList whole = std::exchange(cells_, std::move(cells));
    frontier(nullptr, &known->second.at_all);
    for (const auto& outcome : outcomes) {
      const auto reaches = [&](int value) { return value != kImpossible && program_.outcomes[static_cast<std::size_t>(value)] == outcome.treatments; };
      frontier(reaches, &known->second.to.emplace_back());
    }
    cells_ = whole;
    return known->second;
  }

  /// The facts that clauses test on the axis.
  static std::vector<int> tested_on(const Axis& axis) {
    std::vector<int> tested;
    for (const auto& atom : axis.atoms)
      if (atom.of_clause && std::find(tested.begin(), tested.end(), atom.fact) == tested.end()) tested.push_back(atom.fact);
    return tested;
  }

  /// The cells in which the fact has a value: those in which the only_if of its bases are true.
  CellList with_value(int fact) const {
    CellList cells = cells_;
    for (const int base : bases_of(vocabulary_, fact)) {
      for (const auto& conjunct : vocabulary_.fact(base).only_if) {
        const bool negated = conjunct.kind == Condition::Kind::negation;
        const Condition& test = negated ? conjunct.parts.front() : conjunct;
        for (std::size_t level = 0; level < program_.axes.size(); ++level) {
          const Axis& axis = program_.axes[level];
          const auto atom = std::find(axis.atoms.begin(), axis.atoms.end(), Atom{test.subject, test.test, false});
          if (atom == axis.atoms.end()) continue;
          for (int i = 0; i < axis.width; ++i)
            if ((axis.cells[static_cast<std::size_t>(i)] >> (atom - axis.atoms.begin()) & 1) == (negated ? 1U : 0U)) cells[level] &= ~(Cells{1} << i);
        }
      }
    }
    return cells;
  }

  bool open_cell(int level, int cell) const { return (cells_[static_cast<std::size_t>(level)] >> cell & 1) != 0; }

  /// What lies at each level on the ways from the root to the leaves that `wanted` accepts (null: every possible one);
  /// `used` gets the cells that those ways take. The last entry holds the leaves.
  Levels frontier(const std::function<bool(int)>& wanted, CellList* used = nullptr) {
    std::map<Ref, bool> leads;
    const std::function<bool(Ref)> reaches = [&](Ref ref) {
      if (is_leaf(ref)) return wanted ? wanted(leaf_value(ref)) : leaf_value(ref) != kImpossible;
      if (const auto known = leads.find(ref); known != leads.end()) return known->second;
      const int level = program_.forest.level(ref);
      bool any = false;
      for (int i = 0; i < program_.forest.width(level) && !any; ++i) any = open_cell(level, i) && reaches(program_.forest.child(ref, i));
      return leads[ref] = any;
    };
    Levels levels(program_.axes.size() + 1);
    if (used != nullptr) used->assign(program_.axes.size(), 0);
    if (reaches(program_.root)) levels[0].insert(program_.root);
    for (std::size_t level = 0; level < program_.axes.size(); ++level) {
      for (const Ref ref : levels[level]) {
        for (int i = 0; i < program_.axes[level].width; ++i) {
          if (!open_cell(static_cast<int>(level), i)) continue;
          const Ref next = program_.forest.down(ref, static_cast<int>(level), i);
          if (!reaches(next)) continue;
          levels[level + 1].insert(next);
          if (used != nullptr) (*used)[level] |= Cells{1} << i;
        }
      }
    }
    return levels;
  }

  bool parts_answers(Ref ref, const std::vector<Cells>& families) {
    const int width = program_.forest.width(program_.forest.level(ref));
    for (const Cells family : families)
      for (int i = 0; i < width; ++i)
        for (int j = i + 1; j < width; ++j)
          if ((family >> i & 1) != 0 && (family >> j & 1) != 0 && differ(program_.forest.child(ref, i), program_.forest.child(ref, j))) return true;
    return false;
  }

  /// Whether some completion of what lies below gives different answers at `a` and at `b`, both possible.
  bool differ(Ref a, Ref b) {
    if (a == b || a == leaf(kImpossible) || b == leaf(kImpossible)) return false;
    if (is_leaf(a) && is_leaf(b))
      return program_.outcomes[static_cast<std::size_t>(leaf_value(a))] != program_.outcomes[static_cast<std::size_t>(leaf_value(b))];
    const auto key = std::minmax(a, b);
    if (const auto known = differing_.find(key); known != differing_.end()) return known->second;
    const int level = std::min(program_.forest.level(a), program_.forest.level(b));
    bool any = false;
    for (int i = 0; i < program_.forest.width(level) && !any; ++i)
      any = open_cell(level, i) && differ(program_.forest.down(a, level, i), program_.forest.down(b, level, i));
    return differing_[key] = any;
  }

  /// Says under which options an outcome comes, where they are fewer than those under which any does.
  static void describe_reading(const Axis& axis, Cells here, Cells at_all, Outcome& outcome) {
    if (here == at_all) return;
    ReadingRange range{.reading = axis.reading};
    for (int i = 0; i < axis.width; ++i)
      if ((here >> i & 1) != 0) range.options.push_back(i);
    outcome.readings.push_back(std::move(range));
  }

  /// Says under which values of the fact an outcome comes, where they are fewer than those that it can have at all.
  void describe_fact(const Axis& axis, int fact, Cells here, Cells at_all, Outcome& outcome) const {
    if (here == 0 || !narrows(axis, fact, here, at_all)) return;
    FactRange range{.fact = fact};
    if (vocabulary_.facts[static_cast<std::size_t>(fact)].type == FactType::elapsed) {
      range.bounds = bounds_in(axis, fact, here);
    } else {
      range.spans = values_in(vocabulary_, axis, fact, here, at_all, allowed_on(axis, allowed_));
    }
    outcome.facts.push_back(std::move(range));
  }

  const Vocabulary& vocabulary_;
  const Program& program_;
  const std::vector<Allowed>& allowed_;
  CellList cells_;
  std::map<std::pair<Ref, Ref>, bool> differing_;
  std::map<CellList, Ways> ways_;
};

}  // namespace

Finding summary(const Vocabulary& vocabulary, const Regime& regime, int question, const Program& program, const Leaves& leaves) {
  const auto [verdict, answers] = judge(program, is_exclusive(vocabulary, question), leaves);
  Finding finding{.question = question, .verdict = verdict};
  std::uint64_t every = ~std::uint64_t{0}, some = 0;
  std::map<TreatmentSet, std::uint64_t> for_answer;
  for (const auto& combination : leaves) {
    for (const int value : combination) {
      const auto bits = program.standing[static_cast<std::size_t>(value)];
      every &= bits;
      some |= bits;
      for_answer[program.outcomes[static_cast<std::size_t>(value)]] |= bits;
    }
  }
  if (verdict == Verdict::decided) {
    finding.treatments = answers.front();
    finding.clauses = clauses_in(program, every & some);
    finding.clauses_possible = clauses_in(program, some & ~every);
    for (const int clause : finding.clauses.empty() ? finding.clauses_possible : finding.clauses) {
      const Modality modality = regime.clauses[static_cast<std::size_t>(clause)].modality;
      finding.modality = finding.modality ? std::min(*finding.modality, modality) : modality;
    }
  } else if (verdict == Verdict::conflict) {
    finding.treatments = answers.front();
    for (const int treatment : answers.front()) {
      std::uint64_t giving = some;
      for (std::size_t i = 0; i < program.answers.size(); ++i)
        if (program.answers[i].treatment != treatment) giving &= ~(std::uint64_t{1} << i);
      finding.outcomes.push_back({.treatments = {treatment}, .clauses = clauses_in(program, giving)});
    }
  } else if (verdict != Verdict::silent) {
    for (const auto& answer : answers) finding.outcomes.push_back({.treatments = answer, .clauses = clauses_in(program, for_answer[answer])});
  }
  return finding;
}

Finding find(const Vocabulary& vocabulary, const Regime& regime, int question, const Program& program, const std::vector<Allowed>& allowed,
             const std::vector<int>& chosen) {
  CellList cells = cells_of(vocabulary, program, allowed);
  for (std::size_t i = 0; i < program.axes.size(); ++i)
    if (const int reading = program.axes[i].reading; reading >= 0 && chosen[static_cast<std::size_t>(reading)] >= 0)
      cells[i] = Cells{1} << chosen[static_cast<std::size_t>(reading)];
  Walk walk{vocabulary, program, allowed, cells};
  const Leaves leaves = walk.leaves_by_combination();
  Finding finding = summary(vocabulary, regime, question, program, leaves);
  if (finding.verdict == Verdict::undetermined || finding.verdict == Verdict::contested) {
    walk.describe(finding.outcomes);
    finding.missing = walk.missing();
  } else {
    finding.displaced = walk.displaced();
  }

  const bool exclusive = is_exclusive(vocabulary, question);
  const auto here = judge(program, exclusive, leaves);
  for (std::size_t i = 0; i < program.axes.size(); ++i) {
    const int reading = program.axes[i].reading;
    if (reading < 0 || chosen[static_cast<std::size_t>(reading)] < 0) continue;
    for (int option = 0; option < program.axes[i].width; ++option) {
      if (option == chosen[static_cast<std::size_t>(reading)]) continue;
      CellList other = cells;
      other[i] = Cells{1} << option;
      auto there = judge(program, exclusive, Walk{vocabulary, program, allowed, std::move(other)}.leaves_by_combination());
      if (there != here) finding.under_other_readings.push_back({reading, option, there.first, std::move(there.second)});
    }
  }
  std::sort(finding.under_other_readings.begin(), finding.under_other_readings.end(),
            [](const OtherReading& a, const OtherReading& b) { return std::tie(a.reading, a.option) < std::tie(b.reading, b.option); });
  return finding;
}

}  // namespace crossing::engine
