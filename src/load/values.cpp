// Literals, statements and tests of facts, each held against the fact's type and range.
#include "load/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace crossing::load {
namespace {

std::string range_words(const Fact& fact) { return code_text(fact, fact.range.lo) + " to " + code_text(fact, fact.range.hi); }

std::optional<Code> read_name(const Fact& fact, const At& at, Diagnostics& faults) {
  const auto known = names(fact.values, &Named::name);
  if (at.json->kind != Json::Kind::string) {
    fault(faults, Fault::wrong_type, at, {"a string", kind_words(*at.json)}, suggest("", known));
    return std::nullopt;
  }
  const int value = find_value(fact, at.json->text);
  if (value >= 0) return value;
  fault(faults, Fault::unknown_value, at, {at.json->text, fact.name}, suggest(at.json->text, known));
  return std::nullopt;
}

std::optional<Span> read_days(const Fact& fact, const At& at, bool intervals, Diagnostics& faults) {
  const auto text = read_text(at, faults);
  if (!text) return std::nullopt;
  const auto span = intervals ? read_dates(*text) : read_date(*text);
  if (!span) {
    fault(faults, Fault::bad_date, at, {*text},
          intervals ? "write a day, month or year that exists, or two of them as a/b: 1961-05-09, 1961-05, 1961, 1961-05/1961-08"
                    : "write a day, month or year that exists: 1961-05-09, 1961-05, 1961");
    return std::nullopt;
  }
  if (span->lo > span->hi) {
    fault(faults, Fault::reversed_interval, at, {*text});
    return std::nullopt;
  }
  if (span->lo < fact.range.lo || span->hi > fact.range.hi) {
    fault(faults, Fault::out_of_range, at, {*text, range_words(fact)});
    return std::nullopt;
  }
  return span;
}

std::optional<Span> exactly(std::optional<Code> code) {
  if (!code) return std::nullopt;
  return Span{*code, *code};
}

std::optional<Period> read_duration(const At& at, Diagnostics& faults) {
  const auto text = read_text(at, faults);
  if (!text) return std::nullopt;
  const auto period = read_period(*text);
  if (!period) fault(faults, Fault::bad_duration, at, {*text}, "write years, months, weeks and days: P1M, P1Y6M, P15D");
  return period;
}

void mismatch(const Fact& fact, const At& at, Diagnostics& faults) {
  const std::string help = fact.type == FactType::elapsed ? R"(write bounds: {"before": "P1M"}, with before, until, from or after)" : "write a value or a list of values";
  fault(faults, Fault::test_mismatch, at, {std::string{type_words(fact.type)}, kind_words(*at.json)}, help);
}

constexpr std::string_view kDayBounds = "before, until, from and after";

void no_bounds(const At& at, std::string_view keys, Diagnostics& faults) {
  fault(faults, Fault::empty_list, at, {"at least one bound", "none"}, fmt::format("bounds are {}", keys));
}

/// Complains if nothing lies between the bounds of a test.
void check_order(const Fact& fact, const Span& span, const At& at, Diagnostics& faults) {
  if (span.lo <= span.hi) return;
  fault(faults, Fault::reversed_interval, at, {code_text(fact, span.lo) + " to " + code_text(fact, span.hi)},
        fact.type == FactType::time ? "write a stretch over midnight as `any` of two tests" : "");
}

}  // namespace

std::string_view type_words(FactType type) {
  constexpr std::array<std::string_view, 7> kWords{"boolean", "enum", "count", "date", "clock time", "length of time", "set"};
  return kWords[static_cast<std::size_t>(type)];
}

std::optional<Span> read_issue(const At& at, Diagnostics& faults) {
  const auto text = read_text(at, faults);
  if (!text) return std::nullopt;
  const auto span = read_dates(*text);
  if (span && span->lo > span->hi) {
    fault(faults, Fault::reversed_interval, at, {*text});
  } else if (!span) {
    fault(faults, Fault::bad_date, at, {*text}, "write the day, or what is known of it: 1961-11-25, 1961-05, 1961-05-08/1961-05-31");
  }
  return span;
}

