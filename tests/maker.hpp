// Makes rule books and cases for tests: by hand from parts, and at random from a seed.
#pragma once

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "support.hpp"

namespace crossing::tests {

/// "decided let_in [1 2]", "undetermined turn_back/silent missing lamp agrees": a finding in one line.
inline std::string line(const RuleBook& book, const Finding& finding) {
  const auto treatments = [&](const TreatmentSet& set) {
    std::string text;
    for (const int t : set) text += (text.empty() ? "" : "+") + book.vocabulary.treatments[static_cast<std::size_t>(t)].name;
    return text.empty() ? "silent" : text;
  };
  const auto ids = [&](const std::vector<int>& clauses) {
    std::string text;
    for (const int c : clauses) text += (text.empty() ? "" : " ") + book.regimes.front().clauses[static_cast<std::size_t>(c)].id;
    return text;
  };
  std::string text{name_of(finding.verdict)};
  if (finding.verdict == Verdict::decided) text += fmt::format(" {} [{}]", treatments(finding.treatments), ids(finding.clauses));
  if (!finding.clauses_possible.empty()) text += fmt::format(" perhaps [{}]", ids(finding.clauses_possible));
  for (std::size_t i = 0; i < finding.outcomes.size(); ++i) text += fmt::format("{}{}", i == 0 ? " " : "/", treatments(finding.outcomes[i].treatments));
  if (!finding.missing.empty()) text += " missing";
  for (const int f : finding.missing) text += " " + book.vocabulary.facts[static_cast<std::size_t>(f)].name;
  for (const auto& d : finding.displaced) text += fmt::format(" {}<{}", ids({d.clause}), ids({d.by}));
  return text;
}

inline std::string clause(const std::string& id, const std::string& when, const std::string& treatment, const std::string& more = "", const std::string& question = "entry") {
  return R"({"id": ")" + id + R"(", "cite": "c", "modality": "should", "paraphrase": "p", "when": )" + when + R"(, "then": {"question": ")" + question + R"(", "treatment": ")" + treatment +
         "\"}" + more + "}";
}

/// One open reading with two options.
inline const std::string kTwo = R"({"night": {"asks": "a", "options": {"clock": {"label": "l", "holder": "h", "reason": "r"}, "dusk": {"label": "l", "holder": "h", "reason": "r"}}}})";

/// The same, closed: `clock` unless somebody says otherwise.
inline const std::string kTwoClosed =
    R"({"night": {"asks": "a", "options": {"clock": {"label": "l", "holder": "h", "reason": "r"}, "dusk": {"label": "l", "holder": "h", "reason": "r"}}, "default": "clock", "default_reason": "r"}})";

/// An instrument of the harbour with this id and date of issue.
inline Text instrument(const std::string& id, const std::string& issued, const std::string& clauses, const std::string& readings = "{}", const std::string& terms = "{}") {
  auto text = nlohmann::json::parse(regime_text(clauses, readings, terms));
  text["id"] = id;
  text["issued"] = issued;
  text["effect"]["begins"] = "unknown";
  return {id + ".json", text.dump()};
}

inline RuleBook book_of(std::vector<Text> texts, const std::string& vocabulary = kHarbour) {
  texts.insert(texts.begin(), {"vocabulary.json", vocabulary});
  auto book = load_rules(texts);
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  return std::move(*book.value);
}

/// Random rule books and cases of the harbour; the same seed gives the same ones.
class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::string condition(int depth) {
    const int kind = depth == 0 ? 0 : pick(5);
    switch (kind) {
      case 1: return R"({"all": [)" + condition(depth - 1) + ", " + condition(depth - 1) + "]}";
      case 2: return R"({"any": [)" + condition(depth - 1) + ", " + condition(depth - 1) + "]}";
      case 3: return R"({"not": )" + condition(depth - 1) + "}";
      case 4: return R"({"reading": {"night": ")" + std::string{pick(2) == 0 ? "clock" : "dusk"} + "\"}}";
      default: break;
    }
    static const std::vector<std::string> tests{
        R"("lamp": true)", R"("lamp": false)", R"("distress": true)", R"("damage": "holed")", R"("damage": ["holed", "dismasted"])", R"("pumps": true)", R"("pumps": false)", R"("agrees": true)",
        R"("flag": "red")", R"("flag": ["blue", "white"])", R"("crew": {"at_least": 3})", R"("crew": {"at_least": 2, "at_most": 5})", R"("day": {"until": "1921-03-05"})",
        R"("day": {"from": "1921-04"})", R"("month": 3)", R"("month": {"at_least": 4})", R"("age": {"after": "P1M"})", R"("age": {"until": "P3D"})", R"("age": {"before": "P1M"})", R"("age": {"from": "P2W"})", R"("clock": {"at_least": "17:01"})", R"("hour": {"at_most": "12:00"})"};
    return "{" + tests[static_cast<std::size_t>(pick(static_cast<int>(tests.size())))] + "}";
  }

  std::vector<std::string> clauses() {
    const std::vector<std::string> treatments{"turn_back", "let_in", "hold"};
    std::vector<std::string> made;
    const int count = 2 + pick(4);
    for (int i = 0; i < count; ++i) {
      std::string overrides;
      for (int j = 0; j < i; ++j)
        if (pick(3) == 0)
          overrides += (overrides.empty() ? "" : ", ") + (pick(4) == 0 ? fmt::format(R"({{"clause": "{}", "reading": {{"night": "dusk"}}}})", j) : fmt::format("\"{}\"", j));
      made.push_back(clause(std::to_string(i), condition(2), treatments[static_cast<std::size_t>(pick(3))], overrides.empty() ? "" : ", \"overrides\": [" + overrides + "]"));
    }
    return made;
  }

  std::string rules() { return list(clauses()); }

  std::string facts() {
    static const std::vector<std::vector<std::string>> choices{
        {R"("lamp": true)", R"("lamp": false)", ""}, {R"("distress": true)", R"("distress": "unknown")", "", ""}, {R"("damage": "none")", R"("damage": "holed")", "", ""},
        {R"("pumps": true)", "", "", ""}, {R"("agrees": true)", R"("agrees": false)", ""}, {R"("flag": "red")", R"("flag": "blue")", ""}, {R"("crew": 2)", R"("crew": 3)", R"("crew": 6)"},
        {R"("hour": "12:00")", R"("hour": "17:30")", R"("hour": "00:10")"}, {R"("zone": "ship")", R"("zone": "unknown")", ""},
        {R"("day": "1921-03")", R"("day": "1921-03-30/1921-04-03")", R"("day": "1921-03-05")", R"("day": "1921-03-01/1921-05-02")"},
        {R"("issued": "1921-02-28/1921-03-02")", R"("issued": "1921-03-04")", R"("issued": "1921-01-30/1921-02-02")"}};
    std::string text;
    for (const auto& choice : choices) {
      const auto& one = choice[static_cast<std::size_t>(pick(static_cast<int>(choice.size())))];
      if (!one.empty()) text += (text.empty() ? "" : ", ") + one;
    }
    return "{" + text + "}";
  }

  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

 private:
  std::mt19937 random_;
};

}  // namespace crossing::tests
