// Builds the tree from the library's events, so that depth and repeated keys are seen before anything is stored.
#include "load/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace crossing::load {
namespace {

using Library = nlohmann::json;

/// What the commonest slips need to hear; `rest` is the text from the place of the fault.
std::string syntax_help(std::string_view rest, std::string_view reason) {
  constexpr std::string_view kTypographic = "\xE2\x80";  // the quotation marks of a word processor begin with these bytes
  if (rest.starts_with("//") || rest.starts_with("/*")) return "JSON has no comments";
  if (rest.starts_with('\'') || rest.starts_with(kTypographic)) return "names and strings stand in plain double quotes";
  if (reason.starts_with("unexpected '}'; expected string") || reason.starts_with("unexpected ']'; expected '['")) return "drop the comma before it";
  return {};
}

class Builder {
 public:
  Builder(const Text& text, Diagnostics& faults) : text_(text), faults_(faults) {}

  // The events, under the names the library asks for. Returning false stops the parse.
  bool null() { return put({}); }
  bool boolean(bool value) { return put({.kind = Json::Kind::boolean, .flag = value}); }
  bool number_integer(std::int64_t value) { return put({.kind = Json::Kind::integer, .number = value}); }
  bool number_unsigned(std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(INT64_MAX)) return put({.kind = Json::Kind::real, .text = std::to_string(value)});
    return put({.kind = Json::Kind::integer, .number = static_cast<std::int64_t>(value)});
  }
  bool number_float(double, const std::string& written) { return put({.kind = Json::Kind::real, .text = written}); }
  bool string(std::string& value) { return put({.kind = Json::Kind::string, .text = std::move(value)}); }
  bool binary(Library::binary_t&) { return false; }  // not part of JSON text
  bool start_object(std::size_t) { return open(Json::Kind::object); }
  bool start_array(std::size_t) { return open(Json::Kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    Json& object = *open_.back();
    if (object.find(name) != nullptr) faults_.push_back(complain(Fault::duplicate_key, {text_.name, child(pointer(object), name)}, {name}));
    object.members.emplace_back(std::move(name), Json{});
    return true;
  }

  bool parse_error(std::size_t position, const std::string& token, const Library::exception& error) {
    // "[...] parse error at line 1, column 2: syntax error while parsing X - REASON; last read: '…'; expected Y"
    const std::string what = error.what();
    const auto dash = what.find(" - ");
    std::string reason = dash == std::string::npos ? what.substr(what.find("] ") + 2) : what.substr(dash + 3);
    std::string expected;
    const auto last = reason.find("; last read: ");
    if (last != std::string::npos) {
      const auto after = reason.rfind("'; expected ");
      if (after != std::string::npos && after > last) expected = reason.substr(after + 1);
      reason.resize(last);
    }
    const bool overflow = error.id == 406;
    const bool whole_token = overflow || reason.starts_with("unexpected string") || reason.starts_with("unexpected number");
    // The library has read one byte too many, or where a token is whole but out of place, all of it.
    const auto back = whole_token ? token.size() : 1;
    const auto offset = std::min(position < back ? 0 : position - back, text_.bytes.size());
    Location where{text_.name, {}, 1, 1};
    for (std::size_t i = 0; i < offset; ++i) {
      if (text_.bytes[i] == '\n') {
        ++where.line;
        where.column = 1;
      } else {
        ++where.column;
      }
    }
    if (overflow) {
      faults_.push_back(complain(Fault::bad_number, where, {token}));
      return false;
    }
    const std::string_view rest = std::string_view{text_.bytes}.substr(offset);
    if (reason.find("UTF-8") != std::string::npos || rest.starts_with('\xFE') || rest.starts_with('\xFF')) {
      faults_.push_back(complain(Fault::bad_utf8, where, {}, "save the file as UTF-8"));
      return false;
    }
    reason += expected;
    // The library names only the end of a list or object where a comma would do as well.
    for (const std::string end : {"expected '}'", "expected ']'"})
      if (reason.ends_with(end)) reason.replace(reason.size() - 3, 3, "',' or " + end.substr(end.size() - 3));
    faults_.push_back(complain(Fault::bad_syntax, where, {reason}, syntax_help(rest, reason)));
    return false;
  }

  Json root;

 private:
  bool put(Json value) {
    place() = std::move(value);
    return true;
  }
  bool open(Json::Kind kind) {
    if (open_.size() >= static_cast<std::size_t>(kMaxDepth)) {
      const Json& parent = *open_.back();
      const auto here = parent.kind == Json::Kind::array ? child(pointer(parent), parent.items.size()) : child(pointer(parent), parent.members.back().first);
      faults_.push_back(complain(Fault::too_deep, {text_.name, here}, {std::to_string(kMaxDepth)}));
      return false;
    }
    Json& here = place();
    here.kind = kind;
    open_.push_back(&here);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  /// Where the next value goes. Pointers into open containers stay good: only the last, open child of each grows.
  Json& place() {
    if (open_.empty()) return root;
    Json& parent = *open_.back();
    return parent.kind == Json::Kind::array ? parent.items.emplace_back() : parent.members.back().second;
  }
  /// The pointer to an open container: its parents hold it as their last child.
  std::string pointer(const Json& to) const {
    std::string text;
    for (const Json* container : open_) {
      if (container == &to) break;
      text = container->kind == Json::Kind::array ? child(text, container->items.size() - 1) : child(text, container->members.back().first);
    }
    return text;
  }

  const Text& text_;
  Diagnostics& faults_;
  std::vector<Json*> open_;
};

}  // namespace

const Json* Json::find(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(), [key](const auto& member) { return member.first == key; });
  return found == members.end() ? nullptr : &found->second;
}

std::string kind_words(const Json& json) {
  switch (json.kind) {
    case Json::Kind::null: return "null";
    case Json::Kind::boolean: return json.flag ? "true" : "false";
    case Json::Kind::integer: return "the number " + std::to_string(json.number);
    case Json::Kind::real: return "the number " + json.text;
    case Json::Kind::string: return "the string `" + json.text + "`";
    case Json::Kind::array: return "a list";
    case Json::Kind::object: break;
  }
  return "an object";
}

std::string brief(const Json& json) {
  switch (json.kind) {
    case Json::Kind::boolean: return json.flag ? "true" : "false";
    case Json::Kind::integer: return std::to_string(json.number);
    case Json::Kind::real:
    case Json::Kind::string: return json.text;
    case Json::Kind::null:
    case Json::Kind::array:
    case Json::Kind::object: break;
  }
  return kind_words(json);
}

std::optional<Json> parse(const Text& text, Diagnostics& faults) {
  if (text.bytes.size() > kMaxBytes) {
    faults.push_back(complain(Fault::too_large, {text.name, {}}, {std::to_string(kMaxBytes)}));
    return std::nullopt;
  }
  const auto before = faults.size();
  Builder builder{text, faults};
  const bool whole = Library::sax_parse(text.bytes, &builder);
  if (!whole || faults.size() != before) return std::nullopt;
  return std::move(builder.root);
}

std::string child(const std::string& pointer, std::string_view key) {
  std::string text = pointer + "/";
  for (const char c : key) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

std::string child(const std::string& pointer, std::size_t index) { return pointer + "/" + std::to_string(index); }

}  // namespace crossing::load
