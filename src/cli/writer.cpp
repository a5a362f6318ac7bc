// POSIX writes, because a stream on a full disk ends with status 0 and a cut file.
#include "cli/writer.hpp"

#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace crossing::cli {
namespace {

/// 0, or the error number.
int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

Status write_out(std::string_view text, bool* gone) {
  const int error = write_all(STDOUT_FILENO, text);
  if (gone != nullptr) *gone = error == EPIPE;
  if (error == 0 || error == EPIPE) return Status::answered;
  write_error("error: standard output: " + std::generic_category().message(error) + "\n");
  return Status::input_output;
}

void write_error(std::string_view text) { write_all(STDERR_FILENO, text); }

}  // namespace crossing::cli
