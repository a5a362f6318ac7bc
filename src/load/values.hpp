// The one reader of fact values: decides keys, types and ranges for cases, the command line and conditions alike.
#pragma once

#include "load/reader.hpp"

namespace crossing::load {

/// One literal of `fact`, as a span: exact, or for a date the days of what is written. `intervals` also lets a/b through.
std::optional<Span> read_literal(const Fact& fact, const At& at, bool intervals, Diagnostics& faults);

/// What a case says of `fact`: a literal (dates may be intervals, sets are lists), or the word "unknown".
std::optional<Statement> read_statement(const Fact& fact, const At& at, Diagnostics& faults);

/// A test of `fact` as conditions write it.
std::optional<Test> read_test(const Fact& fact, const At& at, Diagnostics& faults);

/// When an instrument was made: a day, or the month, year or interval of which no more is known.
std::optional<Span> read_issue(const At& at, Diagnostics& faults);

std::string_view type_words(FactType type);

}  // namespace crossing::load
