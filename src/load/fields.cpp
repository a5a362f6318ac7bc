// Names are found by a small table of hashes, values by comparing with the few there are.
#include "load/fields.hpp"

#include "load/case_reader.hpp"

namespace crossing::load {
namespace {

constexpr std::size_t kSlots = 1024;  // far more than facts, so that most names are met at once

std::size_t slot_of(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash % kSlots;
}

bool is_base(const Fact& fact) { return !fact.derived && fact.type != FactType::set; }

}  // namespace

Fields::Fields(const Vocabulary& vocabulary) : vocabulary_(vocabulary), slots_(kSlots, -1), after_(vocabulary.facts.size() + 1, -1) {
  for (std::size_t i = 0; i < vocabulary.facts.size(); ++i) {
    const Fact& fact = vocabulary.facts[i];
    names_.push_back(fact.name);
    keys_.push_back(key_of(fact.name + "\":"));
    Glance glance{.flag = fact.type == FactType::boolean, .first = values_.size()};
    if (fact.type == FactType::enumeration)
      for (const auto& value : fact.values) values_.push_back(key_of("\"" + value.name + "\""));
    glance.last = values_.size();
    glances_.push_back(glance);
    if (!is_base(fact) || i >= kSlots / 2) continue;
    auto slot = slot_of(fact.name);
    while (slots_[slot] >= 0) slot = (slot + 1) % kSlots;
    slots_[slot] = static_cast<int>(i);
  }
}

int Fields::find(std::string_view name) const {
  for (auto slot = slot_of(name); slots_[slot] >= 0; slot = (slot + 1) % kSlots)
    if (names_[static_cast<std::size_t>(slots_[slot])] == name) return slots_[slot];
  return -1;
}

Fields::Key Fields::key_of(const std::string& text) {
  Key key;
  if (text.empty() || text.size() > sizeof key.words) return key;
  std::memcpy(key.words, text.data(), text.size());
  key.size = text.size();
  key.last = static_cast<int>((text.size() - 1) / 8);
  const std::size_t rest = text.size() - 8 * static_cast<std::size_t>(key.last);
  const std::string ones(rest, '\xFF');
  std::memcpy(&key.mask, ones.data(), rest);
  key.opening = key.last == 0 ? key.mask : ~std::uint64_t{0};
  return key;
}

std::size_t Fields::take_other(int fact, const char* text, const char* end, Statement& statement) const {
  static const Key kUnknown = key_of("\"unknown\"");
  if (*text != '"') {
    std::size_t size = 0;
    while ((text[size] >= 'a' && text[size] <= 'z') || (text[size] >= '0' && text[size] <= '9')) ++size;
    return state_word(fact, {text, size}, statement) ? size : 0;
  }
  if (starts_with(text, kUnknown)) {
    statement = {Statement::Kind::unknown, {}};
    return kUnknown.size;
  }
  const auto* close = static_cast<const char*>(std::memchr(text + 1, '"', static_cast<std::size_t>(end - text) - 1));
  if (close == nullptr || !state_text(fact, {text + 1, static_cast<std::size_t>(close - text) - 1}, statement)) return 0;
  return static_cast<std::size_t>(close - text) + 1;
}

bool Fields::state_text(int index, std::string_view text, Statement& statement) const {
  const Fact& fact = vocabulary_.facts[static_cast<std::size_t>(index)];
  statement = {Statement::Kind::stated, {}};
  if (text.empty()) return false;
  if (fact.type == FactType::enumeration) {
    if (const int code = find_value(fact, text); code >= 0) {
      statement.span = {code, code};
      return true;
    }
  } else if (fact.type == FactType::date) {
    if (const auto days = read_dates(text); days && days->lo <= days->hi && fact.range.lo <= days->lo && days->hi <= fact.range.hi) {
      statement.span = *days;
      return true;
    }
  } else if (fact.type == FactType::time) {
    if (const auto time = read_time(text)) {
      statement.span = {*time, *time};
      return true;
    }
  }
  statement.kind = Statement::Kind::unknown;
  return text == "unknown";
}

bool Fields::state_word(int index, std::string_view word, Statement& statement) const {
  const Fact& fact = vocabulary_.facts[static_cast<std::size_t>(index)];
  Code code = 0;
  if (fact.type == FactType::boolean) {
    if (word != "true" && word != "false") return false;
    code = word.front() == 't' ? 1 : 0;
  } else if (fact.type == FactType::count) {
    // Neither a sign nor a leading zero: JSON has no other way to write such a number either.
    if (word.empty() || word.size() > 9 || (word.front() == '0' && word.size() > 1)) return false;
    for (const char c : word) {
      if (c < '0' || c > '9') return false;
      code = code * 10 + (c - '0');
    }
    if (!fact.range.contains(code)) return false;
  } else {
    return false;
  }
  statement = {Statement::Kind::stated, {code, code}};
  return true;
}

bool Fields::state_cell(int index, std::string_view cell, Statement& statement) const {
  if (vocabulary_.facts[static_cast<std::size_t>(index)].type == FactType::boolean) {
    if (const auto flag = flag_of(cell)) {
      statement = {Statement::Kind::stated, {*flag ? 1 : 0, *flag ? 1 : 0}};
      return true;
    }
  }
  return state_word(index, cell, statement) || state_text(index, cell, statement);
}

}  // namespace crossing::load
