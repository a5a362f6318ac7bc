// Making states: a step from a set of nodes on a letter, each set once.
#include "batch/automaton.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace crossing::batch {
namespace {

using engine::Ref;

constexpr Ref kBetween = std::numeric_limits<Ref>::max();

std::uint64_t rare_key(int at, int letter) { return std::uint64_t{static_cast<std::uint32_t>(at)} << 32 | static_cast<std::uint32_t>(letter); }

}  // namespace

Automaton::Automaton(const engine::Program& program, std::span<const int> taken, std::vector<int> variables, const std::vector<Variable>& alphabet, Steps& steps)
    : forest_(program.forest.widths()), program_(program), variables_(std::move(variables)), alphabet_(alphabet), steps_(steps) {
  for (std::size_t level = 0; level < program.axes.size(); ++level) {
    const auto& axis = program.axes[level];
    cells_.push_back(axis.reading >= 0 ? std::vector<int>{} : alphabet_[static_cast<std::size_t>(variables_[level])].cells_of(axis));
  }
  std::vector<int> options(program.axes.size(), -1);  // the option at each level that is a reading
  std::vector<Ref> roots;
  const std::function<void(std::size_t)> combine = [&](std::size_t level) {
    if (level == options.size()) {
      std::unordered_map<Ref, Ref> known;
      roots.push_back(restrict(program_.root, options, known));
      return;
    }
    const int reading = program_.axes[level].reading;
    const int option = reading < 0 ? -1 : taken[static_cast<std::size_t>(reading)];
    const int last = reading < 0 ? -1 : option < 0 ? program_.axes[level].width - 1 : option;
    for (options[level] = reading < 0 ? -1 : std::max(option, 0);; ++options[level]) {
      const int here = options[level];
      combine(level + 1);
      options[level] = here;
      if (here == last) break;
    }
  };
  combine(0);
  // Combinations that come to one diagram always give the same answers, and a verdict asks only whether answers are equal.
  std::sort(roots.begin(), roots.end());
  roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  for (const Ref root : roots) {
    if (!roots_.empty()) roots_.push_back(kBetween);
    roots_.push_back(root);
  }
  start_ = intern(roots_);
}

Ref Automaton::restrict(Ref ref, std::span<const int> options, std::unordered_map<Ref, Ref>& known) {
  if (engine::is_leaf(ref)) return ref;
  if (const auto found = known.find(ref); found != known.end()) return found->second;
  const auto& all = program_.forest;
  const int level = all.level(ref);
  if (const int option = options[static_cast<std::size_t>(level)]; option >= 0) return known[ref] = restrict(all.child(ref, option), options, known);
  std::vector<Ref> children;
  for (int i = 0; i < all.width(level); ++i) children.push_back(restrict(all.child(ref, i), options, known));
  return known[ref] = forest_.node(level, children);
}

void Automaton::begin_anew() {
  sets_.clear();
  states_.clear();
  rare_.clear();
  start_ = intern(roots_);
}

int Automaton::intern(const Nodes& nodes) {
  int level = forest_.levels();
  bool some = false;
  for (const Ref ref : nodes) {
    if (ref == kBetween) continue;
    some = true;
    level = std::min(level, forest_.level(ref));
  }
  if (!some) return Steps::end_of(-1);
  if (level == forest_.levels()) {
    const auto [number, added] = ends_.add(nodes);
    if (added) {
      engine::Leaves leaves(1);
      for (const Ref ref : nodes) {
        if (ref == kBetween) {
          leaves.emplace_back();
        } else {
          leaves.back().push_back(engine::leaf_value(ref));
        }
      }
      results_.push_back(std::move(leaves));
    }
    return Steps::end_of(static_cast<int>(number));
  }
  const auto [state, added] = sets_.add(nodes);
  if (added) {
    const int variable = variables_[static_cast<std::size_t>(level)];
    states_.push_back({level, steps_.add(variable, alphabet_[static_cast<std::size_t>(variable)].foreseen(), static_cast<int>(state))});
  }
  return states_[state].step;
}

int Automaton::make_step(int at, Letters& letters, Sheet& sheet) {
  const int variable = Steps::variable_of(at), letter = letters.letter(sheet, variable);
  const auto state = static_cast<std::size_t>(steps_.state(at));
  if (letter >= alphabet_[static_cast<std::size_t>(variable)].foreseen()) {
    const auto [rare, added] = rare_.try_emplace(rare_key(at, letter), Steps::kUnmade);
    if (added) rare->second = lead(state, letter);
    return rare->second;
  }
  if (steps_.made(at, letter) == Steps::kUnmade) {
    const int to = lead(state, letter);  // before its place is looked for, since this makes the list longer
    steps_.made(at, letter) = to;
  }
  return steps_.made(at, letter);
}

int Automaton::lead(std::size_t state, int letter) {
  const int level = states_[state].level;
  const auto& cell_of = cells_[static_cast<std::size_t>(level)];
  Cells cells = 0;
  const Cells here = alphabet_[static_cast<std::size_t>(variables_[static_cast<std::size_t>(level)])].cells(letter);
  for (std::size_t i = 0; i < cell_of.size(); ++i)
    if ((here >> i & 1) != 0) cells |= Cells{1} << cell_of[i];
  Nodes& next = next_;
  next.clear();
  std::size_t begin = 0;  // of the combination that is being filled
  const auto close = [&] {
    std::sort(next.begin() + static_cast<std::ptrdiff_t>(begin), next.end());
    next.erase(std::unique(next.begin() + static_cast<std::ptrdiff_t>(begin), next.end()), next.end());
  };
  const auto take = [&](Ref ref) {
    if (ref != engine::leaf(engine::kImpossible)) next.push_back(ref);
  };
  for (const Ref ref : sets_[state]) {
    if (ref == kBetween) {
      close();
      next.push_back(kBetween);
      begin = next.size();
    } else if (forest_.level(ref) != level) {
      take(ref);
    } else {
      for (int i = 0; i < forest_.width(level); ++i)
        if ((cells >> i & 1) != 0) take(forest_.child(ref, i));
    }
  }
  close();
  return intern(next);
}

void Lockstep::run(std::span<Sheet> sheets, std::span<int> numbers) {
  runners_.resize(numbers.size());
  std::size_t count = 0, place = 0;
  for (const Sheet& sheet : sheets) {
    for (const Automaton& automaton : automata_) {
      const int at = automaton.start(), wanted = numbers[place];
      runners_[count] = {at, static_cast<std::uint32_t>(place), sheet.rooms.data()};
      count += wanted >= 0 && at >= 0 ? 1 : 0;
      numbers[place++] = wanted >= 0 ? at : Steps::end_of(-1);
    }
  }
  Runner* const runners = runners_.data();
  const int* steps = steps_.list();
  while (count > 0) {
    std::size_t left = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto [at, here, rooms] = runners[i];
      int to = Steps::after(steps, at, rooms);
      if (to == Steps::kUnmade) {
        to = automata_[here % automata_.size()].make_step(at, letters_, sheets[here / automata_.size()]);
        steps = steps_.list();
      }
      numbers[here] = to;
      runners[left] = {to, here, rooms};
      left += to >= 0 ? 1 : 0;  // no jump: nobody could foresee it
    }
    count = left;
  }
  for (int& number : numbers) number = Steps::number_of(number);
}

}  // namespace crossing::batch
