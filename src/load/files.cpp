// POSIX reads, because a stream on a folder, or one that fails midway, looks like an empty file.
#include "load/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "load/json.hpp"

namespace crossing::load {

std::string reason(int error) { return std::generic_category().message(error); }

std::string input_name(const std::string& path) { return path == "-" ? "(standard input)" : path; }

std::optional<Text> read_file(const std::string& path, Diagnostics& faults) {
  const bool standard_input = path == "-";
  Text text{input_name(path), {}};
  const int file = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    faults.push_back(complain(Fault::cannot_open, {text.name, {}}, {reason(errno)}));
    return std::nullopt;
  }
  const auto done = [&](std::optional<Diagnostic> complaint) {
    if (!standard_input) ::close(file);
    if (complaint) faults.push_back(std::move(*complaint));
    return !complaint.has_value();
  };
  struct stat status {};
  if (::fstat(file, &status) == 0 && S_ISDIR(status.st_mode)) {
    done(complain(Fault::is_a_folder, {text.name, {}}, {}));
    return std::nullopt;
  }
  std::array<char, 1 << 16> buffer{};
  while (true) {
    const auto got = ::read(file, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      done(complain(Fault::read_failed, {text.name, {}}, {reason(errno)}));
      return std::nullopt;
    }
    if (got == 0) break;
    text.bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.bytes.size() > kMaxBytes) {
      done(complain(Fault::too_large, {text.name, {}}, {std::to_string(kMaxBytes)}));
      return std::nullopt;
    }
  }
  done(std::nullopt);
  return text;
}

std::vector<std::string> json_files(const std::string& folder, Diagnostics& faults) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator entry{folder, error}, end; !error && entry != end; entry.increment(error)) {
    std::error_code unread;  // a link that leads nowhere is a file that cannot be opened
    if (entry->path().extension() == ".json" && !entry->is_directory(unread)) files.push_back(entry->path().string());
  }
  if (error) faults.push_back(complain(Fault::cannot_open, {folder, {}}, {error.message()}));
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace crossing::load
