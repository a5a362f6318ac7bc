// One diagram made to be read with facts missing: a state is the set of nodes that a case can still be at, a letter what it says
// of the next facts. States and steps are made when first needed and kept (the subset construction, done lazily).
#pragma once

#include <span>
#include <unordered_map>

#include "batch/variable.hpp"
#include "engine/walk.hpp"

namespace crossing::batch {

class Automaton {
 public:
  /// `taken`: for each reading of the regime the option taken, or -1 if it is open. `variables`: for each axis of the program the
  /// index of the variable on its facts among `alphabet` (readings: anything). Both are read, and `alphabet` grows elsewhere.
  Automaton(const engine::Program& program, std::span<const int> taken, std::vector<int> variables, const std::vector<Variable>& alphabet);

  /// The number of what the letters of a case lead to; -1 if no completion is left.
  int run(Letters& letters) {
    int at = begin();
    while (at >= 0) {
      const int* state = steps_.data() + at;
      const int letter = letters[variable_of(*state)];
      const int to = letter < width_of(*state) ? state[kHead + letter] : kUnmade;
      at = to == kUnmade ? step(at, letter) : to;
    }
    return number_of(at);
  }

  /// For each number the leaves behind it.
  const std::vector<engine::Leaves>& results() const { return results_; }

 private:
  // A state is the place in steps_ where it begins, so that a run touches one list and little of it. A step is such a place, kUnmade if
  // it has not been asked for, and below that stands what the run ends with: number -1 (nothing is left) ends with -2.
  static constexpr int kUnmade = -1, kHead = 2;
  static constexpr int end_of(int number) { return -3 - number; }
  static constexpr int number_of(int end) { return -3 - end; }
  // What a state reads: the variable in the lower half, the letters it has room for in the upper.
  static constexpr int head(int variable, int width) { return variable | width << 16; }
  static constexpr int variable_of(int head) { return head & 0xFFFF; }
  static constexpr int width_of(int head) { return head >> 16; }

  using Nodes = std::vector<engine::Ref>;  ///< of each combination of open readings in turn, with kBetween between two

  int begin();
  int step(int at, int letter);
  int intern(const Nodes& nodes);
  int start();
  engine::Ref restrict(engine::Ref ref, std::span<const int> options, std::unordered_map<engine::Ref, engine::Ref>& known);

  engine::Forest forest_;
  const engine::Program& program_;
  std::vector<int> variables_;
  const std::vector<Variable>& alphabet_;
  std::vector<std::vector<int>> cells_;  ///< for each level the program's cell of each cell of the variable
  Nodes roots_;
  int start_ = 0;

  struct Hash {
    std::size_t operator()(const Nodes& nodes) const;
  };
  std::vector<Nodes> nodes_;  ///< of each state
  std::vector<int> levels_;   ///< of each state
  std::vector<int> steps_;    ///< for each state what it reads, its number, and a step for each letter that it has room for
  std::unordered_map<std::uint64_t, int> rare_;  ///< steps on letters for which states have no room
  std::unordered_map<Nodes, int, Hash> known_;
  std::unordered_map<Nodes, int, Hash> numbers_;
  std::vector<engine::Leaves> results_;
};

}  // namespace crossing::batch
