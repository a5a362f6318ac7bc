// Records of a batch to statements: one case a line of JSON, or one a line of comma-separated values.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "crossing/crossing.hpp"
#include "load/cut.hpp"

namespace crossing::load {

/// Records that are still to be read: whole ones with their line ends, which follow each other. Records::kPadding bytes beyond them can be
/// read, and are zeros.
struct Unread {
  std::string_view bytes{};
  std::uint64_t line = 1;  ///< on which they begin
  std::optional<std::uint64_t> too_long{};  ///< before them stood one of so many lines that was too long to be kept

  bool empty() const { return bytes.empty() && !too_long; }
};

/// A record that was taken off, and whether it says what a case can.
struct Taken {
  std::string_view bytes{};  ///< with its line end; empty if it was too long
  std::uint64_t line = 0;    ///< on which it begins
  bool good = false;
};

/// Reads records. One object a thread; `book` must outlive it.
class Records {
 public:
  /// `input`: what the input is called where something is wrong with it.
  Records(const RuleBook& book, RecordFormat format, std::string input);
  ~Records();
  Records(Records&&) noexcept;

  /// CSV: takes the first record, which names the columns. Complains about names that are no base fact, `id` or already there.
  bool header(std::string_view record, Diagnostics& faults);

  /// Reads the next record and takes it off; lines on which there is none are passed over. Empty at the end. One that is not good has
  /// faults, which point at its line.
  std::optional<Taken> next(Unread& left, Record& out, Diagnostics& faults);

  static constexpr std::size_t kPadding = 64;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace crossing::load
