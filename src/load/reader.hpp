// Checked access to a JSON tree: every value knows its place, and every fault is collected, not thrown.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/json.hpp"

namespace crossing::load {

/// A JSON value and the place where it stands.
struct At {
  const Json* json = nullptr;
  std::string file;
  std::string pointer;

  Location where() const { return {file, pointer}; }
};

void fault(Diagnostics& faults, Fault kind, const At& at, std::initializer_list<std::string> arguments, std::string help = {});

/// Each of these complains and gives nothing if the value is of another type.
std::optional<std::string> read_text(const At& at, Diagnostics& faults);
std::optional<bool> read_flag(const At& at, Diagnostics& faults);
std::optional<Code> read_number(const At& at, const Span& range, Diagnostics& faults);
std::vector<At> read_list(const At& at, Diagnostics& faults);
/// A string or a list of strings.
std::vector<std::string> read_texts(const At& at, Diagnostics& faults);

/// An object of which every key must be known. Complains once about each unknown key, when built.
class Object {
 public:
  Object(At at, std::initializer_list<std::string_view> keys, Diagnostics& faults);

  bool good() const { return at_.json->kind == Json::Kind::object; }
  const At& at() const { return at_; }
  Location where() const { return at_.where(); }

  std::optional<At> find(std::string_view key) const;
  /// As find, and complains if the key is missing.
  std::optional<At> need(std::string_view key) const;
  /// The text under `key`; empty if there is none (complains if `needed`).
  std::string text(std::string_view key, bool needed = false) const;

 private:
  At at_;
  Diagnostics& faults_;
};

/// The members of an object whose keys are names of the writer's choosing.
std::vector<std::pair<std::string, At>> members(const At& at, Diagnostics& faults);

/// Lower-case letters, digits and hyphens: the shape of the ids of regimes, cases and most other things.
bool is_id(std::string_view text);
inline constexpr const char* kIdHelp = "use lower-case letters, digits and hyphens";

/// The names of all items, for suggestions.
template <typename List, typename Key>
std::vector<std::string> names(const List& list, Key key) {
  std::vector<std::string> all;
  for (const auto& item : list) all.push_back(item.*key);
  return all;
}

}  // namespace crossing::load
