// Days from the bytes of a record, quickly: a month that was met before is recognised as it stands, and its days are known from then on.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

#include "crossing/date.hpp"

namespace crossing::load {

class Months {
 public:
  /// The day that the ten bytes at `text` name, as read_day reads them; empty if they name none.
  std::optional<Code> day(const char* text) {
    std::uint64_t written = 0;  // YYYY-MM- and as it stands
    std::memcpy(&written, text, sizeof written);
    Month& month = months_[written * kPlace >> (64 - kBits)];
    if (month.written != written && !learn(month, written)) return std::nullopt;
    const auto tens = static_cast<unsigned>(text[8] - '0'), ones = static_cast<unsigned>(text[9] - '0');
    const unsigned day = tens * 10 + ones - 1;  // from 0; whatever is no digit in front makes it far too large
    if (ones > 9 || day >= month.length) return std::nullopt;
    return month.first + static_cast<Code>(day);
  }

 private:
  // Adds up the digits of decade, year and month as the highest bits of a product, where the first byte is the lowest: so the months of
  // forty years in a row have places of their own. Elsewhere, and beyond them, places are shared, and a month is learnt again.
  static constexpr std::uint64_t kPlace = std::uint64_t{120} << 38 | std::uint64_t{12} << 30 | std::uint64_t{10} << 14 | std::uint64_t{1} << 6;
  static constexpr int kBits = 9;

  struct Month {
    std::uint64_t written = 0;
    Code first = 0;
    unsigned length = 0;
  };

  static bool learn(Month& month, std::uint64_t written) {
    std::array<char, 10> day{};
    std::memcpy(day.data(), &written, sizeof written);
    day[8] = '0';
    day[9] = '1';
    const auto first = read_day({day.data(), day.size()});
    if (first) month = {written, *first, static_cast<unsigned>(next_month(*first) - *first)};
    return first.has_value();
  }

  std::array<Month, std::size_t{1} << kBits> months_{};
};

}  // namespace crossing::load
