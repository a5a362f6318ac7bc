// What a set of cases shows of a rule book: which clauses decide somewhere, which are missed by one fact, which readings matter,
// and whether both sides of each number and date are met.
#pragma once

#include <string>
#include <vector>

#include "crossing/crossing.hpp"

namespace crossing::analysis {

struct ClauseCoverage {
  int regime = -1, clause = -1;
  std::vector<int> decisive{};  ///< cases in which it is named in a decided finding that would be another without it
  std::vector<int> near_miss{}; ///< cases in which it does not apply, and would if one fact were changed
};

struct ReadingCoverage {
  int regime = -1, reading = -1;
  std::vector<int> cases{};  ///< cases in which an option of it changes an answer
};

/// A place where a test turns: the last value before it and the first after it.
struct BoundaryCoverage {
  int regime = -1, fact = -1;
  std::string below{}, above{};
  std::vector<int> met_below{}, met_above{};  ///< cases with exactly that value
};

struct Coverage {
  std::vector<ClauseCoverage> clauses{};  ///< operative clauses only
  std::vector<ReadingCoverage> readings{};
  std::vector<BoundaryCoverage> boundaries{};

  /// Of all that could be covered (decisive and near miss for each clause, each reading, both sides of each boundary), how much is, in percent.
  double percent() const;
};

/// What the cases show of these regimes. Cases that do not hold together count for nothing.
Coverage measure(const RuleBook& book, const std::vector<Case>& cases, const std::vector<int>& regimes);

}  // namespace crossing::analysis
