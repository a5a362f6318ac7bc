// Days, clock times, durations: reading, writing and the calendar. The smallest units are the day and the minute.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crossing {

/// Any value of a fact, as a number: a boolean is 0 or 1, an enum value its index in the vocabulary, a count itself,
/// a date its days since 1970-01-01, a clock time its minutes since midnight.
using Code = std::int32_t;

/// A closed range of codes: both ends are included. There is no other convention in this project.
struct Span {
  Code lo = 0;
  Code hi = 0;

  bool contains(Code code) const { return lo <= code && code <= hi; }
  bool exact() const { return lo == hi; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// A calendar duration. Years are twelve months, weeks seven days. Never negative.
struct Period {
  int months = 0;
  int days = 0;

  friend bool operator==(const Period&, const Period&) = default;
};

/// The day `period` after `day`: first the months, to the same day number or else the last of the month, then the days.
Code add(Code day, const Period& period);

int month_of(Code day);     ///< 1 to 12
Code next_month(Code day);  ///< the first day of the month after

/// Reads YYYY-MM-DD. Empty if it is anything else or no such day exists.
std::optional<Code> read_day(std::string_view text);

/// Reads YYYY, YYYY-MM or YYYY-MM-DD as the span of its days. Empty if it is not one of these or no such day exists.
std::optional<Span> read_date(std::string_view text);

/// Reads what read_date takes, or an interval a/b of two of them; the span may come out reversed (lo > hi).
std::optional<Span> read_dates(std::string_view text);

/// Reads HH:MM, 00:00 to 23:59.
std::optional<Code> read_time(std::string_view text);

/// Reads an ISO 8601 duration of years, months, weeks and days (P1M, P1Y6M, P15D).
std::optional<Period> read_period(std::string_view text);

std::string day_text(Code day);              ///< 1961-05-09
std::string dates_text(const Span& days);    ///< the shortest of 1961, 1961-05, 1961-05-09, or a/b of such
std::string from_text(Code first);           ///< shortest date whose first day is `first`
std::string until_text(Code last);           ///< shortest date whose last day is `last`
std::string time_text(Code minutes);         ///< 17:00
std::string period_text(const Period& period);
std::string period_words(const Period& period);  ///< "1 month"

}  // namespace crossing
