// Complaints about data: what they are, where they point, and the one table of their wording.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crossing {

/// A place in an input. Syntax faults have a line and a column (both from 1, columns in bytes); all others an RFC 6901 pointer,
/// and in a batch the line on which the record begins. 0: there is none.
struct Location {
  std::string file{};
  std::string pointer{};
  std::int64_t line = 0;
  int column = 0;

  friend bool operator==(const Location&, const Location&) = default;
};

/// Every kind of complaint there is. The wording is in diagnostic.cpp, one row each.
enum class Fault {
  cannot_open, is_a_folder, read_failed, too_large,
  bad_utf8, bad_syntax, too_deep, duplicate_key,
  wrong_schema, wrong_type, unknown_key, missing_key, unknown_word, bad_id, repeated_id, empty_list, file_name,
  bad_number, out_of_range, bad_date, reversed_interval, bad_time, bad_duration,
  unknown_fact, unknown_value, unknown_question, unknown_treatment, unknown_term, unknown_reading, unknown_option,
  unknown_clause, unknown_regime, unknown_case,
  test_mismatch, derived_stated, set_tested, bad_only_if, bad_derivation, linked_facts, too_many_values,
  treatment_question, question_twice, half_operative, self_override, override_ring, override_misses, term_ring,
  order_dates, excluded_date, effect_dates,
  exactly_one, bad_decimal, unknown_figure, divides_by_zero, too_many_digits, other_regime, not_shown,
  contradiction, bad_assignment, nothing_given, no_rules,
  bad_cell, wrong_cells, no_header, unfinished_output, other_run,
};

struct Diagnostic {
  Fault fault{};
  Location where{};
  std::string message{};  ///< one clause, lower case, no full stop
  std::string help{};     ///< what would be right; may be empty

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

/// A value, or complaints. `value` is present only if nothing was wrong.
template <typename T>
struct [[nodiscard]] Checked {
  std::optional<T> value{};
  Diagnostics diagnostics;

  explicit operator bool() const { return value.has_value(); }
};

/// The name of a fault as tests and JSON print it ("duplicate-key").
std::string_view fault_name(Fault fault);

/// All faults, in the order of the enum.
std::span<const Fault> all_faults();

/// Fills the wording of `fault` with `arguments`, in order.
Diagnostic complain(Fault fault, Location where, std::span<const std::string> arguments, std::string help = {});
Diagnostic complain(Fault fault, Location where, std::initializer_list<std::string> arguments, std::string help = {});

/// "file#/pointer: error: message" or "file:line:column: error: message", then an indented help line if there is help.
std::string to_text(const Diagnostic& diagnostic);

/// The help line for a name that is not among `known`: the nearest one, then the list if it is short.
std::string suggest(std::string_view name, std::span<const std::string> known);

}  // namespace crossing
