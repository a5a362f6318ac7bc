// Names are found by a small table of hashes, values by comparing with the few there are.
#include "load/fields.hpp"

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
    auto& values = values_.emplace_back();
    if (fact.type == FactType::enumeration)
      for (std::size_t v = 0; v < fact.values.size(); ++v) values.push_back({fact.values[v].name, static_cast<Code>(v)});
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

bool Fields::state_text(int index, std::string_view text, Statement& statement) const {
  const Fact& fact = vocabulary_.facts[static_cast<std::size_t>(index)];
  statement = {Statement::Kind::stated, {}};
  if (fact.type == FactType::enumeration) {
    for (const auto& value : values_[static_cast<std::size_t>(index)]) {
      if (value.name != text) continue;
      statement.span = {value.code, value.code};
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

}  // namespace crossing::load
