// One finding, read off a program by walking its diagram with the cells that a case leaves.
#pragma once

#include <vector>

#include "crossing/finding.hpp"
#include "engine/prepare.hpp"

namespace crossing::engine {

/// Cells for each axis of the program: of the case for facts, of the choice made for readings.
using CellList = std::vector<Cells>;

/// The leaves that a case can reach, for each combination of open readings: a set each, kImpossible left out.
using Leaves = std::vector<std::vector<int>>;

/// What the leaves alone tell: verdict, treatments, modality, clauses, and for each outcome its treatments and clauses.
Finding summary(const Vocabulary& vocabulary, const Regime& regime, int question, const Program& program, const Leaves& leaves);

/// The finding for `question`. `chosen`: for each reading of the regime the option taken, or -1 if it is open.
Finding find(const Vocabulary& vocabulary, const Regime& regime, int question, const Program& program, const std::vector<Allowed>& allowed,
             const std::vector<int>& chosen);

}  // namespace crossing::engine
