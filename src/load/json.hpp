// Bytes to a JSON tree that keeps the order of keys: the one place where the JSON library parses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crossing/crossing.hpp"

namespace crossing::load {

struct Json {
  enum class Kind { null, boolean, integer, real, string, array, object };

  Kind kind = Kind::null;
  bool flag = false;
  std::int64_t number = 0;
  std::string text{};  ///< string: its bytes; real: the number as written
  std::vector<Json> items{};
  std::vector<std::pair<std::string, Json>> members{};

  const Json* find(std::string_view key) const;
};

/// Deepest nesting that is read. The library is safe far beyond; nothing written for people comes near.
inline constexpr int kMaxDepth = 64;
inline constexpr std::size_t kMaxBytes = std::size_t{16} << 20;

/// "a string", "an object": for messages.
std::string kind_words(const Json& json);

/// A value as one would write it, shortened: for messages.
std::string brief(const Json& json);

/// Parses `text` whole; one byte-order mark in front is skipped. Empty if there was a fault; faults go to `faults`.
/// A repeated key is a fault, and the parse goes on to find the others.
std::optional<Json> parse(const Text& text, Diagnostics& faults);

/// Appends `key` to a JSON pointer, escaped.
std::string child(const std::string& pointer, std::string_view key);
std::string child(const std::string& pointer, std::size_t index);

}  // namespace crossing::load