std::optional<Span> read_literal(const Fact& fact, const At& at, bool intervals, Diagnostics& faults) {
  switch (fact.type) {
    case FactType::boolean: {
      const auto flag = read_flag(at, faults);
      return flag ? exactly(*flag ? 1 : 0) : std::nullopt;
    }
    case FactType::enumeration: return exactly(read_name(fact, at, faults));
    case FactType::count: return exactly(read_number(at, fact.range, faults));
    case FactType::date: return read_days(fact, at, intervals, faults);
    case FactType::time: {
      const auto text = read_text(at, faults);
      if (!text) return std::nullopt;
      const auto time = read_time(*text);
      if (!time) fault(faults, Fault::bad_time, at, {*text}, "write hours and minutes, 00:00 to 23:59");
      return exactly(time);
    }
    case FactType::elapsed:
    case FactType::set: break;
  }
  mismatch(fact, at, faults);
  return std::nullopt;
}

std::optional<Statement> read_statement(const Fact& fact, const At& at, Diagnostics& faults) {
  if (fact.derived) {
    fault(faults, Fault::derived_stated, at, {fact.name});
    return std::nullopt;
  }
  if (at.json->kind == Json::Kind::string && at.json->text == "unknown") return Statement{Statement::Kind::unknown, {}};
  if (fact.type == FactType::set) {
    Code bits = 0;
    const auto before = faults.size();
    for (const auto& item : read_list(at, faults)) {
      if (const auto value = read_name(fact, item, faults)) bits |= 1 << *value;
    }
    if (faults.size() != before) return std::nullopt;
    return Statement{Statement::Kind::stated, {bits, bits}};
  }
  const auto span = read_literal(fact, at, true, faults);
  if (!span) return std::nullopt;
  return Statement{Statement::Kind::stated, *span};
}

std::optional<Test> read_test(const Fact& fact, const At& at, Diagnostics& faults) {
  if (fact.type == FactType::set) {
    fault(faults, Fault::set_tested, at, {fact.name});
    return std::nullopt;
  }
  const auto before = faults.size();
  Test test;
  if (at.json->kind == Json::Kind::array) {
    for (const auto& item : read_list(at, faults)) {
      if (const auto span = read_literal(fact, item, false, faults)) test.spans.push_back(*span);
    }
    if (at.json->items.empty()) fault(faults, Fault::empty_list, at, {"at least one value", "none"});
  } else if (at.json->kind != Json::Kind::object) {
    if (const auto span = read_literal(fact, at, false, faults)) test.spans.push_back(*span);
  } else if (fact.type == FactType::count || fact.type == FactType::time) {
    const Object bounds{at, {"at_least", "at_most"}, faults};
    Span span = fact.range;
    if (const auto low = bounds.find("at_least")) span.lo = read_literal(fact, *low, false, faults).value_or(span).lo;
    if (const auto high = bounds.find("at_most")) span.hi = read_literal(fact, *high, false, faults).value_or(span).hi;
    if (at.json->members.empty()) no_bounds(at, "at_least and at_most", faults);
    check_order(fact, span, at, faults);
    test.spans.push_back(span);
  } else if (fact.type == FactType::date) {
    const Object bounds{at, {"before", "until", "from", "after"}, faults};
    Span span = fact.range;
    const auto bound = [&](std::string_view key, auto apply) {
      if (const auto found = bounds.find(key)) {
        if (const auto date = read_literal(fact, *found, false, faults)) apply(*date);
      }
    };
    bound("before", [&](const Span& date) { span.hi = std::min(span.hi, date.lo - 1); });
    bound("until", [&](const Span& date) { span.hi = std::min(span.hi, date.hi); });
    bound("from", [&](const Span& date) { span.lo = std::max(span.lo, date.lo); });
    bound("after", [&](const Span& date) { span.lo = std::max(span.lo, date.hi + 1); });
    if (at.json->members.empty()) no_bounds(at, kDayBounds, faults);
    check_order(fact, span, at, faults);
    test.spans.push_back(span);
  } else if (fact.type == FactType::elapsed) {
    const Object bounds{at, {"before", "until", "from", "after"}, faults};
    constexpr std::array<std::pair<std::string_view, Relation>, 4> kRelations{
        {{"before", Relation::before}, {"until", Relation::until}, {"from", Relation::from}, {"after", Relation::after}}};
    for (const auto& [key, relation] : kRelations) {
      if (const auto found = bounds.find(key)) {
        if (const auto period = read_duration(*found, faults)) test.bounds.push_back({relation, *period});
      }
    }
    if (at.json->members.empty()) no_bounds(at, kDayBounds, faults);
  } else {
    mismatch(fact, at, faults);
  }
  if (faults.size() != before) return std::nullopt;
  return test;
}

}  // namespace crossing::load
