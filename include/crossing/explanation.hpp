// Why each operative clause of a regime does or does not stand in a case.
#pragma once

#include <vector>

#include "crossing/finding.hpp"

namespace crossing {

enum class Standing {
  stands,     ///< applies in every completion, and no applying clause overrides any of its answers
  displaced,  ///< applies in every completion, and is always overridden
  waits,      ///< depends on facts that are missing, or on open readings
  fails,      ///< applies in no completion
};
std::string_view name_of(Standing standing);

struct ClauseAccount {
  int clause = -1;
  Standing standing{};
  std::vector<int> by{};        ///< displaced: the clauses that override it; waits: those that could
  std::vector<int> fails_on{};  ///< fails: the fewest facts that would have to be otherwise
  std::vector<int> waits_for{}; ///< waits: missing facts on which it depends
  std::vector<int> readings{};  ///< waits: open readings on which it depends; fails: readings under which it could apply
  bool near_miss = false;     ///< fails, and would apply in some completion if one fact were changed
};

struct RegimeExplanation {
  int regime = -1;
  std::vector<ClauseAccount> accounts{};  ///< operative clauses: standing, displaced, waiting, then failing, nearest first
};

}  // namespace crossing
