// Facts and values by name, quickly: what a batch meets by the million. It only ever takes what is plainly right; whatever else it
// meets is for the reader of cases, which says what is wrong.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "crossing/case.hpp"

namespace crossing::load {

/// A short text made to be recognised where it stands: compared whole, whatever its length, since a jump that depends on what a case says
/// costs more than bytes that count for nothing.
struct Pattern {
  static constexpr std::size_t kLongest = 32;

  alignas(16) std::array<char, kLongest> bytes{};
  std::uint16_t size = 0;   ///< 0: none, or a text too long for this
  std::uint16_t other = 0;  ///< the pattern to try if it is not this one; 0: none
  Statement statement{};    ///< what the text says, if it is the value of a fact

  static Pattern of(std::string_view text);

  /// Whether `text`, of which kLongest bytes can be read, begins with it. Where there is no pattern, only so many zeros begin with it.
  bool begins(const char* text) const {
    using Block [[gnu::vector_size(16)]] = std::uint64_t;  // what every machine of today compares at once
    Block differs{};
    for (std::size_t i = 0; i < kLongest; i += sizeof(Block)) {
      Block there, here, counts;
      std::memcpy(&there, text + i, sizeof there);
      std::memcpy(&here, bytes.data() + i, sizeof here);
      std::memcpy(&counts, kMasks[size].data() + i, sizeof counts);
      differs |= (there ^ here) & counts;
    }
    return (differs[0] | differs[1]) == 0;
  }

 private:
  using Mask = std::array<unsigned char, kLongest>;
  alignas(16) static constexpr std::array<Mask, kLongest + 1> kMasks = [] {  // for each size the bytes that count
    std::array<Mask, kLongest + 1> masks{};
    for (std::size_t length = 0; length < masks.size(); ++length)
      for (std::size_t i = 0; i < kLongest; ++i) masks[length][i] = length == 0 || i < length ? 0xFF : 0;
    return masks;
  }();
};

class Fields {
 public:
  explicit Fields(const Vocabulary& vocabulary);

  /// The base fact of this name; -1 if there is none.
  int find(std::string_view name) const;

  /// The fact that came after `fact` when last told so by follow(); records tend to keep their order. -1: not known yet.
  int after(int fact) const { return after_[static_cast<std::size_t>(fact + 1)]; }

  /// Whether `text`, of which kReadable bytes can be read, begins with the name of the fact between quotation marks and a colon.
  bool is_key(const char* text, int fact) const { return keys_[static_cast<std::size_t>(fact)].begins(text); }
  std::size_t key_size(int fact) const { return key_sizes_[static_cast<std::size_t>(fact)]; }
  static constexpr std::size_t kReadable = Pattern::kLongest;

  void follow(int fact, int next) { after_[static_cast<std::size_t>(fact + 1)] = next; }
  std::string_view name(int fact) const { return names_[static_cast<std::size_t>(fact)]; }

  /// What the JSON value that begins at `text` says of the fact, and how many bytes it takes; 0 if it is not plainly right. kReadable
  /// bytes can be read, and a byte that ends every value (a line end, or zero) comes before `end` is passed.
  std::size_t take(int fact, const char* text, const char* end, Statement& statement) const {
    // The byte after a value is for the caller, who must find a comma or a brace there. How far that is comes from a small list of its
    // own, so that the way on waits for nothing else.
    const Values& known = values_[static_cast<std::size_t>(fact)];
    std::size_t i = known.bucket(text), size = sizes_[i];
    while (!patterns_[i].begins(text)) {
      i = patterns_[i].other;
      if (i == 0) return take_other(fact, text, end, statement);
      size = sizes_[i];
    }
    if (size == 0) return 0;
    statement = patterns_[i].statement;
    return size;
  }

  /// What a text says of a fact whose values are written as strings (enum, date, clock time), or the word "unknown". False if it is
  /// none of these or lies outside the fact's range.
  bool state_text(int fact, std::string_view text, Statement& statement) const;

  /// What a bare word (true, false, digits) says of a boolean or a count; false if it is none of these.
  bool state_word(int fact, std::string_view word, Statement& statement) const;

  /// What a cell says, whatever the type; false if it is not plainly right.
  bool state_cell(int fact, std::string_view cell, Statement& statement) const;

 private:
  /// Where the values of a fact are among patterns_: at a place that the first bytes of what a record says give.
  struct Values {
    std::uint64_t mask = 0, factor = 1;  ///< mask: the first bytes, as many as the shortest value has
    std::size_t first = 0;
    static constexpr int kBits = 5;

    std::size_t bucket(const char* text) const {
      std::uint64_t word = 0;
      std::memcpy(&word, text, sizeof word);
      return first + static_cast<std::size_t>((word & mask) * factor >> (64 - kBits));
    }
  };
  Values lay_out(const std::vector<Pattern>& values);

  std::size_t take_other(int fact, const char* text, const char* end, Statement& statement) const;

  const Vocabulary& vocabulary_;
  std::vector<std::string> names_;
  std::vector<Pattern> keys_;        ///< names between quotation marks, and a colon
  std::vector<std::uint8_t> key_sizes_;  ///< and how long each is
  std::vector<Pattern> patterns_;    ///< values as they stand in JSON, by fact and bucket; none where size is 0
  std::vector<std::uint8_t> sizes_;  ///< of patterns_
  std::vector<Values> values_;       ///< of each fact
  std::vector<int> slots_;           ///< facts by the hash of their names
  std::vector<int> after_;
};

}  // namespace crossing::load
