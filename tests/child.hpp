// Runs the command as a child process, in pipes, files or a terminal, and gives back what it wrote and how it ended.
#pragma once

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>

#include "support.hpp"

namespace crossing::tests {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

/// The words of a command line, as a message shows them.
inline std::string joined(const Words& words) {
  std::string text;
  for (const auto& word : words) text += word + " ";
  return text;
}

// ---- the child ----

/// What surrounds a run. An environment entry without `=` removes the variable.
struct Around {
  std::string input{};
  std::string folder{};
  Words environment{};
  int output = -1;  ///< file descriptor to use for standard output instead of one that is read back
};

struct Ran {
  int status = -1;  ///< exit status; the negative number of a signal
  std::string out{}, err{};
};

/// A file without a name, so that neither side can wait for the other as with pipes.
class Nameless {
 public:
  Nameless() : file_(std::tmpfile(), &std::fclose) { REQUIRE(file_); }
  int number() const { return ::fileno(file_.get()); }
  void write(const std::string& text) const {
    REQUIRE(std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size());
    std::rewind(file_.get());
  }
  std::string read() const {
    std::rewind(file_.get());
    std::string text;
    for (int c = std::fgetc(file_.get()); c != EOF; c = std::fgetc(file_.get())) text += static_cast<char>(c);
    return text;
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

inline Words environment_with(const Words& changes) {
  const auto name = [](const std::string& entry) { return entry.substr(0, entry.find('=')); };
  Words all;
  for (char** entry = environ; *entry != nullptr; ++entry)
    if (std::none_of(changes.begin(), changes.end(), [&](const std::string& change) { return name(change) == name(*entry); })) all.emplace_back(*entry);
  for (const auto& change : changes)
    if (change.find('=') != std::string::npos) all.push_back(change);
  return all;
}

/// Starts the command with these files as its standard ones.
inline pid_t start(const Words& arguments, const Around& around, int in, int out, int err) {
  Words words{CROSSING_COMMAND};
  words.insert(words.end(), arguments.begin(), arguments.end());
  Words variables = environment_with(around.environment);
  std::vector<char*> argv, envp;
  for (auto& word : words) argv.push_back(word.data());
  for (auto& variable : variables) envp.push_back(variable.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const bool ready = ::dup2(in, STDIN_FILENO) >= 0 && ::dup2(out, STDOUT_FILENO) >= 0 && ::dup2(err, STDERR_FILENO) >= 0 &&
                       (around.folder.empty() || ::chdir(around.folder.c_str()) == 0);
    if (ready) ::execve(argv.front(), argv.data(), envp.data());
    ::_exit(127);
  }
  return child;
}

inline int status_of(pid_t child) {
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

inline Ran run(const Words& arguments, const Around& around = {}) {
  const Nameless in, out, err;
  in.write(around.input);
  const pid_t child = start(arguments, around, in.number(), around.output < 0 ? out.number() : around.output, err.number());
  Ran ran;
  ran.status = status_of(child);
  ran.out = out.read();
  ran.err = err.read();
  return ran;
}

/// What a terminal of so many columns shows; empty where there are no pseudo terminals.
inline std::optional<std::string> on_terminal(const Words& arguments, int columns, const Words& environment) {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0) return std::nullopt;
  const int slave = ::open(::ptsname(master), O_RDWR | O_NOCTTY);
  if (slave < 0) return std::nullopt;
  termios plain{};
  ::tcgetattr(slave, &plain);
  plain.c_oflag &= ~static_cast<tcflag_t>(OPOST);  // line breaks as they were written
  ::tcsetattr(slave, TCSANOW, &plain);
  winsize size{};
  size.ws_col = static_cast<unsigned short>(columns);
  size.ws_row = 24;
  ::ioctl(slave, TIOCSWINSZ, &size);
  const Nameless in, err;
  const pid_t child = start(arguments, {.environment = environment}, in.number(), slave, err.number());
  ::close(slave);
  std::string text;
  std::array<char, 4096> buffer{};
  // The end of a terminal whose other side is closed is an error, not an end of file.
  for (auto got = ::read(master, buffer.data(), buffer.size()); got > 0; got = ::read(master, buffer.data(), buffer.size()))
    text.append(buffer.data(), static_cast<std::size_t>(got));
  ::close(master);
  CHECK(status_of(child) == 0);
  CHECK(err.read().empty());
  return text;
}

/// A folder that goes away with its test.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "crossing-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string folder(const std::string& name) const {
    fs::create_directories(folder_ / name);
    return path(name);
  }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{path(name), std::ios::binary} << text;
    return path(name);
  }
  /// A rule folder of the harbour, with these clauses.
  std::string rules(const std::string& name, const std::string& clauses) const {
    folder(name);
    write(name + "/vocabulary.json", kHarbour);
    write(name + "/order.json", regime_text(clauses));
    return path(name);
  }

 private:
  fs::path folder_;
};

// ---- looking at text ----

inline Words lines_of(const std::string& text) {
  Words lines;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The code points of UTF-8 text; the tests look at nothing else.
inline std::vector<char32_t> points_of(const std::string& text) {
  std::vector<char32_t> points;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U && !points.empty()) {
      points.back() = points.back() << 6U | (byte & 0x3FU);
    } else {
      points.push_back(byte < 0x80 ? byte : byte < 0xE0 ? byte & 0x1FU : byte < 0xF0 ? byte & 0x0FU : byte & 0x07U);
    }
  }
  return points;
}

/// Columns of the widest line; Chinese and Korean characters take two.
inline std::size_t widest(const std::string& text) {
  std::size_t most = 0;
  for (const auto& line : lines_of(text)) {
    std::size_t columns = 0;
    for (const char32_t point : points_of(line)) columns += point >= 0x2E80 && point <= 0xD7A3 ? 2 : 1;
    most = std::max(most, columns);
  }
  return most;
}

/// No control character but the line break, and nothing that turns the direction of writing.
inline bool harmless(const std::string& text) {
  const auto points = points_of(text);
  return std::none_of(points.begin(), points.end(), [](char32_t point) {
    return (point < 0x20 && point != '\n') || (point >= 0x7F && point < 0xA0) || point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069);
  });
}

}  // namespace crossing::tests
