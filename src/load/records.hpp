// Records of a batch to statements: one case a line of JSON, or one a line of comma-separated values.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "crossing/crossing.hpp"
#include "load/fields.hpp"

namespace crossing::load {

enum class RecordFormat { jsonl, csv };

/// Where a record stands: the name of its input and the line on which it begins, from 1.
struct Place {
  std::string_view input;
  std::uint64_t line = 0;

  std::string text() const { return std::string{input} + ":" + std::to_string(line); }
};

/// Reads records. One object a thread; `book` must outlive it.
class Records {
 public:
  Records(const RuleBook& book, RecordFormat format);
  ~Records();
  Records(Records&&) noexcept;

  /// CSV: takes the first record, which names the columns. Complains about names that are no base fact, `id` or already there.
  bool header(std::string_view record, const Place& place, Diagnostics& faults);

  /// Reads one record, without its line end. Its bytes must be readable for kPadding bytes beyond its end, and the first of them
  /// must be a line end or zero.
  /// False after faults, which point at the place.
  bool read(std::string_view record, const Place& place, Record& out, Diagnostics& faults);

  static constexpr std::size_t kPadding = 64;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace crossing::load
