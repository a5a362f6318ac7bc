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
    Month& month = months_[written * 0x9E3779B97F4A7C15U >> (64 - kBits)];
    if (month.written != written && !learn(month, written, text)) return std::nullopt;
    const auto tens = static_cast<unsigned>(text[8] - '0'), ones = static_cast<unsigned>(text[9] - '0');
    const unsigned day = tens * 10 + ones - 1;  // from 0; whatever is no digit in front makes it far too large
    if (ones > 9 || day >= month.length) return std::nullopt;
    return month.first + static_cast<Code>(day);
  }

 private:
  static constexpr int kBits = 9;  // room for the months of some decades

  struct Month {
    std::uint64_t written = 0;
    Code first = 0;
    unsigned length = 0;
  };

  static bool learn(Month& month, std::uint64_t written, const char* text) {
    std::array<char, 10> day{};
    std::memcpy(day.data(), text, sizeof written);
    day[8] = '0';
    day[9] = '1';
    const auto first = read_day({day.data(), day.size()});
    if (first) month = {written, *first, static_cast<unsigned>(next_month(*first) - *first)};
    return first.has_value();
  }

  std::array<Month, std::size_t{1} << kBits> months_{};
};

}  // namespace crossing::load
