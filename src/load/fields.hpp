// Facts and values by name, quickly: what a batch meets by the million. It only ever takes what is plainly right; whatever else it
// meets is for the reader of cases, which says what is wrong.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crossing/case.hpp"

namespace crossing::load {

/// A short text made to be recognised where it stands: compared whole, whatever its length, since a jump that depends on what a case says
/// costs more than bytes that count for nothing. One line of the cache.
class alignas(64) Word {
 public:
  static constexpr std::size_t kLongest = 32;

  Word() = default;  ///< begins no text of JSON

  /// `text` has kLongest bytes at most.
  explicit Word(std::string_view text) {
    const std::string all(text.size(), '\xFF');
    counts_ = {};
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
  std::array<Block, kLongest / sizeof(Block)> bytes_{}, counts_{Block{~std::uint64_t{0}, 0}};
};

/// A base fact as records write it.
struct alignas(64) Field {
  /// Where the values of the fact are among all words: at a place that two bytes of what a record says give, since the way on to the next
  /// field hangs on it.
  struct Values {
    static constexpr std::size_t kPlaces = 32;
    std::uint32_t first = 0;
    std::uint8_t one = 0, other = 0;  ///< the two bytes

    std::size_t place(const char* text) const { return first + (static_cast<std::size_t>(text[one] + text[other]) & (kPlaces - 1)); }
  };

  Word key{};                    ///< its name, a quotation mark and a colon: what follows on a quotation mark
  const Field* next = nullptr;   ///< the one that came after it when last told so; records tend to keep their order
  const Field* other = nullptr;  ///< the one that did so before that, since often the same parts are left out; may be null
  Values values{};
  std::uint16_t fact = 0;
  std::uint8_t key_size = 0;     ///< 0: too long to be recognised so, and neither `next` nor `other` points to it
  enum class Kind : std::uint8_t { flag, word, day, time, count } kind = Kind::flag;  ///< what most values are
  Span range{};                  ///< of a date or a count
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
    if (next.key_size == 0) return;
    Field& told = fields_[static_cast<std::size_t>(&field - fields_.data())];
    told.other = std::exchange(told.next, &next);
  }

  std::string_view name(int fact) const { return names_[static_cast<std::size_t>(fact)]; }

  /// What the JSON value that begins at `text` says of the fact, and how many bytes it takes; 0 if it is not plainly right. kReadable
  /// bytes can be read, and a byte that ends every value (a line end, or zero) comes before `end` is passed. The byte after a value is
  /// for the caller, who must find a comma or a brace there.
  std::size_t take(const Field& field, const char* text, const char* end, Statement& statement) const {
    switch (field.kind) {
      case Field::Kind::flag: break;
      case Field::Kind::word: {
        const std::size_t i = field.values.place(text);
        if (!words_[i].begins(text)) break;
        statement = meanings_[i];
        return sizes_[i];
      }
      case Field::Kind::day:
        if (text[0] != '"' || text[11] != '"') break;
        if (const auto day = read_day({text + 1, 10}); day && field.range.contains(*day)) return exactly(*day, 12, statement);
        break;
      case Field::Kind::time:
        if (text[0] != '"' || text[6] != '"') break;
        if (const auto time = read_time({text + 1, 5})) return exactly(*time, 7, statement);
        break;
      case Field::Kind::count:
        // Of one digit, as most are.
        if (const Code count = text[0] - '0'; count >= 0 && count <= 9 && (text[1] == ',' || text[1] == '}') && field.range.contains(count)) return exactly(count, 1, statement);
        break;
    }
    return take_other(field.fact, text, end, statement);
  }
  static constexpr std::size_t kReadable = Word::kLongest;

  /// The same for a boolean on which a comma and a quotation mark follow, as most fields are: where these end. Nothing has to be looked up
  /// far away. Null, and nothing said, if it is otherwise.
  static const char* pass_flag(const Field& field, const char* text, Statement& statement) {
    if (field.kind != Field::Kind::flag) return nullptr;
    using Kind = Statement::Kind;
    struct alignas(32) Flag {
      std::uint64_t begins = ~std::uint64_t{0}, counts = ~std::uint64_t{0};  // its first eight bytes, and which of them count
      std::uint32_t ends = 0;                                                // its last two bytes, comma, quotation mark
      Statement statement{};  // unless given otherwise, that of no text: it cannot both begin with ones and have zeros there
    };
    constexpr auto begins = [](std::array<char, 8> letters) { return std::bit_cast<std::uint64_t>(letters); };
    constexpr auto ends = [](char last_but_one, char last) { return std::bit_cast<std::uint32_t>(std::array{last_but_one, last, ',', '"'}); };
    static constexpr std::array<Flag, 16> kFlags{{
        {}, {},
        {begins({'"', 'u', 'n', 'k', 'n', 'o', 'w', 'n'}), ~std::uint64_t{0}, ends('n', '"'), {Kind::unknown, {}}},
        {}, {}, {},
        {begins({'f', 'a', 'l', 's', 'e'}), begins({'\xFF', '\xFF', '\xFF', '\xFF', '\xFF'}), ends('s', 'e'), {Kind::stated, {0, 0}}},
        {begins({'t', 'r', 'u', 'e'}), begins({'\xFF', '\xFF', '\xFF', '\xFF'}), ends('u', 'e'), {Kind::stated, {1, 1}}},
    }};
    const unsigned kind = static_cast<unsigned char>(*text) >> 4;  // tells `"`, `f` and `t` apart
    // Where the next field is hangs on the size, so nothing is looked up for it: all sizes stand in one number, a byte each.
    constexpr std::uint64_t sizes = std::uint64_t{9} << 2 * 8 | std::uint64_t{5} << 6 * 8 | std::uint64_t{4} << 7 * 8;
    const std::size_t size = sizes >> kind * 8 % 64 & 0xFF;
    const Flag& flag = kFlags[kind];
    std::uint64_t first = 0;
    std::uint32_t last = 0;
    std::memcpy(&first, text, sizeof first);
    std::memcpy(&last, text + size - 2, sizeof last);
    if ((((first ^ flag.begins) & flag.counts) | (last ^ flag.ends)) != 0) return nullptr;
    statement = flag.statement;
    return text + size + 2;
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

  static std::size_t exactly(Code code, std::size_t size, Statement& statement) {
    statement = {Statement::Kind::stated, {code, code}};
    return size;
  }

  std::size_t take_other(int fact, const char* text, const char* end, Statement& statement) const;

  const Vocabulary& vocabulary_;
  std::vector<std::string> names_;
  std::vector<Field> fields_;        ///< of each fact, and none()
  std::vector<Word> words_;          ///< values as JSON writes them, by fact and place; those of which there is none are never touched
  std::vector<std::uint8_t> sizes_;  ///< of words_
  std::vector<Statement> meanings_;  ///< of words_
  std::vector<int> slots_;           ///< facts by the hash of their names
};

}  // namespace crossing::load
