// What any program must do at least: read every field of every case with simdjson and write a line for it, here always the same one.
// baseline IN LENGTH: JSON lines in; LENGTH is the length of the line that is written to standard output, its end included. Says
// megabytes a second on standard error.
#include <fcntl.h>
#include <simdjson.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

int main(int argc, char** argv) {
  if (argc != 3) return EXIT_FAILURE;
  const auto start = std::chrono::steady_clock::now();
  const int in = ::open(argv[1], O_RDONLY);
  if (in < 0) return EXIT_FAILURE;
  const std::string line = std::string(static_cast<std::size_t>(std::atoi(argv[2])) - 1, 'x') + "\n";
  constexpr std::size_t kBlock = std::size_t{1} << 18;
  std::string buffer, answers;
  simdjson::ondemand::parser parser;
  std::size_t read_bytes = 0, strings = 0, others = 0;
  for (bool more = true; more;) {
    const std::size_t before = buffer.size();
    buffer.resize(before + kBlock + simdjson::SIMDJSON_PADDING);
    const auto got = ::read(in, buffer.data() + before, kBlock);
    if (got < 0) return EXIT_FAILURE;
    more = got > 0;
    const std::size_t size = before + static_cast<std::size_t>(got);
    std::size_t at = 0;
    for (const char* end; (end = static_cast<const char*>(std::memchr(buffer.data() + at, '\n', size - at))) != nullptr;) {
      const auto length = static_cast<std::size_t>(end - buffer.data()) - at;
      simdjson::ondemand::document document = parser.iterate(buffer.data() + at, length, length + simdjson::SIMDJSON_PADDING);
      for (auto field : document.get_object()) {
        std::string_view key = field.unescaped_key();
        if (key == "id") {
          std::string_view id = field.value().get_string();
          strings += id.size();
          continue;
        }
        for (auto fact : field.value().get_object()) {
          std::string_view name = fact.unescaped_key();
          strings += name.size();
          simdjson::ondemand::value value = fact.value();
          switch (value.type()) {
            case simdjson::ondemand::json_type::string: {
              std::string_view text = value.get_string();
              strings += text.size();
              break;
            }
            case simdjson::ondemand::json_type::number: others += static_cast<std::size_t>(std::int64_t{value.get_int64()}); break;
            default: others += bool{value.get_bool()} ? 1 : 0;
          }
        }
      }
      answers += line;
      at += length + 1;
      read_bytes += length + 1;
    }
    buffer.erase(0, at);
    buffer.resize(size - at);
    for (std::size_t written = 0; written < answers.size();) {
      const auto wrote = ::write(STDOUT_FILENO, answers.data() + written, answers.size() - written);
      if (wrote < 0) return EXIT_FAILURE;
      written += static_cast<std::size_t>(wrote);
    }
    answers.clear();
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::fprintf(stderr, "%.1f MB/s, %zu, %zu\n", static_cast<double>(read_bytes) / seconds / 1e6, strings, others);
}
