// Where records end: bytes to the first record among them, in lines of JSON or in comma-separated values.
#pragma once

#include <cstdint>
#include <string_view>

namespace crossing::load {

enum class RecordFormat { jsonl, csv };

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The longest record that is read.
inline constexpr std::size_t kMaxRecord = std::size_t{1} << 20;

/// The first record among some bytes.
struct Cut {
  std::size_t end = 0, next = 0;  ///< where it ends without its line end, and where the next one begins
  std::uint64_t lines = 0;        ///< so many end in it
  bool whole = false;             ///< its line end is there
};

Cut cut_record(std::string_view bytes, RecordFormat format);

/// How many of these bytes are whole records.
std::size_t whole_records(std::string_view bytes, RecordFormat format);

/// Finds where a record ends, byte by byte. In CSV quotes open a cell only where it begins; anywhere else they are a fault of that cell, and
/// the line end still ends the record, so that one slip does not swallow the records after it.
class RecordEnd {
 public:
  explicit RecordEnd(RecordFormat format) : format_(format) {}

  /// Takes the next byte; true if the record ends with it.
  bool ends(char c) {
    if (at_ == At::quoted) {
      if (c == '"') at_ = At::closing;
      return false;
    }
    const bool opens = c == '"' && at_ != At::plain && format_ == RecordFormat::csv;  // after a quote that closes, a second one is part of the cell
    at_ = opens ? At::quoted : c == ',' || c == '\n' ? At::beginning : At::plain;
    return c == '\n';
  }

 private:
  enum class At { beginning, plain, quoted, closing };
  RecordFormat format_;
  At at_ = At::beginning;
};

}  // namespace crossing::load
