// Terms that several regimes define under one name, and for each two of them the few facts on which they part.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "crossing/finding.hpp"

namespace crossing::analysis {

/// Facts under which a term is true and another false, whatever else is so: in every completion, without presumptions. None of the
/// facts can be dropped. Closed readings are at their default and open ones either way, except those named here.
struct Witness {
  std::vector<std::pair<int, Code>> facts{};  ///< in the order of the vocabulary
  std::vector<Choice> readings{};
};

struct TermUse {
  int regime = -1, term = -1;
};

/// How two uses of a term part. Nothing on one side: whoever falls under it there falls under the other, too.
struct Parting {
  TermUse one{}, other{};
  std::optional<Witness> only_one{}, only_other{};
  std::optional<Diagnostic> fault{};  ///< why the two cannot be compared
};

struct SharedTerm {
  std::string name{};
  std::vector<TermUse> uses{};        ///< by regime
  std::vector<Parting> partings{};    ///< each two of the uses
};

/// In the order in which the names first come up.
std::vector<SharedTerm> shared_terms(const RuleBook& book);

}  // namespace crossing::analysis
