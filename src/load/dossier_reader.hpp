// JSON of what lies beside the rules to References, Figures and Tensions; every clause they name must be in the rule book.
#pragma once

#include "crossing/dossier.hpp"
#include "load/reader.hpp"

namespace crossing::load {

/// Each always gives what could be read; faults go to `faults`.
References read_references(const RuleBook& book, const At& at, Diagnostics& faults);
Figures read_figures(const RuleBook& book, const At& at, Diagnostics& faults);
Tensions read_tensions(const RuleBook& book, const At& at, Diagnostics& faults);

}  // namespace crossing::load
