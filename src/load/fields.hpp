// Facts and values by name, quickly: what a batch meets by the million. It only ever takes what is plainly right; whatever else it
// meets is for the reader of cases, which says what is wrong.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "crossing/case.hpp"

namespace crossing::load {

/// A short text made to be recognised where it stands: compared whole, whatever its length, since a jump that depends on what a case says
/// costs more than bytes that count for nothing. One line of the cache.
class alignas(64) Word {
 public:
  static constexpr std::size_t kLongest = 32;

  Word() = default;

  /// `text` has kLongest bytes at most.
  explicit Word(std::string_view text) {
    const std::string all(text.size(), '\xFF');
    text.copy(reinterpret_cast<char*>(bytes_.data()), text.size());
    all.copy(reinterpret_cast<char*>(counts_.data()), all.size());
  }

  /// Whether `text`, of which kLongest bytes can be read, begins with this.
  bool begins(const char* text) const {
    Block first, second;
    std::memcpy(&first, text, sizeof first);
    std::memcpy(&second, text + sizeof first, sizeof second);
    const Block differs = ((first ^ bytes_[0]) & counts_[0]) | ((second ^ bytes_[1]) & counts_[1]);
    return (differs[0] | differs[1]) == 0;
  }

 private:
  using Block [[gnu::vector_size(16)]] = std::uint64_t;  // what every machine of today compares at once
  std::array<Block, kLongest / sizeof(Block)> bytes_{}, counts_{};
};

/// A base fact as records write it.
struct alignas(64) Field {
  /// Where the values of the fact are among all words: at a place that the first bytes of what a record says give.
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

  Word key{};                   ///< its name, a quotation mark and a colon: what follows on a quotation mark
  const Field* next = nullptr;  ///< the one that came after it when last told so; records tend to keep their order
  Values values{};
  std::size_t fact = 0;
  std::size_t key_size = 0;     ///< 0: too long to be recognised so, and no `next` points to it
  enum class Kind : std::uint8_t { flag, day, other } kind = Kind::other;  ///< what most values are: a boolean, a date, one of few words
  Span range{};                 ///< of a date
};

class Fields {
 public:
  explicit Fields(const Vocabulary& vocabulary);
  Fields(const Fields&) = delete;  // fields point to each other
  Fields& operator=(const Fields&) = delete;

  /// The base fact of this name; null if there is none.
  const Field* find(std::string_view name) const;

  /// Stands where there is no fact yet: the first one comes after it. Its `next` is null if no key can be recognised at all.
  const Field& none() const { return fields_.back(); }

  /// Tells that `next` came after `field`, which is one of these.
  void follow(const Field& field, const Field& next) {
    if (next.key_size > 0) fields_[static_cast<std::size_t>(&field - fields_.data())].next = &next;
  }

  std::string_view name(int fact) const { return names_[static_cast<std::size_t>(fact)]; }

  /// What the JSON value that begins at `text` says of the fact, and how many bytes it takes; 0 if it is not plainly right. kReadable
  /// bytes can be read, and a byte that ends every value (a line end, or zero) comes before `end` is passed. The byte after a value is
  /// for the caller, who must find a comma or a brace there.
  std::size_t take(const Field& field, const char* text, const char* end, Statement& statement) const {
    if (field.kind == Field::Kind::flag) return take_other(static_cast<int>(field.fact), text, end, statement);
    if (field.kind == Field::Kind::day && take_day(field, text, statement)) return kDay;
    std::size_t i = field.values.bucket(text);
    for (; !words_[i].begins(text); i = meanings_[i].other)
      if (meanings_[i].other == 0) return take_other(static_cast<int>(field.fact), text, end, statement);
    if (meanings_[i].size == 0) return take_other(static_cast<int>(field.fact), text, end, statement);
    statement = meanings_[i].statement;
    return meanings_[i].size;
  }
  static constexpr std::size_t kReadable = Word::kLongest;

