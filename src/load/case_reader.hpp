// JSON of cases to Case: facts through the one reader of values, expectations against the rule book.
#pragma once

#include "load/reader.hpp"

namespace crossing::load {

Case read_case(const RuleBook& book, const At& at, Diagnostics& faults);

/// Puts `text` (FACT=VALUE; the value as in a case file, quotes left out) into `the_case` and marks the fact as set.
void assign(const RuleBook& book, const std::string& text, Case& the_case, Diagnostics& faults);

/// A truth value as spreadsheets, R and Python write it outside JSON; nothing if the word is none.
std::optional<bool> flag_of(std::string_view word);

/// A case without a file: every fact absent.
Case empty_case(const RuleBook& book, std::string id);

}  // namespace crossing::load
