// The model's small values: dates, clock times, durations, names, suggestions.
#include "support.hpp"

namespace crossing::tests {
namespace {

Code day(const char* text) { return read_date(text)->lo; }

TEST_CASE("a date is a day, a month or a year, and all its days") {
  CHECK(read_date("1961") == Span{day("1961-01-01"), day("1961-12-31")});
  CHECK(read_date("1960-02") == Span{day("1960-02-01"), day("1960-02-29")});
  CHECK(read_date("1961-11-25") == Span{day("1961-11-25"), day("1961-11-25")});
  CHECK(read_dates("1961-05/1962") == Span{day("1961-05-01"), day("1962-12-31")});
  CHECK(read_dates("1962/1961")->lo > read_dates("1962/1961")->hi);
}

TEST_CASE("what is no date is refused") {
  for (const char* text : {"", "61", "1961-13", "1961-00", "1961-02-29", "1961-2-3", "1961-02-", "0000", "1961-02-03T", "x961", "1961/02", "196105", "1961-02/03", "1961/", "/1961", "1961-05-09/"})
    CHECK_FALSE(read_dates(text));
}

TEST_CASE("a day alone is read where it is one, and whatever stands beside a digit is none") {
  for (Code code = day("1899-12-31"); code <= day("2001-01-01"); ++code) REQUIRE(read_day(day_text(code)) == code);
  for (const char* text : {"", "1961", "1961-05", "1961-02-29", "1900-02-29", "1961-13-01", "1961-00-01", "1961-05-00", "1961-05-32", "0000-01-01", "1961-05-9", "1961-05-091", "1961/05/09", "1961-05 09"})
    CHECK_FALSE(read_day(text));
  for (const std::size_t at : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    for (int c = 0; c < 256; ++c) {
      std::string text = "1111-11-11";
      text[at] = static_cast<char>(c);
      if (c < '0' || c > '9') REQUIRE_FALSE(read_day(text));
    }
  }
}

TEST_CASE("days are written in their shortest form") {
  CHECK(dates_text(*read_date("1961")) == "1961");
  CHECK(dates_text(*read_date("1961-02")) == "1961-02");
  CHECK(dates_text(*read_date("1961-02-03")) == "1961-02-03");
  CHECK(dates_text({day("1961-02-01"), day("1961-12-31")}) == "1961-02/1961");
  CHECK(dates_text({day("1961-02-02"), day("1961-03-30")}) == "1961-02-02/1961-03-30");
  CHECK(from_text(day("1961-01-01")) == "1961");
  CHECK(until_text(day("1961-12-30")) == "1961-12-30");
}

TEST_CASE("a period of months ends on the same day number or the last of the month") {
  CHECK(add(day("1965-01-31"), {1, 0}) == day("1965-02-28"));
  CHECK(add(day("1964-01-31"), {1, 0}) == day("1964-02-29"));
  CHECK(add(day("1965-06-01"), {1, 0}) == day("1965-07-01"));
  CHECK(add(day("1965-11-30"), {3, 0}) == day("1966-02-28"));
  CHECK(add(day("1964-02-29"), {12, 0}) == day("1965-02-28"));
  CHECK(add(day("1965-01-31"), {1, 1}) == day("1965-03-01"));
}

TEST_CASE("adding a period never goes back as the day goes on") {
  for (const Period period : {Period{1, 0}, Period{6, 0}, Period{12, 0}, Period{0, 30}, Period{1, 15}})
    for (Code d = day("1963-01-01"); d < day("1968-12-31"); ++d) REQUIRE(add(d, period) <= add(d + 1, period));
}

TEST_CASE("months, and the first day of the next one") {
  CHECK(month_of(day("1961-12-31")) == 12);
  CHECK(next_month(day("1961-12-31")) == day("1962-01-01"));
  CHECK(next_month(day("1961-02-01")) == day("1961-03-01"));
}

TEST_CASE("clock times and durations") {
  CHECK(read_time("00:00") == 0);
  CHECK(read_time("23:59") == 1439);
  for (const char* text : {"24:00", "12:60", "1200", "12:0", "", "12:00:00", "ab:cd"}) CHECK_FALSE(read_time(text));
  CHECK(time_text(1021) == "17:01");
  CHECK(read_period("P1Y6M") == Period{18, 0});
  CHECK(read_period("P2W3D") == Period{0, 17});
  for (const char* text : {"", "P", "1M", "P1", "PM", "P1D1M", "P-1M", "PT1H", "P12345D"}) CHECK_FALSE(read_period(text));
  for (const char* text : {"P1M", "P1Y", "P1Y6M", "P15D", "P0D"}) CHECK(period_text(*read_period(text)) == text);
  CHECK(period_words({13, 2}) == "1 year 1 month 2 days");
  CHECK(period_words({0, 0}) == "0 days");
}

TEST_CASE("a value is written as in a case file, and as people say it") {
  const std::vector<Named> quays{{"north", "north quay"}, {"south", "south quay"}, {"mole", "the mole"}};
  const Fact lamp{.type = FactType::boolean, .values = {{"false", "no"}, {"true", "yes"}}}, berth{.type = FactType::enumeration, .values = quays}, crew{.type = FactType::count},
      hour{.type = FactType::time}, arrival{.type = FactType::date}, seen{.type = FactType::set, .values = quays};
  CHECK(code_text(lamp, 1) == "true");
  CHECK(code_label(lamp, 1) == "yes");
  CHECK(code_text(berth, 2) == "mole");
  CHECK(code_label(berth, 2) == "the mole");
  CHECK(code_text(crew, 3) == "3");
  CHECK(code_label(crew, 3) == "3");
  CHECK(code_text(hour, 1021) == "17:01");
  CHECK(code_text(arrival, day("1921-03-01")) == "1921-03-01");
  CHECK(code_text(seen, 0) == "");
  CHECK(code_text(seen, 4) == "mole");
  CHECK(code_text(seen, 5) == "north, mole");
  CHECK(span_text(arrival, {day("1921-03-01"), day("1921-03-31")}) == "1921-03");
  CHECK(span_text(crew, {3, 5}) == "3/5");
  CHECK(span_text(crew, {3, 3}) == "3");
  CHECK(span_text(berth, {1, 2}) == "south/mole");
  CHECK(span_text(berth, {1, 2}, true) == "south quay/the mole");
}

TEST_CASE("regimes are asked that are marked as headline, or all if none is") {
  RuleBook book;
  for (const bool headline : {false, true, false, true}) book.regimes.push_back({.headline = headline});
  CHECK(headline_regimes(book) == std::vector<int>{1, 3});
  for (auto& regime : book.regimes) regime.headline = false;
  CHECK(headline_regimes(book) == std::vector<int>{0, 1, 2, 3});
}

TEST_CASE("every name of a closed list reads back as itself") {
  for (int i = 0; i <= static_cast<int>(Modality::exhortation); ++i) CHECK(read_modality(name_of(static_cast<Modality>(i))) == static_cast<Modality>(i));
  for (int i = 0; i <= static_cast<int>(Nature::report); ++i) CHECK(read_nature(name_of(static_cast<Nature>(i))) == static_cast<Nature>(i));
  for (int i = 0; i <= static_cast<int>(RelationKind::refers_to); ++i) CHECK(read_relation(name_of(static_cast<RelationKind>(i))) == static_cast<RelationKind>(i));
  for (int i = 0; i <= static_cast<int>(Verdict::conflict); ++i) CHECK(read_verdict(name_of(static_cast<Verdict>(i))) == static_cast<Verdict>(i));
  CHECK_FALSE(read_modality("shall"));
  CHECK_FALSE(read_nature("law"));
  CHECK_FALSE(read_relation("repeals"));
  CHECK_FALSE(read_verdict("unclear"));
}

TEST_CASE("a wrong name gets the nearest right one") {
  const std::vector<std::string> known{"nationality", "ethnicity", "direction"};
  CHECK(suggest("nationalty", known) == "did you mean `nationality`? known: nationality, ethnicity, direction");
  CHECK(suggest("ntaionality", known).starts_with("did you mean `nationality`?"));
  CHECK(suggest("zzz", known) == "known: nationality, ethnicity, direction");
  CHECK(suggest("nationalty", std::vector<std::string>(13, "nationality")) == "did you mean `nationality`?");
}

}  // namespace
}  // namespace crossing::tests
