// POSIX calls, each of them looked at: a full disk may show at a write, at the close or at the rename.
#include "cli/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace crossing::cli {

Output::Output(const std::string& path) : path_(path == "-" ? "" : path) {
  std::error_code error;
  if (std::filesystem::is_symlink(path_, error)) path_ = std::filesystem::weakly_canonical(path_, error).string();
  const auto status = std::filesystem::status(path_, error);
  device_ = !path_.empty() && std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) && !std::filesystem::is_directory(status);
}

Output::~Output() {
  if (file_ >= 0 && !path_.empty()) ::close(file_);
}

int Output::open(std::uint64_t keep) {
  written_ = keep;
  if (path_.empty()) {
    file_ = STDOUT_FILENO;
    return 0;
  }
  if (device_) {
    file_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    return file_ < 0 ? errno : 0;
  }
  std::error_code error;
  if (std::filesystem::is_directory(path_, error)) return EISDIR;  // or the rename would say so in the end
  file_ = ::open(part().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (keep == 0 ? O_TRUNC : 0), 0666);
  if (file_ < 0) return errno;
  if (keep > 0 && (::ftruncate(file_, static_cast<off_t>(keep)) != 0 || ::lseek(file_, 0, SEEK_END) < 0)) return errno;
  return 0;
}

int Output::write(std::string_view text) {
  written_ += text.size();
  while (!text.empty()) {
    const auto got = ::write(file_, text.data(), text.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(got));
  }
  return 0;
}

int Output::finish() {
  if (path_.empty() || file_ < 0) return 0;
  const int closed = ::close(file_);
  file_ = -1;
  if (closed != 0) return errno;
  if (device_) return 0;
  return std::rename(part().c_str(), path_.c_str()) == 0 ? 0 : errno;
}

int write_file(const std::string& path, std::string_view text) {
  Output file{path};
  if (const int error = file.open(0); error != 0) return error;
  if (const int error = file.write(text); error != 0) return error;
  return file.finish();
}

}  // namespace crossing::cli
