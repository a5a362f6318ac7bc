// The checked accessors: type, range and key faults are worded here and nowhere else.
#include "load/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crossing::load {

void fault(Diagnostics& faults, Fault kind, const At& at, std::initializer_list<std::string> arguments, std::string help) {
  faults.push_back(complain(kind, at.where(), arguments, std::move(help)));
}

std::optional<std::string> read_text(const At& at, Diagnostics& faults) {
  if (at.json->kind == Json::Kind::string) return at.json->text;
  fault(faults, Fault::wrong_type, at, {"a string", kind_words(*at.json)});
  return std::nullopt;
}

std::optional<bool> read_flag(const At& at, Diagnostics& faults) {
  if (at.json->kind == Json::Kind::boolean) return at.json->flag;
  fault(faults, Fault::wrong_type, at, {"true or false", kind_words(*at.json)});
  return std::nullopt;
}

std::optional<Code> read_number(const At& at, const Span& range, Diagnostics& faults) {
  const auto outside = [&](const std::string& number) {
    fault(faults, Fault::out_of_range, at, {number, fmt::format("{} to {}", range.lo, range.hi)});
    return std::nullopt;
  };
  if (at.json->kind == Json::Kind::real) {
    // A whole number too long for the parser comes as a real one.
    const auto digits = std::string_view{at.json->text}.substr(at.json->text.starts_with('-') ? 1 : 0);
    if (!digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos) return outside(at.json->text);
    fault(faults, Fault::bad_number, at, {at.json->text}, fmt::format("write a whole number from {} to {}", range.lo, range.hi));
    return std::nullopt;
  }
  if (at.json->kind != Json::Kind::integer) {
    fault(faults, Fault::wrong_type, at, {"a whole number", kind_words(*at.json)});
    return std::nullopt;
  }
  if (at.json->number < range.lo || at.json->number > range.hi) return outside(std::to_string(at.json->number));
  return static_cast<Code>(at.json->number);
}

std::vector<At> read_list(const At& at, Diagnostics& faults) {
  std::vector<At> list;
  if (at.json->kind != Json::Kind::array) {
    fault(faults, Fault::wrong_type, at, {"a list", kind_words(*at.json)});
    return list;
  }
  for (std::size_t i = 0; i < at.json->items.size(); ++i) list.push_back({&at.json->items[i], at.file, child(at.pointer, i)});
  return list;
}

std::vector<std::string> read_texts(const At& at, Diagnostics& faults) {
  std::vector<std::string> texts;
  if (at.json->kind == Json::Kind::string) return {at.json->text};
  if (at.json->kind != Json::Kind::array) {
    fault(faults, Fault::wrong_type, at, {"a string or a list of strings", kind_words(*at.json)});
    return texts;
  }
  for (const auto& item : read_list(at, faults)) {
    if (auto text = read_text(item, faults)) texts.push_back(std::move(*text));
  }
  return texts;
}

Object::Object(At at, std::initializer_list<std::string_view> keys, Diagnostics& faults) : at_(std::move(at)), faults_(faults) {
  if (!good()) {
    fault(faults, Fault::wrong_type, at_, {"an object", kind_words(*at_.json)});
    return;
  }
  for (const auto& [key, value] : at_.json->members) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    const std::vector<std::string> known(keys.begin(), keys.end());
    faults.push_back(complain(Fault::unknown_key, {at_.file, child(at_.pointer, key)}, {key}, suggest(key, known)));
  }
}

std::optional<At> Object::find(std::string_view key) const {
  const Json* json = at_.json->find(key);
  if (json == nullptr) return std::nullopt;
  return At{json, at_.file, child(at_.pointer, key)};
}

std::optional<At> Object::need(std::string_view key) const {
  auto found = find(key);
  if (!found && good()) fault(faults_, Fault::missing_key, at_, {std::string{key}});
  return found;
}

std::string Object::text(std::string_view key, bool needed) const {
  const auto found = needed ? need(key) : find(key);
  if (!found) return {};
  return read_text(*found, faults_).value_or("");
}

bool is_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::vector<std::pair<std::string, At>> members(const At& at, Diagnostics& faults) {
  std::vector<std::pair<std::string, At>> list;
  if (at.json->kind != Json::Kind::object) {
    fault(faults, Fault::wrong_type, at, {"an object", kind_words(*at.json)});
    return list;
  }
  for (const auto& [key, value] : at.json->members) list.emplace_back(key, At{&value, at.file, child(at.pointer, key)});
  return list;
}

}  // namespace crossing::load
