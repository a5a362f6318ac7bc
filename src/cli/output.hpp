// A file that appears whole: written beside its place under the name with .part, and put there when all is well.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace crossing::cli {

/// Every call gives 0, or the error number. Standard output and devices have no part, and closing them is only a check.
class Output {
 public:
  /// `path` empty or "-": standard output. A link is followed to the file that it stands for.
  explicit Output(const std::string& path);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  std::string part() const { return path_ + ".part"; }
  std::string name() const { return path_.empty() ? "standard output" : path_; }
  bool is_file() const { return !path_.empty() && !device_; }

  /// Opens the part and keeps its first `keep` bytes (none: anew).
  int open(std::uint64_t keep);
  int write(std::string_view text);
  std::uint64_t written() const { return written_; }

  /// Closes the part and gives it its name.
  int finish();

 private:
  std::string path_;
  bool device_ = false;  ///< a terminal, a pipe, a null device: there is nothing that could appear whole
  int file_ = -1;
  std::uint64_t written_ = 0;
};

/// Writes a small file whole, in one step for whoever looks.
int write_file(const std::string& path, std::string_view text);

}  // namespace crossing::cli
