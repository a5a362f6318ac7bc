// One diagram made to be read with facts missing: a state is the set of nodes that a case can still be at, a letter what it says
// of the next facts. States and steps are made when first needed and kept (the subset construction, done lazily).
#pragma once

#include <span>
#include <unordered_map>

#include "batch/node_sets.hpp"
#include "batch/steps.hpp"
#include "engine/walk.hpp"

namespace crossing::batch {

class Automaton {
 public:
  /// `taken`: for each reading of the regime the option taken, or -1 if it is open. `variables`: for each axis of the program the
  /// index of the variable on its facts among `alphabet` (readings: anything). Both are read, and `alphabet` grows elsewhere.
  /// `steps` is shared with other automata and outlives them.
  Automaton(const engine::Program& program, std::span<const int> taken, std::vector<int> variables, const std::vector<Variable>& alphabet, Steps& steps);

  /// The number of what the letters of a case lead to; -1 if no completion is left.
  int run(Letters& letters, Sheet& sheet) {
    int at = start_;
    while (at >= 0) {
      const int to = steps_.after(at, sheet.rooms.data());
      at = to != Steps::kUnmade ? to : make_step(at, letters, sheet);
    }
    return Steps::number_of(at);
  }

  /// The step at which a run begins; it may be an end.
  int start() const { return start_; }

  /// The step that follows `at`, where that is not made, or its letter not worked out.
  int make_step(int at, Letters& letters, Sheet& sheet);

  /// Forgets all states after `steps` was cleared; what its runs ended with keeps its number.
  void begin_anew();

  /// For each number the leaves behind it.
  const std::vector<engine::Leaves>& results() const { return results_; }

 private:
  using Nodes = std::vector<engine::Ref>;  ///< of each combination of open readings in turn, with kBetween between two

  int lead(std::size_t state, int letter);
  int intern(const Nodes& nodes);
  /// The diagram of the program under `ref`, made anew with these options taken.
  engine::Ref restrict(engine::Ref ref, std::span<const int> options, std::unordered_map<engine::Ref, engine::Ref>& known);

  engine::Forest forest_;  ///< what is left of the program once readings have their options
  const engine::Program& program_;
  std::vector<int> variables_;
  const std::vector<Variable>& alphabet_;
  Steps& steps_;
  std::vector<std::vector<int>> cells_;  ///< for each level the program's cell of each cell of the variable
  Nodes roots_, next_;  ///< next_: the nodes of the state that is being made
  int start_ = 0;

  struct State {
    int level = 0;
    int step = Steps::kUnmade;  ///< that leads to it
  };
  NodeSets sets_;  ///< of each state its nodes
  std::vector<State> states_;
  std::unordered_map<std::uint64_t, int> rare_;  ///< steps on letters for which states have no room
  NodeSets ends_;                                ///< what runs ended with, by its number
  std::vector<engine::Leaves> results_;
};

/// Runs automata over cases, a step of each in turn, so that none waits for what another has to fetch from memory.
class Lockstep {
 public:
  Lockstep(std::vector<Automaton>& automata, const Steps& steps, Letters& letters) : automata_(automata), steps_(steps), letters_(letters) {}

  /// Over each sheet each automaton whose place in `numbers` (an entry for each automaton of each sheet) is not negative; what run() of it
  /// gives is put there.
  void run(std::span<Sheet> sheets, std::span<int> numbers);

 private:
  struct Runner {
    int at = 0;
    std::uint32_t place = 0;  ///< among the numbers
    const std::uint8_t* rooms = nullptr;
  };

  std::vector<Automaton>& automata_;
  const Steps& steps_;
  Letters& letters_;
  std::vector<Runner> runners_;
};

}  // namespace crossing::batch
