// Every field of a finding is one walk: which leaves can be reached, by which cells, and which facts part them.
#include "engine/walk.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <map>
#include <set>

namespace crossing::engine {
namespace {

using Leaves = std::set<int>;

/// Answers in the order in which they are shown: by treatments, silent last.
bool shown_before(const TreatmentSet& a, const TreatmentSet& b) {
  if (a.empty() || b.empty()) return !a.empty() && b.empty();
  return a < b;
}

class Walk {
 public:
  Walk(const Vocabulary& vocabulary, bool exclusive, const Program& program, const std::vector<Allowed>& allowed, CellList cells)
      : vocabulary_(vocabulary), exclusive_(exclusive), program_(program), allowed_(allowed), cells_(std::move(cells)) {}

  /// The leaves of `root` that the cells reach.
  Leaves leaves(Ref root) const {
    Leaves found;
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

  /// The verdict, and every answer in the order in which it is shown.
  std::pair<Verdict, std::vector<TreatmentSet>> verdict() {
    std::vector<std::vector<TreatmentSet>> by_combination;
    const CellList whole = cells_;
    const std::function<void(std::size_t)> combine = [&](std::size_t level) {
      while (level < program_.axes.size() && (program_.axes[level].reading < 0 || std::has_single_bit(whole[level]))) ++level;
      if (level == program_.axes.size()) {
        by_combination.push_back(answers(leaves(program_.root)));
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
    std::vector<TreatmentSet> all;
    bool single = true, equal = true;
    for (const auto& some : by_combination) {
      single = single && some.size() == 1;
      equal = equal && some == by_combination.front();
      for (const auto& answer : some)
        if (std::find(all.begin(), all.end(), answer) == all.end()) all.push_back(answer);
    }
    std::sort(all.begin(), all.end(), shown_before);
    if (!single) return {Verdict::undetermined, all};
    if (!equal) return {Verdict::contested, all};
    if (all.front().empty()) return {Verdict::silent, all};
    return {exclusive_ && all.front().size() > 1 ? Verdict::conflict : Verdict::decided, all};
  }

  std::vector<TreatmentSet> answers(const Leaves& reached) const {
    std::vector<TreatmentSet> sets;
    for (const int value : reached) {
      if (value == kImpossible) continue;
      const auto& set = program_.outcomes[static_cast<std::size_t>(value)];
      if (std::find(sets.begin(), sets.end(), set) == sets.end()) sets.push_back(set);
    }
    std::sort(sets.begin(), sets.end(), shown_before);
    return sets;
  }

  /// Bits of `program.answers` that stand at every leaf reached, and at some.
  std::pair<std::uint64_t, std::uint64_t> standing() const {
    std::uint64_t every = ~std::uint64_t{0}, some = 0;
    for (const int value : leaves(program_.root)) {
      if (value == kImpossible) continue;
      every &= program_.standing[static_cast<std::size_t>(value)];
      some |= program_.standing[static_cast<std::size_t>(value)];
    }
    return {every & some, some};
  }

  std::vector<Displacement> displaced() const {
    std::vector<Displacement> list;
    for (const auto& entry : program_.displaced) {
      auto always = leaves(entry.overridden);
      always.erase(kNoCompletion);
      if (always != Leaves{1}) continue;
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

  std::vector<Outcome> outcomes(const std::vector<TreatmentSet>& answers) {
    std::vector<Outcome> list;
    CellList everywhere;
    frontier(nullptr, &everywhere);
    for (const auto& answer : answers) {
      Outcome outcome{.treatments = answer};
      CellList here;
      const auto reaches = [&](int value) { return value != kImpossible && program_.outcomes[static_cast<std::size_t>(value)] == answer; };
      const auto levels = frontier(reaches, &here);
      std::uint64_t some = 0;
      for (const Ref ref : levels.back()) some |= program_.standing[static_cast<std::size_t>(leaf_value(ref))];
      outcome.clauses = clauses_in(some);
      for (std::size_t level = 0; level < program_.axes.size(); ++level) describe(program_.axes[level], cells_[level], here[level], everywhere[level], outcome);
      std::sort(outcome.facts.begin(), outcome.facts.end(), [](const FactRange& a, const FactRange& b) { return a.fact < b.fact; });
      std::sort(outcome.readings.begin(), outcome.readings.end(), [](const ReadingRange& a, const ReadingRange& b) { return a.reading < b.reading; });
      list.push_back(std::move(outcome));
    }
    return list;
  }

  std::vector<int> clauses_in(std::uint64_t bits) const {
    std::vector<int> clauses;
    for (std::size_t i = 0; i < program_.answers.size(); ++i)
      if ((bits >> i & 1) != 0) clauses.push_back(program_.answers[i].question);
    return clauses;
  }

  /// The clauses among `bits` that give `treatment`.
  std::vector<int> clauses_for(std::uint64_t bits, int treatment) const {
    for (std::size_t i = 0; i < program_.answers.size(); ++i)
      if (program_.answers[i].treatment != treatment) bits &= ~(std::uint64_t{1} << i);
    return clauses_in(bits);
  }

 private:
  using Levels = std::vector<std::set<Ref>>;

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

  /// Says under which values of the axis an outcome comes, where they are fewer than those it can have at all.
  void describe(const Axis& axis, Cells open, Cells here, Cells everywhere, Outcome& outcome) const {
    if (here == everywhere) return;
    if (axis.reading >= 0) {
      ReadingRange range{.reading = axis.reading};
      for (int i = 0; i < axis.width; ++i)
        if ((here >> i & 1) != 0) range.options.push_back(i);
      if (!std::has_single_bit(open)) outcome.readings.push_back(std::move(range));
      return;
    }
    std::vector<int> tested;
    for (const auto& atom : axis.atoms)
      if (atom.of_clause && std::find(tested.begin(), tested.end(), atom.fact) == tested.end()) tested.push_back(atom.fact);
    for (const int fact : tested) {
      if (!narrows(axis, fact, here, everywhere)) continue;
      FactRange range{.fact = fact};
      if (vocabulary_.facts[static_cast<std::size_t>(fact)].type == FactType::elapsed) {
        range.bounds = bounds_in(axis, fact, here);
      } else {
        range.spans = values_in(vocabulary_, axis, fact, here, everywhere, allowed_on(axis, allowed_));
      }
      outcome.facts.push_back(std::move(range));
    }
  }

  const Vocabulary& vocabulary_;
  bool exclusive_;
  const Program& program_;
  const std::vector<Allowed>& allowed_;
  CellList cells_;
  std::map<std::pair<Ref, Ref>, bool> differing_;
};

}  // namespace

Finding find(const Vocabulary& vocabulary, const Regime& regime, int question, const Program& program, const std::vector<Allowed>& allowed,
             const std::vector<int>& chosen) {
  const bool exclusive = vocabulary.questions[static_cast<std::size_t>(question)].exclusive;
  CellList cells = cells_of(vocabulary, program, allowed);
  for (std::size_t i = 0; i < program.axes.size(); ++i)
    if (const int reading = program.axes[i].reading; reading >= 0 && chosen[static_cast<std::size_t>(reading)] >= 0)
      cells[i] = Cells{1} << chosen[static_cast<std::size_t>(reading)];
  Walk walk{vocabulary, exclusive, program, allowed, cells};
  const auto [verdict, answers] = walk.verdict();
  Finding finding{.question = question, .verdict = verdict};

  if (verdict == Verdict::decided || verdict == Verdict::silent || verdict == Verdict::conflict) finding.displaced = walk.displaced();
  const auto [every, some] = walk.standing();
  if (verdict == Verdict::decided) {
    finding.treatments = answers.front();
    finding.clauses = walk.clauses_in(every);
    finding.clauses_possible = walk.clauses_in(some & ~every);
    for (const int clause : finding.clauses.empty() ? finding.clauses_possible : finding.clauses) {
      const Modality modality = regime.clauses[static_cast<std::size_t>(clause)].modality;
      finding.modality = finding.modality ? std::min(*finding.modality, modality) : modality;
    }
  } else if (verdict == Verdict::conflict) {
    finding.treatments = answers.front();
    for (const int treatment : answers.front()) finding.outcomes.push_back({.treatments = {treatment}, .clauses = walk.clauses_for(some, treatment)});
  } else if (verdict != Verdict::silent) {
    finding.outcomes = walk.outcomes(answers);
    finding.missing = walk.missing();
  }

  for (std::size_t i = 0; i < program.axes.size(); ++i) {
    const int reading = program.axes[i].reading;
    if (reading < 0 || chosen[static_cast<std::size_t>(reading)] < 0) continue;
    for (int option = 0; option < program.axes[i].width; ++option) {
      if (option == chosen[static_cast<std::size_t>(reading)]) continue;
      CellList other = cells;
      other[i] = Cells{1} << option;
      auto result = Walk{vocabulary, exclusive, program, allowed, std::move(other)}.verdict();
      if (result.first != verdict || result.second != answers) finding.under_other_readings.push_back({reading, option, result.first, std::move(result.second)});
    }
  }
  std::sort(finding.under_other_readings.begin(), finding.under_other_readings.end(),
            [](const OtherReading& a, const OtherReading& b) { return std::tie(a.reading, a.option) < std::tie(b.reading, b.option); });
  return finding;
}

}  // namespace crossing::engine
