// Facts and values by name, quickly: what a batch meets by the million. It only ever takes what is plainly right; whatever else it
// meets is for the reader of cases, which says what is wrong.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "crossing/case.hpp"

namespace crossing::load {

/// What the first bytes of a text, at most eight, are as a word read from memory.
constexpr std::uint64_t word_of(std::string_view text) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t place = std::endian::native == std::endian::little ? i : 7 - i;
    word |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * place);
  }
  return word;
}

class Fields {
 public:
  explicit Fields(const Vocabulary& vocabulary);

  /// The base fact of this name; -1 if there is none.
  int find(std::string_view name) const;

  /// The fact that came after `fact` when last told so by follow(); records tend to keep their order. -1: not known yet.
  int after(int fact) const { return after_[static_cast<std::size_t>(fact + 1)]; }

  /// Whether `text`, of which kReadable bytes can be read, begins with the name of the fact, a quotation mark and a colon.
  bool is_key(const char* text, int fact) const { return starts_with(text, keys_[static_cast<std::size_t>(fact)]); }
  std::size_t key_size(int fact) const { return keys_[static_cast<std::size_t>(fact)].size; }
  static constexpr std::size_t kReadable = 64;
  void follow(int fact, int next) { after_[static_cast<std::size_t>(fact + 1)] = next; }
  std::string_view name(int fact) const { return names_[static_cast<std::size_t>(fact)]; }

  /// What the JSON value that begins at `text` says of the fact, and how many bytes it takes; 0 if it is not plainly right. kReadable
  /// bytes can be read, and a byte that ends every value (a line end, or zero) comes before `end` is passed.
  std::size_t take(int fact, const char* text, const char* end, Statement& statement) const {
    const Glance& glance = glances_[static_cast<std::size_t>(fact)];
    std::uint64_t word = 0;
    std::memcpy(&word, text, 8);
    if (glance.flag) {
      // The byte after the word is for the caller, who must find a comma or a brace there.
      const bool is_true = (word & kTrueMask) == kTrue;
      if (is_true || (word & kFalseMask) == kFalse) {
        statement = {Statement::Kind::stated, {is_true, is_true}};
        return is_true ? 4 : 5;
      }
    }
    for (std::size_t i = glance.first; i < glance.last; ++i) {
      const Key& value = values_[i];
      if ((word & value.opening) != value.words[0] || !starts_with(text, value)) continue;
      const auto code = static_cast<Code>(i - glance.first);
      statement = {Statement::Kind::stated, {code, code}};
      return value.size;
    }
    return take_other(fact, text, end, statement);
  }

  /// What a text says of a fact whose values are written as strings (enum, date, clock time), or the word "unknown". False if it is
  /// none of these or lies outside the fact's range.
  bool state_text(int fact, std::string_view text, Statement& statement) const;

  /// What a bare word (true, false, digits) says of a boolean or a count; false if it is none of these.
  bool state_word(int fact, std::string_view word, Statement& statement) const;

  /// What a cell says, whatever the type; false if it is not plainly right.
  bool state_cell(int fact, std::string_view cell, Statement& statement) const;

 private:
  /// A short text as words of eight bytes, the last one cut by a mask; comparing these needs no look at its length.
  struct Key {
    std::uint64_t words[4] = {}, mask = 0, opening = 0;  ///< `opening`: the mask of the first word
    int last = -1;  ///< index of the last word; -1: too long to be kept so
    std::size_t size = 0;
  };
  static Key key_of(const std::string& text);
  static bool starts_with(const char* text, const Key& key) {
    if (key.last < 0) return false;
    for (int i = 0;; ++i) {
      std::uint64_t word = 0;
      std::memcpy(&word, text + 8 * i, 8);
      if (i == key.last) return (word & key.mask) == key.words[i];
      if (word != key.words[i]) return false;
    }
  }

  /// What a value of a fact can be seen to be at a glance: true or false, or one of the values from `first` up to `last`.
  struct Glance {
    bool flag = false;
    std::size_t first = 0, last = 0;
  };
  static constexpr std::uint64_t kTrue = word_of("true"), kTrueMask = word_of("\xFF\xFF\xFF\xFF");
  static constexpr std::uint64_t kFalse = word_of("false"), kFalseMask = word_of("\xFF\xFF\xFF\xFF\xFF");

  std::size_t take_other(int fact, const char* text, const char* end, Statement& statement) const;

  const Vocabulary& vocabulary_;
  std::vector<std::string> names_;
  std::vector<Key> keys_;                   ///< names with the closing quotation mark and a colon
  std::vector<Key> values_;                 ///< of all enums: their values between quotation marks
  std::vector<Glance> glances_;
  std::vector<int> slots_;                  ///< facts by the hash of their names
  std::vector<int> after_;
};

}  // namespace crossing::load
