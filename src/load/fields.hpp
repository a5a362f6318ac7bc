// Facts and values by name, quickly: what a batch meets by the million. It only ever takes what is plainly right; whatever else it
// meets is for the reader of cases, which says what is wrong.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "crossing/case.hpp"

namespace crossing::load {

class Fields {
 public:
  explicit Fields(const Vocabulary& vocabulary);

  /// The base fact of this name; -1 if there is none.
  int find(std::string_view name) const;

  /// The fact that came after `fact` when last told so by follow(); records tend to keep their order. -1: not known yet.
  int after(int fact) const { return after_[static_cast<std::size_t>(fact + 1)]; }

  /// Whether `text`, of which kReadable bytes can be read, begins with the name of the fact and a quotation mark.
  bool is_key(const char* text, int fact) const { return starts_with(text, keys_[static_cast<std::size_t>(fact)]); }
  static constexpr std::size_t kReadable = 64;
  void follow(int fact, int next) { after_[static_cast<std::size_t>(fact + 1)] = next; }
  std::string_view name(int fact) const { return names_[static_cast<std::size_t>(fact)]; }

  /// What the JSON value that begins at `text` says of the fact, and how many bytes it takes; 0 if it is not plainly right. kReadable
  /// bytes can be read, and a byte that ends every value (a line end, or zero) comes before `end` is passed.
  std::size_t take(int fact, const char* text, const char* end, Statement& statement) const;

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
    std::uint64_t words[4] = {}, mask = 0;
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

  const Vocabulary& vocabulary_;
  std::vector<std::string> names_;
  std::vector<Key> keys_;                   ///< names with the closing quotation mark
  std::vector<std::vector<Key>> values_;    ///< of each enum: its values between quotation marks
  std::vector<int> slots_;                  ///< facts by the hash of their names
  std::vector<int> after_;
};

}  // namespace crossing::load
