// Reads a condition: names become indices, tests are held against their facts.
#pragma once

#include "load/reader.hpp"

namespace crossing::load {

/// What names a condition may use. Without a regime (the vocabulary's own conditions) there are no terms and readings.
struct Scope {
  const Vocabulary& vocabulary;
  const Regime* regime = nullptr;
};

Condition read_condition(const Scope& scope, const At& at, Diagnostics& faults);

/// Reads `{name: option, …}`.
std::vector<ReadingChoice> read_choices(const Regime& regime, const At& at, Diagnostics& faults);

}  // namespace crossing::load
