// Where automata go next, in one list for all of them: a place for each state, there a step for each letter that is foreseen.
#pragma once

#include <vector>

#include "batch/variable.hpp"

namespace crossing::batch {

/// A step is one number. It names the state that it leads to by what is read there and by the place of its steps, so that a run touches
/// little memory: the variable in the lower bits, the place above them. Below zero stands kUnmade, if the step has not been asked for, and
/// beyond that the number of what the run ends with.
class Steps {
 public:
  static constexpr int kUnmade = -1;
  static constexpr std::size_t kVariables = std::size_t{1} << 10;  ///< no more of them can be told apart

  static constexpr int end_of(int number) { return -3 - number; }  // of -1 (nothing is left): -2
  static constexpr int number_of(int end) { return -3 - end; }
  static constexpr int variable_of(int step) { return step & static_cast<int>(kVariables - 1); }
  static constexpr std::size_t place_of(int step) { return static_cast<std::size_t>(step) / kVariables; }

  /// Makes room for a new state that reads this variable, and gives the step to it. `state`: what its automaton calls it.
  int add(int variable, int foreseen, int state) {
    list_.push_back(state);
    const std::size_t place = list_.size();
    list_.resize(place + static_cast<std::size_t>(foreseen) + 1, kUnmade);
    return static_cast<int>(place * kVariables) | variable;
  }

  int state(int step) const { return list_[place_of(step) - 1]; }

  /// The step that follows `step`; kUnmade if it is not made, or the letter is not worked out yet or too rare to have room here.
  int after(int step, const std::uint8_t* rooms) const { return after(list(), step, rooms); }
  /// The same for whoever keeps list() at hand, which is good until the next add().
  static int after(const int* list, int step, const std::uint8_t* rooms) { return list[place_of(step) + rooms[variable_of(step)]]; }
  const int* list() const { return list_.data(); }
  int& made(int step, int letter) { return list_[place_of(step) + static_cast<std::size_t>(letter)]; }

  /// Beyond so many all are better forgotten and made anew. What one case adds still has its places.
  bool full() const { return list_.size() > kMost; }
  void clear() { list_.clear(); }

 private:
  static constexpr std::size_t kMost = std::size_t{1} << 20;  // half of what a step can name

  std::vector<int> list_;
};

}  // namespace crossing::batch
