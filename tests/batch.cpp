// Holds answers for the many against the engine: the same verdict, treatments and clauses, on shipped and on random rules.
#include "crossing/batch.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "batch/node_sets.hpp"
#include "batch/worker.hpp"
#include "maker.hpp"

namespace crossing::tests {
namespace {

/// A finding without what only the engine tells.
Finding bare(Finding finding) {
  finding.displaced.clear();
  finding.missing.clear();
  finding.under_other_readings.clear();
  for (auto& outcome : finding.outcomes) outcome.facts.clear(), outcome.readings.clear();
  return finding;
}

/// Random statements: exact, partial, absent and unknown ones. What they say need not hold together.
Case random_case(const Vocabulary& vocabulary, std::mt19937& random, unsigned open_in_ten) {
  Case the_case{.id = "random"};
  const Code year = read_date("1900-01-01")->lo;
  for (const auto& fact : vocabulary.facts) {
    auto& statement = the_case.facts.emplace_back();
    if (fact.derived || fact.type == FactType::set) continue;
    if (random() % 10 < open_in_ten) {
      statement.kind = random() % 3 == 0 ? Statement::Kind::unknown : Statement::Kind::absent;
      continue;
    }
    const auto width = static_cast<unsigned>(fact.range.hi - fact.range.lo) + 1;
    Code code = fact.range.lo + static_cast<Code>(random() % width);
    if (fact.type == FactType::count) code = static_cast<Code>(random() % 6);
    Code last = code;
    if (fact.type == FactType::date) {
      code = std::max(fact.range.lo, year + 365 * (fact.range.lo > year + 10000 ? 57 : 21) + static_cast<Code>(random() % 120));
      last = random() % 3 == 0 ? code + static_cast<Code>(random() % 60) : code;
    }
    statement = {Statement::Kind::stated, {code, last}};
  }
  return the_case;
}

/// How many findings were compared.
int compare(const RuleBook& book, const Options& options, std::mt19937& random, int cases, unsigned open_in_ten) {
  Engine engine{book};
  Batch batch{book, options};
  const std::size_t width = batch.columns().size();
  std::vector<int> answers(width), alone;
  std::vector<Case> all;
  std::vector<char> good;
  int compared = 0;
  for (int i = 0; i < cases; ++i) {
    const Case the_case = random_case(book.vocabulary, random, open_in_ten);
    const auto found = engine.evaluate(the_case, options);
    REQUIRE(batch.evaluate(the_case.facts, answers) == found.value.has_value());
    all.push_back(the_case);
    good.push_back(found ? 1 : 0);
    alone.insert(alone.end(), answers.begin(), answers.end());
    if (!found) continue;
    for (std::size_t c = 0; c < answers.size(); ++c) {
      const int regime = batch.columns()[c].regime, question = batch.columns()[c].question;
      const auto here = std::find_if(found.value->regimes.begin(), found.value->regimes.end(), [&](const RegimeFindings& r) { return r.regime == regime; });
      const auto finding = std::find_if(here->findings.begin(), here->findings.end(), [&](const Finding& f) { return f.question == question; });
      INFO(book.regimes[static_cast<std::size_t>(regime)].id << " " << book.vocabulary.questions[static_cast<std::size_t>(question)].name);
      if (finding == here->findings.end()) {
        CHECK((answers[c] < 0 || batch.answer(c, answers[c]).verdict == Verdict::silent));
      } else {
        REQUIRE(answers[c] >= 0);
        REQUIRE(batch.answer(c, answers[c]) == bare(*finding));
      }
      ++compared;
    }
  }
  // Together they have the same answers as one by one, however many that is.
  for (std::size_t i = 0, some = 0; i < all.size(); i += some++) {
    some = std::min(some, all.size() - i);
    std::vector<std::span<const Statement>> together;
    for (std::size_t k = i; k < i + some; ++k) together.emplace_back(all[k].facts);
    std::vector<int> numbers(some * width);
    std::vector<char> answered(some, 7);
    batch.evaluate(together, numbers, answered);
    for (std::size_t k = 0; k < some; ++k) {
      REQUIRE(answered[k] == good[i + k]);
      if (answered[k] == 0) continue;
      REQUIRE(std::equal(numbers.begin() + static_cast<std::ptrdiff_t>(k * width), numbers.begin() + static_cast<std::ptrdiff_t>((k + 1) * width), alone.begin() + static_cast<std::ptrdiff_t>((i + k) * width)));
    }
  }
  return compared;
}

TEST_CASE("a list of nodes is kept once and found again") {
  batch::NodeSets sets;
  std::mt19937 random{11};
  for (int run = 0; run < 2; ++run) {
    std::map<std::vector<engine::Ref>, std::size_t> known;
    std::vector<std::vector<engine::Ref>> lists;
    for (int round = 0; round < 3000; ++round) {
      std::vector<engine::Ref> list(random() % 6);
      for (auto& ref : list) ref = static_cast<engine::Ref>(random() % 5) - 2;
      const auto [before, is_new] = known.try_emplace(list, known.size());
      if (is_new) lists.push_back(list);
      REQUIRE(sets.add(list) == std::pair{before->second, is_new});
      REQUIRE(sets.size() == lists.size());
    }
    CHECK(lists.size() > 500);
    for (std::size_t i = 0; i < lists.size(); ++i) REQUIRE(std::ranges::equal(sets[i], lists[i]));
    sets.clear();
    CHECK(sets.size() == 0);
  }
  // Among so many some have the same hash.
  std::set<std::vector<engine::Ref>> lists;
  for (int round = 0; round < 300000; ++round) {
    std::vector<engine::Ref> list(3);
    for (auto& ref : list) ref = static_cast<engine::Ref>(random() % (1 << 20));
    REQUIRE(sets.add(list).second == lists.insert(list).second);
  }
}

TEST_CASE("the shipped rules: answers for the many are those of the engine") {
  const auto book = load_embedded_rules();
  REQUIRE(book);
  std::mt19937 random{3};
  int compared = 0;
  for (const unsigned open : {0U, 2U, 6U, 9U}) compared += compare(*book.value, {}, random, 150 / kOneIn, open);
  compared += compare(*book.value, {.presumptions = false}, random, 100 / kOneIn, 5);
  compared += compare(*book.value, {.all_readings_open = true}, random, 60 / kOneIn, 3);
  compared += compare(*book.value, {.readings = {{0, 0, 1}, {1, 1, 0}}, .regimes = {1, 0}}, random, 60 / kOneIn, 3);
  WARN("compared " << compared << " findings");
  CHECK(compared > 2000 / kOneIn);
}

TEST_CASE("random rule books: answers for the many are those of the engine") {
  int compared = 0;
  for (unsigned seed = 1; seed <= 120 / kOneIn; ++seed) {
    Maker maker{seed};
    const std::string rules = maker.rules();
    INFO(rules);
    const auto book = harbour_book(rules, kTwo);
    REQUIRE(book);
    std::mt19937 random{seed};
    compared += compare(*book.value, {.all_readings_open = seed % 2 == 0}, random, 40, 2 + seed % 5);
  }
  CHECK(compared > 2000 / kOneIn);
}

RuleBook shipped_rules() {
  auto book = load_embedded_rules();
  REQUIRE(book);
  return std::move(*book.value);
}

/// A worker that asks the shipped rules everything.
struct Shipped {
  RuleBook book = shipped_rules();
  batch::Settings settings{.book = &book};
  batch::Registry registry{book};
  batch::Worker worker{settings, registry};
};

TEST_CASE("a worker writes what the library says of each case, counts it, and refuses what cannot be") {
  Shipped shipped;
  const RuleBook& book = shipped.book;
  Engine engine{book};
  std::mt19937 random{11};
  std::size_t all = 0;
  // Pieces of growing size: the first answers have less room than the later ones need.
  for (std::size_t size = 0; size < 40; size = 2 * size + 1) {
    std::vector<Case> cases;
    std::string wanted, refused;
    std::size_t next = 0, good = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const Case& one = cases.emplace_back(random_case(book.vocabulary, random, 4 * static_cast<unsigned>(i % 3)));
      const auto found = engine.evaluate(one, {});
      if (found) ++good, wanted += flat_line(book, one, *found.value);
      if (!found) refused += std::to_string(i) + "\n";
    }
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < size; ++i) lines.push_back(std::to_string(i) + "\n");
    batch::Product product;
    const auto read = [&](batch::Item& item, Record& record, Diagnostics&) {
      if (next == size) return false;
      item = {lines[next], next + 1, true};
      record = {cases[next].id, cases[next].facts, {}};
      ++next;
      return true;
    };
    shipped.worker.process({"in", read}, product);
    CHECK(product.answers() == wanted);
    CHECK(product.rejects == refused);
    CHECK(product.answered == good);
    CHECK(product.refused == size - good);
    const auto counted = std::accumulate(product.counts.begin(), product.counts.end(), std::uint64_t{0});
    CHECK(counted == good * Batch{book}.columns().size());
    all += good;
  }
  CHECK(all > 10);
}

