// Facts and values by name, quickly: what a batch meets by the million. It only ever takes what is plainly right; whatever else it
// meets is for the reader of cases, which says what is wrong.
#pragma once

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crossing/case.hpp"
#include "load/months.hpp"

namespace crossing::load {

/// A short text made to be recognised where it stands: compared whole, whatever its length, since a jump that depends on what a case says
/// costs more than bytes that count for nothing.
class alignas(16) Word {
 public:
  static constexpr std::size_t kLongest = 32;

  Word() = default;  ///< begins no text of JSON

  /// `text` has kLongest bytes at most.
  explicit Word(std::string_view text) : beyond_(static_cast<std::uint32_t>(~std::uint64_t{0} << text.size())) { text.copy(bytes_.data(), text.size()); }

  /// Whether `text`, of which kLongest bytes can be read, begins with this.
  bool begins(const char* text) const {
#ifdef __SSE2__
    const auto same = [&](std::size_t from) {
      const __m128i there = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + from));
      return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(there, _mm_load_si128(reinterpret_cast<const __m128i*>(bytes_.data() + from)))));
    };
    return (same(0) | same(16) << 16 | beyond_) == ~std::uint32_t{0};
#else
    return std::memcmp(text, bytes_.data(), static_cast<std::size_t>(std::countr_zero(beyond_))) == 0;
#endif
  }

 private:
  std::array<char, kLongest> bytes_{};
  std::uint32_t beyond_ = 0;  ///< a bit for each byte that does not count
};

/// A base fact as records write it. One line of the cache, as many of them are wanted for each record.
struct alignas(64) Field {
  /// Where the values of the fact are among all values: at a place that two bytes of what a record says give, since the way on to the next
  /// field hangs on it.
  struct Values {
    static constexpr std::size_t kPlaces = 32;
    std::uint16_t first = 0;
    std::uint8_t one = 0, other = 0;  ///< the two bytes

    std::size_t place(const char* text) const { return first + (static_cast<std::size_t>(text[one] + 2 * text[other]) & (kPlaces - 1)); }
  };

  Word key{};                   ///< its name, a quotation mark and a colon: what follows on a quotation mark
  const Field* next = nullptr;  ///< the one that came after it when last told so; records tend to keep their order
  Values values{};
  std::uint16_t fact = 0;
  std::uint8_t key_size = 0;    ///< 0: too long to be recognised so, and no other field leads to it
  FactType type{};
};
static_assert(sizeof(Field) == 64);

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
    others_[index_of(field)] = std::exchange(fields_[index_of(field)].next, &next);
  }

  /// The one that came after `field` before its `next` did, since often the same parts of a record are left out; null if none did.
  const Field* other(const Field& field) const { return others_[index_of(field)]; }

  std::string_view name(int fact) const { return names_[static_cast<std::size_t>(fact)]; }

  /// What the JSON value that begins at `text` says of the fact, and how many bytes it takes; 0 if it is not plainly right. kReadable
  /// bytes can be read, and a byte that ends every value (a line end, or zero) comes before `end` is passed. The byte after a value is
  /// for the caller, who must find a comma or a brace there.
  std::size_t take(const Field& field, const char* text, const char* end, Statement& statement) {
    const auto is_in_range = [&](Code code) { return vocabulary_.facts[field.fact].range.contains(code); };
    switch (field.type) {
      case FactType::enumeration: {
        const std::size_t place = field.values.place(text);
        const Value& value = values_[place];
        if (!value.word.begins(text)) break;
        statement = value.statement;
        return sizes_[place];
      }
      case FactType::date:
        if (text[0] != '"' || text[11] != '"') break;
        if (const auto day = months_.day(text + 1); day && is_in_range(*day)) return exactly(*day, 12, statement);
        break;
      case FactType::time:
        if (text[0] != '"' || text[6] != '"') break;
        if (const auto time = read_time({text + 1, 5})) return exactly(*time, 7, statement);
        break;
      case FactType::count: {
        // Of one digit or two, as most are.
        const auto first = static_cast<unsigned>(text[0] - '0'), second = static_cast<unsigned>(text[1] - '0');
        const bool two = second <= 9 && first != 0;
        const auto code = static_cast<Code>(two ? first * 10 + second : first);
        const std::size_t size = two ? 2 : 1;
        if (first <= 9 && (text[size] == ',' || text[size] == '}') && is_in_range(code)) return exactly(code, size, statement);
        break;
      }
      case FactType::boolean:
        for (const std::string_view word : {"false", "true"})
          if (std::memcmp(text, word.data(), word.size()) == 0) return exactly(word[0] == 't' ? 1 : 0, word.size(), statement);
        break;
      default: break;
    }
    return take_other(field.fact, text, end, statement);
  }
  static constexpr std::size_t kReadable = Word::kLongest;

  /// The same for a boolean on which a comma and a quotation mark follow, as most fields are: where these end. Nothing has to be looked up
  /// far away. Null, and nothing said, if it is otherwise.
  static const char* pass_flag(const Field& field, const char* text, Statement& statement) {
    if (field.type != FactType::boolean) return nullptr;
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
    // Where the next field is hangs on the size, so nothing is looked up for it: two bits of the first letter (`t`, `f`, `"`) tell it.
    const std::size_t letter = static_cast<unsigned char>(*text);
    const std::size_t size = 8 + (letter >> 1 & 1) - (letter >> 4 & 4);  // 4, 5, 9
    const Flag& flag = kFlags[letter >> 4];
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

  std::size_t index_of(const Field& field) const { return static_cast<std::size_t>(&field - fields_.data()); }

  static std::size_t exactly(Code code, std::size_t size, Statement& statement) {
    statement = {Statement::Kind::stated, {code, code}};
    return size;
  }

  std::size_t take_other(int fact, const char* text, const char* end, Statement& statement) const;

  /// A value of a fact as JSON writes it, and what it says.
  struct alignas(64) Value {
    Word word{};
    Statement statement{};
  };

  const Vocabulary& vocabulary_;
  Months months_;
  std::vector<std::string> names_;
  std::vector<Field> fields_;         ///< of each fact, and none()
  std::vector<const Field*> others_;  ///< of each of fields_
  std::vector<Value> values_;         ///< by fact and place; places without a value are never touched
  std::vector<std::uint8_t> sizes_;   ///< of each of values_, close together, since where the next field is hangs on them
  std::vector<int> slots_;            ///< facts by the hash of their names
};

}  // namespace crossing::load
