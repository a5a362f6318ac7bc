// Rule books and cases made from strings, so that the tests of the core never touch the disk.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "catch.hpp"
#include "crossing/crossing.hpp"

namespace crossing::tests {

/// Of trials made at random one in so many is made: where counters or sanitizers watch every step, all of them would take an hour.
#ifdef CROSSING_WATCHED
inline constexpr int kOneIn = 10;
#else
inline constexpr int kOneIn = 1;
#endif

/// The text of every diagnostic, one after the other.
inline std::string text_of(const Diagnostics& diagnostics) {
  std::string text;
  for (const auto& diagnostic : diagnostics) text += to_text(diagnostic);
  return text;
}

/// A small vocabulary of another border: a harbour. Facts lamp, distress, agrees (boolean), flag (enum), hour (time), day (date), crew (count).
extern const char* const kHarbour;

/// A JSON list of these clauses.
inline std::string list(const std::vector<std::string>& clauses) {
  std::string text = "[";
  for (const auto& c : clauses) text += (text.size() > 1 ? "," : "") + c;
  return text + "]";
}

/// A regime of the harbour with the given members of `clauses`, `terms` and `readings` (JSON).
inline std::string regime_text(const std::string& clauses, const std::string& readings = "{}", const std::string& terms = "{}") {
  return R"({"schema": "crossing.regime/1", "id": "order", "title": "Harbour order", "nature": "directive", "issued": "1921-03-01",
    "effect": {"begins": "1921-03-01", "why": "stated"}, "issuer": "harbour", "addressees": ["pilots"], "reach": "everywhere",
    "source": {"document": "Order"}, "readings": )" + readings + R"(, "terms": )" + terms + R"(, "clauses": )" + clauses + "}";
}

inline Checked<RuleBook> harbour_book(const std::string& clauses, const std::string& readings = "{}", const std::string& terms = "{}") {
  return load_rules({{"vocabulary.json", kHarbour}, {"order.json", regime_text(clauses, readings, terms)}});
}

/// The case with these facts (JSON object).
inline Case a_case(const RuleBook& book, const std::string& facts) {
  auto cases = load_cases(book, {"case.json", R"({"id": "case", "facts": )" + facts + "}"});
  INFO(text_of(cases.diagnostics));
  REQUIRE(cases);
  return cases.value->front();
}

inline std::string read(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  REQUIRE(file);
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace crossing::tests
