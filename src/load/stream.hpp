// A long input in pieces of whole records, in constant memory.
#pragma once

#include <cstdint>
#include <string>

#include "load/records.hpp"

namespace crossing::load {

/// Whole records that follow each other in the input, or one longer than kMaxRecord, which is not kept.
struct Chunk {
  std::string room{};     ///< for the bytes of the records
  Unread left{};          ///< lines are counted from the first of the chunk: those before it are known once they were all read
  std::uint64_t end = 0;  ///< bytes of the input up to here
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

  /// Goes on from a place further on: after `offset` bytes of the input. False after a fault.
  bool skip(std::uint64_t offset, Diagnostics& faults);

  /// The next chunk; false at the end of the input or after a fault (a read that failed midway). A chunk that is passed again keeps its
  /// room, which then needs no filling.
  bool next(Chunk& chunk, Diagnostics& faults);

  /// What the input is called in complaints, once it was opened.
  const std::string& name() const { return name_; }

  /// Bytes of the whole input; 0 if that is not known.
  std::uint64_t size() const { return size_; }

 private:
  bool fill(std::string& room, std::size_t& used, std::size_t wanted, Diagnostics& faults);
  bool fill_rest(std::size_t wanted, Diagnostics& faults);
  bool pass_over(std::uint64_t& lines, Diagnostics& faults);

  std::string name_;
  RecordFormat format_{};
  std::size_t chunk_size_ = 0;
  int file_ = -1;
  bool ended_ = false;
  std::uint64_t size_ = 0, offset_ = 0;
  std::string rest_;  ///< read, and not given out
};

}  // namespace crossing::load
