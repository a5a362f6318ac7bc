// Reads blocks and cuts them after the last record that is whole; a record without end is passed over once it is too long.
#include "load/stream.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "load/files.hpp"

namespace crossing::load {

Stream::~Stream() {
  if (file_ > 0) ::close(file_);
}

bool Stream::open(const std::string& path, RecordFormat format, std::size_t chunk_size, Diagnostics& faults) {
  name_ = input_name(path);
  format_ = format;
  chunk_size_ = chunk_size;
  file_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) {
    faults.push_back(complain(Fault::cannot_open, {name_, {}}, {reason(errno)}));
    return false;
  }
  struct stat status {};
  if (::fstat(file_, &status) == 0) {
    if (S_ISDIR(status.st_mode)) {
      faults.push_back(complain(Fault::is_a_folder, {name_, {}}, {}));
      return false;
    }
    if (S_ISREG(status.st_mode)) size_ = static_cast<std::uint64_t>(status.st_size);
  }
  // In JSON lines the mark is left for the reader of cases, which takes one and no more.
  if (!fill_rest(kByteOrderMark.size(), faults)) return false;
  if (format == RecordFormat::csv && std::string_view{rest_}.starts_with(kByteOrderMark)) {
    rest_.erase(0, kByteOrderMark.size());
    offset_ = kByteOrderMark.size();
  }
  return true;
}

bool Stream::take_first(std::string& record, Diagnostics& faults) {
  Cut cut;
  for (std::size_t wanted = 4096; !cut.whole && !ended_ && rest_.size() <= kMaxRecord; wanted *= 2) {
    if (!fill_rest(wanted, faults)) return false;
    cut = cut_record(rest_, format_);
  }
  if (!cut.whole) cut.next = rest_.size();
  record = rest_.substr(0, cut.next);
  rest_.erase(0, cut.next);
  offset_ += cut.next;
  return true;
}

bool Stream::skip(std::uint64_t offset, Diagnostics& faults) {
  if (size_ > 0 && ::lseek(file_, static_cast<off_t>(offset), SEEK_SET) >= 0) {
    rest_.clear();
    ended_ = false;
  } else {
    // What cannot be gone to is read and passed over.
    for (std::uint64_t left = offset - offset_; left > 0;) {
      if (!fill_rest(static_cast<std::size_t>(std::min<std::uint64_t>(left, std::uint64_t{1} << 16)), faults)) return false;
      if (rest_.empty()) {
        faults.push_back(complain(Fault::other_run, {name_, {}}, {"input"}, "it ends before the place that the run had come to"));
        return false;
      }
      const auto passed = static_cast<std::size_t>(std::min<std::uint64_t>(left, rest_.size()));
      rest_.erase(0, passed);
      left -= passed;
    }
  }
  offset_ = offset;
  return true;
}

/// Reads until so many bytes of `room` are used or the input ends; false after a fault.
bool Stream::fill(std::string& room, std::size_t& used, std::size_t wanted, Diagnostics& faults) {
  while (!ended_ && used < wanted) {
    const std::size_t most = std::max(wanted, used + (std::size_t{1} << 12));
    room.resize(std::max(room.size(), most + Records::kPadding));
    const auto got = ::read(file_, room.data() + used, most - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      faults.push_back(complain(Fault::read_failed, {name_, {}}, {reason(errno)}));
      return false;
    }
    used += static_cast<std::size_t>(got);
    ended_ = got == 0;
  }
  return true;
}

bool Stream::fill_rest(std::size_t wanted, Diagnostics& faults) {
  std::size_t used = rest_.size();
  const bool good = fill(rest_, used, wanted, faults);
  rest_.resize(used);
  return good;
}

bool Stream::next(Chunk& chunk, Diagnostics& faults) {
  std::size_t used = rest_.size(), whole = 0;
  chunk.room.resize(std::max(chunk.room.size(), used + Records::kPadding));
  rest_.copy(chunk.room.data(), used);
  for (std::size_t wanted = chunk_size_; whole == 0; wanted = std::max(wanted, used) + chunk_size_) {
    if (!fill(chunk.room, used, wanted, faults)) return false;
    if (used == 0) return false;
    whole = ended_ ? used : whole_records({chunk.room.data(), used}, format_);  // at the end of the input all is whole
    if (whole == 0 && used > kMaxRecord) break;
  }
  rest_.assign(chunk.room, whole, used - whole);
  chunk.left = {.bytes = {chunk.room.data(), whole}};
  if (whole == 0 && !pass_over(chunk.left.too_long.emplace(0), faults)) return false;
  offset_ += whole;
  chunk.end = offset_;
  std::fill_n(chunk.room.begin() + static_cast<std::ptrdiff_t>(whole), Records::kPadding, '\0');
  return true;
}

/// The beginning of a record that is too long is at hand: lets it go, and the bytes after it until the record ends; counts its lines.
bool Stream::pass_over(std::uint64_t& lines, Diagnostics& faults) {
  RecordEnd record{format_};
  for (bool ends = false; !ends && !rest_.empty();) {
    std::size_t at = 0;
    for (; at < rest_.size() && !ends; ++at) {
      if (rest_[at] == '\n') ++lines;
      ends = record.ends(rest_[at]);
    }
    offset_ += at;
    rest_.erase(0, at);
    if (!ends && !fill_rest(chunk_size_, faults)) return false;
  }
  return true;
}

}  // namespace crossing::load