  /// The same for a boolean on which a comma and a quotation mark follow, as most fields are: where these end. Nothing has to be looked up
  /// far away. Null, and nothing said, if it is otherwise.
  static const char* pass_flag(const Field& field, const char* text, Statement& statement) {
    if (field.kind != Field::Kind::flag) return nullptr;
    using Kind = Statement::Kind;
    struct alignas(64) Flag {
      std::uint64_t begins = 0, counts = 0;  // its first eight bytes, and which of them count
      std::uint32_t ends = 0;                // its last byte, comma, quotation mark; 0: no value, since nothing has three zeros here
      std::uint32_t size = 0;
      Statement statement{};
    };
    constexpr auto begins = [](std::array<char, 8> letters) { return std::bit_cast<std::uint64_t>(letters); };
    constexpr auto ends = [](char last) { return std::bit_cast<std::uint32_t>(std::array{last, ',', '"', '\0'}); };
    static constexpr std::array<Flag, 8> kFlags{{
        {}, {},
        {begins({'"', 'u', 'n', 'k', 'n', 'o', 'w', 'n'}), ~std::uint64_t{0}, ends('"'), 9, {Kind::unknown, {}}},
        {}, {}, {},
        {begins({'f', 'a', 'l', 's', 'e'}), begins({'\xFF', '\xFF', '\xFF', '\xFF', '\xFF'}), ends('e'), 5, {Kind::stated, {0, 0}}},
        {begins({'t', 'r', 'u', 'e'}), begins({'\xFF', '\xFF', '\xFF', '\xFF'}), ends('e'), 4, {Kind::stated, {1, 1}}},
    }};
    constexpr auto three = std::bit_cast<std::uint32_t>(std::array{'\xFF', '\xFF', '\xFF', '\0'});
    const Flag& flag = kFlags[static_cast<unsigned char>(*text) >> 4 & 7];  // tells `"`, `f` and `t` apart
    std::uint64_t first = 0;
    std::uint32_t last = 0;
    std::memcpy(&first, text, sizeof first);
    std::memcpy(&last, text + flag.size - 1, sizeof last);
    if ((((first ^ flag.begins) & flag.counts) | ((last & three) ^ flag.ends)) != 0) return nullptr;
    statement = flag.statement;
    return text + flag.size + 2;
  }

  /// What a text says of a fact whose values are written as strings (enum, date, clock time), or the word "unknown". False if it is
  /// none of these or lies outside the fact's range.
  bool state_text(int fact, std::string_view text, Statement& statement) const;

  /// What a bare word (true, false, digits) says of a boolean or a count; false if it is none of these.
  bool state_word(int fact, std::string_view word, Statement& statement) const;

  /// What a cell says, whatever the type; false if it is not plainly right.
  bool state_cell(int fact, std::string_view cell, Statement& statement) const;

 private:
  Field::Values lay_out(const std::vector<std::pair<std::string, Statement>>& values);

  static constexpr std::size_t kDay = 12;  ///< quotation marks and ten bytes

  static bool take_day(const Field& field, const char* text, Statement& statement) {
    if (text[0] != '"' || text[kDay - 1] != '"') return false;
    const auto day = read_day({text + 1, kDay - 2});
    if (!day || !field.range.contains(*day)) return false;
    statement = {Statement::Kind::stated, {*day, *day}};
    return true;
  }

  std::size_t take_other(int fact, const char* text, const char* end, Statement& statement) const;

  /// What a word says. Apart from it, so that the way on to the next field waits for nothing else.
  struct Meaning {
    Statement statement{};
    std::uint16_t size = 0;   ///< of the word; 0: there is no value here
    std::uint16_t other = 0;  ///< the word to try if it is not this one; 0: none
  };

  const Vocabulary& vocabulary_;
  std::vector<std::string> names_;
  std::vector<Field> fields_;      ///< of each fact, and none()
  std::vector<Word> words_;        ///< values as JSON writes them, by fact and bucket
  std::vector<Meaning> meanings_;  ///< of words_
  std::vector<int> slots_;         ///< facts by the hash of their names
};

}  // namespace crossing::load
