// Days, clock times and durations on std::chrono's calendar.
#include "crossing/date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace crossing {
namespace {

namespace ch = std::chrono;

Code code_of(ch::year_month_day day) { return static_cast<Code>(ch::sys_days{day}.time_since_epoch().count()); }

ch::year_month_day day_of(Code code) { return ch::year_month_day{ch::sys_days{ch::days{code}}}; }

/// Reads exactly `digits` decimal digits from the front of `text` and drops them.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

/// Reads digits where they stand; whether all of them are some is asked at the end.
class Digits {
 public:
  explicit Digits(std::string_view text) : text_(text) {}
  unsigned two(std::size_t at) { return one(at) * 10 + one(at + 1); }
  bool good() const { return worst_ <= 9; }

 private:
  unsigned one(std::size_t at) {
    const unsigned value = static_cast<unsigned char>(text_[at]) - unsigned{'0'};
    worst_ = std::max(worst_, value);
    return value;
  }

  std::string_view text_;
  unsigned worst_ = 0;
};

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

Code add(Code day, const Period& period) {
  const auto start = day_of(day);
  const auto month = ch::year_month{start.year(), start.month()} + ch::months{period.months};
  auto moved = ch::year_month_day{month.year(), month.month(), start.day()};
  if (!moved.ok()) moved = ch::year_month_day{month / ch::last};
  return code_of(moved) + period.days;
}

int month_of(Code day) { return static_cast<int>(static_cast<unsigned>(day_of(day).month())); }

Code next_month(Code day) {
  const auto d = day_of(day);
  return code_of((d.year() / d.month() + ch::months{1}) / 1);
}

std::optional<Code> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  Digits digits{text};
  const ch::year year{static_cast<int>(digits.two(0) * 100 + digits.two(2))};
  const auto day = year / ch::month{digits.two(5)} / ch::day{digits.two(8)};
  if (!digits.good() || year == ch::year{0} || !day.ok()) return std::nullopt;
  return code_of(day);
}

std::optional<Span> read_date(std::string_view text) {
  if (const auto day = read_day(text)) return Span{*day, *day};
  const auto year = take_digits(text, 4);
  if (!year || *year == 0) return std::nullopt;
  const ch::year y{*year};
  if (text.empty()) return Span{code_of(y / 1 / 1), code_of(y / 12 / 31)};
  if (!take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  const auto m = y / *month;
  if (!text.empty()) return std::nullopt;
  return Span{code_of(m / 1), code_of(ch::year_month_day{m / ch::last})};
}

std::optional<Span> read_dates(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return read_date(text);
  const auto from = read_date(text.substr(0, slash));
  const auto to = read_date(text.substr(slash + 1));
  if (!from || !to) return std::nullopt;
  return Span{from->lo, to->hi};
}

std::optional<Code> read_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  Digits digits{text};
  const unsigned hours = digits.two(0), minutes = digits.two(3);
  if (!digits.good() || hours > 23 || minutes > 59) return std::nullopt;
  return static_cast<Code>(hours * 60 + minutes);
}

std::optional<Period> read_period(std::string_view text) {
  if (!take(text, 'P') || text.empty()) return std::nullopt;
  Period period;
  constexpr std::string_view order = "YMWD";
  std::size_t next = 0;
  while (!text.empty()) {
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
    if (digits == 0 || digits > 4 || digits == text.size()) return std::nullopt;
    const int number = *take_digits(text, digits);
    const auto unit = order.find(text.front(), next);
    if (unit == std::string_view::npos) return std::nullopt;
    next = unit + 1;
    text.remove_prefix(1);
    switch (order[unit]) {
      case 'Y': period.months += number * 12; break;
      case 'M': period.months += number; break;
      case 'W': period.days += number * 7; break;
      default: period.days += number;
    }
  }
  return period;
}

std::string day_text(Code day) {
  const auto d = day_of(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(d.year()), static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
}

std::string from_text(Code first) {
  const auto d = day_of(first);
  const std::string text = day_text(first);
  if (d.day() != ch::day{1}) return text;
  return text.substr(0, d.month() == ch::January ? 4 : 7);
}

std::string until_text(Code last) {
  const auto next = day_of(last + 1);
  const std::string text = day_text(last);
  if (next.day() != ch::day{1}) return text;
  return text.substr(0, next.month() == ch::January ? 4 : 7);
}

std::string dates_text(const Span& days) {
  const std::string first = day_text(days.lo);
  if (days.exact()) return first;
  for (const std::size_t length : {std::size_t{4}, std::size_t{7}}) {
    if (read_date(std::string_view{first}.substr(0, length)) == days) return first.substr(0, length);
  }
  return from_text(days.lo) + "/" + until_text(days.hi);
}

std::string time_text(Code minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

std::string period_text(const Period& period) {
  std::string text = "P";
  if (period.months / 12 != 0) text += fmt::format("{}Y", period.months / 12);
  if (period.months % 12 != 0) text += fmt::format("{}M", period.months % 12);
  if (period.days != 0 || text == "P") text += fmt::format("{}D", period.days);
  return text;
}

std::string period_words(const Period& period) {
  std::string text;
  const auto part = [&text](int number, std::string_view unit) {
    if (number == 0) return;
    if (!text.empty()) text += ' ';
    text += fmt::format("{} {}{}", number, unit, number == 1 ? "" : "s");
  };
  part(period.months / 12, "year");
  part(period.months % 12, "month");
  part(period.days, "day");
  return text.empty() ? "0 days" : text;
}

}  // namespace crossing
