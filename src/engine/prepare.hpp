// A case made ready for the diagrams: which codes each base fact can have, and which presumptions are made.
#pragma once

#include <utility>
#include <vector>

#include "engine/program.hpp"

namespace crossing::engine {

struct Prepared {
  std::vector<Allowed> allowed{};  ///< for each fact of the vocabulary; derived and set facts: empty
  std::vector<int> presumed{};     ///< facts of which the presumption is made; `allowed` holds it
  std::vector<Allowed> stated{};   ///< as `allowed`, nothing presumed
};

/// Complains if the stated facts leave no completion.
Checked<Prepared> prepare(const Vocabulary& vocabulary, const Frame& frame, const Case& the_case, bool presumptions);

/// Whether some completion is left where the facts can have these codes.
bool leads_on(const Vocabulary& vocabulary, const Program& program, const std::vector<Allowed>& allowed);

/// The one fact that a conjunct of an only_if reads, and what the conjunct leaves of it.
std::pair<int, Allowed> left_by(const Vocabulary& vocabulary, const Condition& conjunct);

/// The cells of every axis that the allowed codes reach; a reading axis gets all its options.
std::vector<Cells> cells_of(const Vocabulary& vocabulary, const Program& program, const std::vector<Allowed>& allowed);

std::vector<const Allowed*> allowed_on(const Axis& axis, const std::vector<Allowed>& allowed);

}  // namespace crossing::engine
