// Names are found by a small table of hashes, values in a table of their own for each fact, by two of their bytes.
#include "load/fields.hpp"

#include <algorithm>
#include <bitset>

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

/// The values of an enum as JSON writes them. Those too long to be met so are left out.
std::vector<std::pair<std::string, Statement>> values_of(const Fact& fact) {
  std::vector<std::pair<std::string, Statement>> values{{"\"unknown\"", {Statement::Kind::unknown, {}}}};
  for (std::size_t i = 0; i < fact.values.size(); ++i) {
    const auto code = static_cast<Code>(i);
    values.push_back({"\"" + fact.values[i].name + "\"", {Statement::Kind::stated, {code, code}}});
  }
  std::erase_if(values, [](const auto& value) { return value.first.size() > Word::kLongest; });
  return values;
}

}  // namespace

Fields::Fields(const Vocabulary& vocabulary) : vocabulary_(vocabulary), fields_(vocabulary.facts.size() + 1), others_(fields_.size()), slots_(kSlots, -1) {
  Field* last = &fields_.back();
  for (std::size_t i = 0; i < vocabulary.facts.size(); ++i) {
    const Fact& fact = vocabulary.facts[i];
    names_.push_back(fact.name);
    if (!is_base(fact) || i >= kSlots / 2) continue;
    Field& field = fields_[i];
    const std::string key = fact.name + "\":";
    field.fact = static_cast<std::uint16_t>(i);
    field.type = fact.type;
    if (fact.type == FactType::enumeration) field.values = lay_out(values_of(fact));
    auto slot = slot_of(fact.name);
    while (slots_[slot] >= 0) slot = (slot + 1) % kSlots;
    slots_[slot] = static_cast<int>(i);
    if (key.size() <= Word::kLongest) {
      field.key = Word{key};
      field.key_size = static_cast<std::uint8_t>(key.size());
      last->next = &field;
      last = &field;
    }
  }
  // Nobody knows yet what comes after the others: the first is as good as any.
  for (Field& field : fields_)
    if (field.next == nullptr) field.next = none().next;
}

/// Gives each value a place of its own, if two bytes can tell them all apart: of the values, or of what mostly follows on them. One that
/// gets none, or on which something else follows, is left to take_other().
Field::Values Fields::lay_out(const std::vector<std::pair<std::string, Statement>>& values) {
  constexpr std::string_view kFollows = ",\"";
  std::vector<std::string> texts;
  for (const auto& [text, statement] : values) texts.push_back(text + std::string{kFollows});
  std::size_t shortest = Word::kLongest, most = 0;
  for (const auto& text : texts) shortest = std::min(shortest, text.size());
  Field::Values best, tried{.first = static_cast<std::uint16_t>(values_.size())};
  for (tried.one = 0; tried.one < shortest; ++tried.one) {
    for (tried.other = 0; tried.other < shortest; ++tried.other) {
      std::bitset<Field::Values::kPlaces> taken;
      for (const auto& text : texts) taken.set(tried.place(text.data()) - tried.first);
      if (taken.count() <= most) continue;
      most = taken.count();
      best = tried;
    }
  }
  values_.resize(values_.size() + Field::Values::kPlaces);
  sizes_.resize(values_.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& [text, statement] = values[i];
    const std::size_t place = best.place(texts[i].data());
    values_[place] = {Word{text}, statement};
    sizes_[place] = static_cast<std::uint8_t>(text.size());
  }
  return best;
}

const Field* Fields::find(std::string_view name) const {
  for (auto slot = slot_of(name); slots_[slot] >= 0; slot = (slot + 1) % kSlots) {
    const auto fact = static_cast<std::size_t>(slots_[slot]);
    if (names_[fact] == name) return &fields_[fact];
  }
  return nullptr;
}

std::size_t Fields::take_other(int fact, const char* text, const char* end, Statement& statement) const {
  if (*text != '"') {
    std::size_t size = 0;
    while ((text[size] >= 'a' && text[size] <= 'z') || (text[size] >= '0' && text[size] <= '9')) ++size;
    return state_word(fact, {text, size}, statement) ? size : 0;
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