TEST_CASE("a worker stops where much was refused, and goes on from there") {
  Shipped shipped;
  constexpr std::uint64_t kAll = 30000;
  std::uint64_t line = 0, told = 0;
  const auto bad = [&](batch::Item& item, Record&, Diagnostics& faults) {
    if (line == kAll) return false;
    item = {"x\n", ++line, false};
    faults.push_back(complain(Fault::nothing_given, {"in", {}, static_cast<std::int64_t>(line)}, {}));
    return true;
  };
  batch::Product product;
  while (told < kAll) {
    product.clear();
    shipped.worker.process({"in", bad}, product);
    CHECK(product.complaints.size() < 5000);
    REQUIRE(product.refused > 0);
    CHECK(product.rejects.size() == 2 * product.refused);
    for (const auto& complaint : product.complaints)
      if (complaint.where.line != static_cast<std::int64_t>(++told)) FAIL(told);
  }
}

TEST_CASE("a case that cannot be is left to the engine") {
  const auto book = harbour_book(list({clause("1", R"({"lamp": false})", "turn_back")}));
  REQUIRE(book);
  Batch batch{*book.value};
  REQUIRE(batch.columns().size() == 1);
  std::vector<int> answers(1);
  CHECK_FALSE(batch.evaluate(a_case(*book.value, R"({"distress": true, "damage": "none"})").facts, answers));
  CHECK_FALSE(batch.evaluate(a_case(*book.value, R"({"pumps": true, "damage": "none"})").facts, answers));
  CHECK_FALSE(batch.evaluate(a_case(*book.value, R"({"issued": "1921-03-02", "day": "1921-03-01"})").facts, answers));
  CHECK(batch.evaluate(a_case(*book.value, R"({"lamp": false})").facts, answers));
  CHECK(line(*book.value, batch.answer(0, answers.front())) == "decided turn_back [1]");
}

}  // namespace
}  // namespace crossing::tests
