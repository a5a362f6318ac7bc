// Holds generated cases to what they are for: both sides of every clause, evenly, and no case that cannot be.
#include "analysis/generate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "interpret/interpreter.hpp"
#include "support.hpp"

namespace crossing::tests {
namespace {

/// Whether the clause can apply (or not) to the case as far as the readings without a default are free.
bool shows(const RuleBook& book, const Case& the_case, int regime_index, int clause, bool applies) {
  const Regime& regime = book.regimes[static_cast<std::size_t>(regime_index)];
  interpret::Completion completion;
  for (const auto& statement : the_case.facts) completion.values.push_back(statement.span.lo);
  for (const auto& reading : regime.readings) completion.options.push_back(std::max(reading.standard, 0));
  const Condition& when = *regime.clauses[static_cast<std::size_t>(clause)].when;
  // Every combination of the open readings, counted like the wheels of a clock.
  while (true) {
    if (interpret::is_true(book.vocabulary, regime, when, completion) == applies) return true;
    std::size_t i = 0;
    for (; i < regime.readings.size(); ++i) {
      if (regime.readings[i].standard >= 0) continue;
      if (++completion.options[i] < static_cast<int>(regime.readings[i].options.size())) break;
      completion.options[i] = 0;
    }
    if (i == regime.readings.size()) return false;
  }
}

TEST_CASE("generated cases show both sides of every clause of the headline regimes, evenly") {
  const auto book = load_embedded_rules();
  REQUIRE(book);
  std::size_t sides = 0;
  for (const auto& regime : book.value->regimes)
    for (const auto& clause : regime.clauses) sides += clause.operative() ? 2 : 0;
  constexpr int kEach = 60;
  analysis::Generator generator{*book.value, {.seed = 21}};
  std::map<std::tuple<int, int, bool>, int> shown;
  Case the_case;
  int aimless = 0;
  for (std::size_t i = 0; i < kEach * sides; ++i) {
    REQUIRE(generator.next(the_case));
    const auto& [regime, clause, applies] = generator.aim();
    if (regime < 0) {
      ++aimless;
      continue;
    }
    ++shown[{regime, clause, applies}];
    INFO(the_case.id << " " << book.value->regimes[static_cast<std::size_t>(regime)].id << " " << clause);
    CHECK(shows(*book.value, the_case, regime, clause, applies));
  }
  std::string missed;
  for (const int r : headline_regimes(*book.value)) {
    const Regime& regime = book.value->regimes[static_cast<std::size_t>(r)];
    for (std::size_t c = 0; c < regime.clauses.size(); ++c) {
      if (!regime.clauses[c].operative()) continue;
      for (const bool applies : {true, false}) {
        const int count = shown[{r, static_cast<int>(c), applies}];
        if (count < kEach / 2 || count > kEach * 2) missed += fmt::format("{}/{} {}: {}\n", regime.id, regime.clauses[c].id, applies ? "applies" : "does not apply", count);
      }
    }
  }
  WARN(sides << " sides, " << aimless << " cases of " << kEach * sides << " show none");
  CHECK(missed == "");
  CHECK(aimless < static_cast<int>(sides));
}

TEST_CASE("a rule book without clauses still has cases") {
  const auto book = load_rules({{"vocabulary.json", kHarbour}, {"order.json", regime_text("[]")}});
  REQUIRE(book);
  analysis::Generator generator{*book.value, {.seed = 1}};
  Case the_case;
  Engine engine{*book.value};
  for (int i = 0; i < 500; ++i) {
    REQUIRE(generator.next(the_case));
    CHECK(generator.aim().regime == -1);
    CHECK(engine.evaluate(the_case));
  }
}

}  // namespace
}  // namespace crossing::tests
