// Bytes from files, folders and standard input. The only code that reads.
#pragma once

#include <string>
#include <vector>

#include "crossing/crossing.hpp"

namespace crossing::load {

/// What the system says of the number of an error, without regard to the locale.
std::string reason(int error);

/// What the input at `path` is called in complaints ("-" is standard input).
std::string input_name(const std::string& path);

/// Reads `path` whole ("-" is standard input). Empty after a fault: missing, a folder, no permission, a read that fails midway, too large.
std::optional<Text> read_file(const std::string& path, Diagnostics& faults);

/// The *.json files directly in `folder`, sorted by name.
std::vector<std::string> json_files(const std::string& folder, Diagnostics& faults);

}  // namespace crossing::load
