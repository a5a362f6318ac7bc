// JSON of an instrument to Regime.
#pragma once

#include "load/reader.hpp"

namespace crossing::load {

/// Always gives what could be read; faults go to `faults`.
Regime read_regime(const Vocabulary& vocabulary, const At& at, Diagnostics& faults);

}  // namespace crossing::load
