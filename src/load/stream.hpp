// A long input in pieces of whole records, in constant memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "load/records.hpp"

namespace crossing::load {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The longest record that is read.
inline constexpr std::size_t kMaxRecord = std::size_t{1} << 20;

/// A chunk has no more records than this, so that a file of empty lines takes no more room than another.
inline constexpr std::size_t kMostRecords = std::size_t{1} << 14;

/// A record among bytes: from where to where it goes without its line end, and where the next one begins.
struct Cut {
  std::size_t begin = 0, end = 0, next = 0;
  std::uint64_t line = 0;   ///< of the input, on which it begins
  std::uint64_t lines = 0;  ///< so many end in it
  bool whole = false;       ///< its line end is there
};

/// The record that begins at `from`; its line is left open.
Cut cut_record(std::string_view bytes, std::size_t from, RecordFormat format);

/// Whole records that follow each other in the input, kMostRecords at the most.
struct Chunk {
  std::string bytes{};            ///< its first `size` bytes are the records with their line ends; Records::kPadding zeros follow, and what was left there
  std::size_t size = 0;
  std::vector<Cut> records{};     ///< where each of them is
  std::uint64_t first_line = 1;   ///< of the input, counted from 1
  std::uint64_t next_line = 1;    ///< the line after the last one
  std::uint64_t end = 0;          ///< bytes of the input up to here
  bool too_long = false;          ///< one record longer than kMaxRecord: it is not kept
};

class Stream {
 public:
  Stream() = default;
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// Opens `path` ("-": standard input). False after a fault.
  bool open(const std::string& path, RecordFormat format, std::size_t chunk_size, Diagnostics& faults);

  /// Takes the first record off the input, with its line end; empty if there is none. False after a fault.
  bool take_first(std::string& record, Diagnostics& faults);

  /// Goes on from a place further on: after `offset` bytes of the input, at line `line`. False after a fault.
  bool skip(std::uint64_t offset, std::uint64_t line, Diagnostics& faults);

  /// The next chunk; false at the end of the input or after a fault (a read that failed midway). A chunk that is passed again keeps its
  /// room, which then needs no filling.
  bool next(Chunk& chunk, Diagnostics& faults);

  /// Bytes of the whole input; 0 if that is not known.
  std::uint64_t size() const { return size_; }

 private:
  bool fill(std::string& room, std::size_t& used, std::size_t wanted, Diagnostics& faults);
  bool fill_rest(std::size_t wanted, Diagnostics& faults);
  std::size_t cut(Chunk& chunk, std::size_t used) const;
  bool pass_over(Diagnostics& faults);

  std::string name_;
  RecordFormat format_{};
  std::size_t chunk_size_ = 0;
  int file_ = -1;
  bool ended_ = false;
  std::uint64_t size_ = 0, offset_ = 0, line_ = 1;
  std::string rest_;  ///< read, and not given out
};

}  // namespace crossing::load
