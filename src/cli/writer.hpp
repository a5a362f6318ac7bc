// The one way out: every byte to standard output or standard error passes here, and every failure is seen.
#pragma once

#include <string_view>

namespace crossing::cli {

/// How a run ends. Written once, here.
enum class Status {
  answered = 0,       ///< every case answered
  refused_some = 1,   ///< some records refused, or test or check found faults
  usage = 2,          ///< wrong usage
  bad_input = 3,      ///< an input cannot be opened, or its content is wrong
  bad_rules = 4,      ///< the rule set is refused
  input_output = 5,   ///< a read fails midway, or a write, flush, close or rename fails
};

/// Writes `text` to standard output. A closed pipe is no failure: the reader has had enough.
/// `gone`, if asked for, tells of it, so that nothing more need be made.
Status write_out(std::string_view text, bool* gone = nullptr);

/// Writes `text` to standard error; nothing can be done if that fails.
void write_error(std::string_view text);

}  // namespace crossing::cli
