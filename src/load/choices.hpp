// What a case or the command line says of a reading.
#pragma once

#include "load/reader.hpp"

namespace crossing::load {

/// `name` is REGIME.NAME, `option` one of the options of that reading or `open`. Complains at `at` if it is not so.
std::optional<Choice> read_choice(const RuleBook& book, const std::string& name, const std::string& option, const At& at, Diagnostics& faults);

}  // namespace crossing::load
