// Making states: a step from a set of nodes on a letter, each set once.
#include "batch/automaton.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace crossing::batch {
namespace {

using engine::Ref;

constexpr Ref kBetween = std::numeric_limits<Ref>::max();
constexpr std::size_t kMostStates = 50000;  // beyond this many all are forgotten and made anew

std::uint64_t rare_key(int state, int letter) { return std::uint64_t{static_cast<std::uint32_t>(state)} << 32 | static_cast<std::uint32_t>(letter); }

}  // namespace

std::size_t Automaton::Hash::operator()(const Nodes& nodes) const {
  std::uint64_t h = 0x9e3779b97f4a7c15ULL;
  for (const Ref ref : nodes) h = (h ^ static_cast<std::uint32_t>(ref)) * 0x100000001b3ULL + (h >> 29);
  return static_cast<std::size_t>(h);
}

Automaton::Automaton(const engine::Program& program, std::span<const int> taken, std::vector<int> variables, const std::vector<Variable>& alphabet)
    : forest_(program.forest), program_(program), variables_(std::move(variables)), alphabet_(alphabet) {
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
  start_ = start();
}

Ref Automaton::restrict(Ref ref, std::span<const int> options, std::unordered_map<Ref, Ref>& known) {
  if (engine::is_leaf(ref)) return ref;
  if (const auto found = known.find(ref); found != known.end()) return found->second;
  const int level = forest_.level(ref);
  if (const int option = options[static_cast<std::size_t>(level)]; option >= 0) return known[ref] = restrict(forest_.child(ref, option), options, known);
  std::vector<Ref> children;
  for (int i = 0; i < forest_.width(level); ++i) children.push_back(restrict(forest_.child(ref, i), options, known));
  return known[ref] = forest_.node(level, children);
}

int Automaton::start() {
  nodes_.clear();
  levels_.clear();
  steps_.clear();
  rare_.clear();
  known_.clear();
  return intern(roots_);
}

int Automaton::intern(const Nodes& nodes) {
  int level = forest_.levels();
  bool some = false;
  for (const Ref ref : nodes) {
    if (ref == kBetween) continue;
    some = true;
    level = std::min(level, forest_.level(ref));
  }
  if (!some) return end_of(-1);
  if (level == forest_.levels()) {
    const auto [known, added] = numbers_.emplace(nodes, static_cast<int>(results_.size()));
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
    return end_of(known->second);
  }
  const auto [known, added] = known_.emplace(nodes, static_cast<int>(steps_.size()));
  if (added) {
    const int variable = variables_[static_cast<std::size_t>(level)];
    const int width = alphabet_[static_cast<std::size_t>(variable)].foreseen();
    steps_.push_back(head(variable, width));
    steps_.push_back(static_cast<int>(nodes_.size()));
    steps_.resize(steps_.size() + static_cast<std::size_t>(width), kUnmade);
    nodes_.push_back(nodes);
    levels_.push_back(level);
  }
  return known->second;
}

int Automaton::step(int at, int letter) {
  if (const auto known = rare_.find(rare_key(at, letter)); known != rare_.end()) return known->second;
  const auto place = static_cast<std::size_t>(at);
  const auto state = static_cast<std::size_t>(steps_[place + 1]);
  const int level = levels_[state];
  const auto& cell_of = cells_[static_cast<std::size_t>(level)];
  Cells cells = 0;
  const Cells here = alphabet_[static_cast<std::size_t>(variable_of(steps_[place]))].cells(letter);
  for (std::size_t i = 0; i < cell_of.size(); ++i)
    if ((here >> i & 1) != 0) cells |= Cells{1} << cell_of[i];
  Nodes next;
  std::size_t begin = 0;  // of the combination that is being filled
  const auto close = [&] {
    std::sort(next.begin() + static_cast<std::ptrdiff_t>(begin), next.end());
    next.erase(std::unique(next.begin() + static_cast<std::ptrdiff_t>(begin), next.end()), next.end());
  };
  const auto take = [&](Ref ref) {
    if (ref != engine::leaf(engine::kImpossible)) next.push_back(ref);
  };
  for (const Ref ref : nodes_[state]) {
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
  const int to = intern(next);
  if (letter < width_of(steps_[place])) {
    steps_[place + kHead + static_cast<std::size_t>(letter)] = to;
  } else {
    rare_[rare_key(at, letter)] = to;
  }
  return to;
}

int Automaton::begin() {
  if (nodes_.size() > kMostStates) start_ = start();
  return start_;
}

}  // namespace crossing::batch
