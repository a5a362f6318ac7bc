// JSON of a vocabulary to Vocabulary.
#pragma once

#include "load/reader.hpp"

namespace crossing::load {

/// Always gives what could be read, so that regimes can still be checked against it; faults go to `faults`.
Vocabulary read_vocabulary(const At& at, Diagnostics& faults);

}  // namespace crossing::load
