// How many packed cases a second, in memory: all regimes with a fifth of the facts unknown, one regime, and that regime as plain ifs.
// Before anything is timed the answers are compared: the batch with the engine, the plain ifs with the batch.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "analysis/generate.hpp"
#include "bench/plain_1970.hpp"
#include "crossing/batch.hpp"

namespace crossing::bench {
namespace {

constexpr std::size_t kCases = 20000;

const RuleBook& book() {
  static const RuleBook rules = *load_embedded_rules().value;
  return rules;
}

std::vector<int> headline() {
  std::vector<int> regimes;
  for (std::size_t r = 0; r < book().regimes.size(); ++r)
    if (book().regimes[r].headline) regimes.push_back(static_cast<int>(r));
  return regimes;
}

std::vector<Case> cases(double unknown) {
  analysis::Generator generator{book(), {.seed = 7, .unknown = unknown}};
  std::vector<Case> made;
  for (Case the_case; made.size() < kCases && generator.next(the_case);) made.push_back(the_case);
  return made;
}

const std::vector<Case>& partial() {
  static const auto made = cases(0.2);
  return made;
}

/// Complete cases: what has no value is given one, since plain ifs look at every fact.
const std::vector<Case>& complete() {
  static const auto made = [] {
    auto all = cases(0);
    for (auto& the_case : all)
      for (std::size_t i = 0; i < the_case.facts.size(); ++i)
        if (the_case.facts[i].kind == Statement::Kind::absent && book().vocabulary.facts[i].only_if.empty() && !book().vocabulary.facts[i].derived)
          the_case.facts[i] = {Statement::Kind::stated, {book().vocabulary.facts[i].range.lo, book().vocabulary.facts[i].range.lo}};
    return all;
  }();
  return made;
}

/// All cases, some at a time.
void evaluate_all(Batch& batch, const std::vector<Case>& cases) {
  constexpr std::size_t kTogether = 16;
  std::vector<std::span<const Statement>> some;
  std::vector<int> answers(batch.columns().size() * kTogether);
  std::vector<char> answered(kTogether);
  for (std::size_t i = 0; i < cases.size(); i += kTogether) {
    some.clear();
    for (std::size_t k = i; k < std::min(i + kTogether, cases.size()); ++k) some.emplace_back(cases[k].facts);
    batch.evaluate(some, std::span{answers}.first(some.size() * batch.columns().size()), std::span{answered}.first(some.size()));
    benchmark::DoNotOptimize(answers.data());
  }
}

void time_batch(benchmark::State& state, std::vector<int> regimes, const std::vector<Case>& cases) {
  Batch batch{book(), {.regimes = std::move(regimes)}};
  evaluate_all(batch, cases);  // what comes up is learnt before the clock runs
  for (auto _ : state) evaluate_all(batch, cases);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCases));
}

void all_regimes(benchmark::State& state) { time_batch(state, headline(), partial()); }
void one_regime(benchmark::State& state) { time_batch(state, {book().find_regime("1970-sc")}, complete()); }

void one_regime_as_plain_ifs(benchmark::State& state) {
  const Facts1970 facts{book().vocabulary};
  for (auto _ : state)
    for (const auto& the_case : complete()) benchmark::DoNotOptimize(judge_1970(facts, the_case.facts.data()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCases));
}

void all_regimes_with_reasons(benchmark::State& state) {
  Engine engine{book()};
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(engine.evaluate(partial()[i++ % 2000], {.regimes = headline()}));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

BENCHMARK(all_regimes)->Unit(benchmark::kMillisecond);
BENCHMARK(one_regime)->Unit(benchmark::kMillisecond);
BENCHMARK(one_regime_as_plain_ifs)->Unit(benchmark::kMillisecond);
BENCHMARK(all_regimes_with_reasons)->Unit(benchmark::kMicrosecond);

/// Whether the batch answers the first cases as the engine does; says what differs.
bool batch_is_right() {
  Engine engine{book()};
  Batch batch{book(), {.regimes = headline()}};
  std::vector<int> answers(batch.columns().size());
  for (std::size_t i = 0; i < 500; ++i) {
    const Case& the_case = partial()[i];
    const auto found = engine.evaluate(the_case, {.regimes = headline()});
    if (batch.evaluate(the_case.facts, answers) != found.value.has_value()) return false;
    for (std::size_t c = 0; found && c < answers.size(); ++c) {
      for (const auto& regime : found.value->regimes)
        for (const auto& finding : regime.findings)
          if (regime.regime == batch.columns()[c].regime && finding.question == batch.columns()[c].question &&
              (answers[c] < 0 || batch.answer(c, answers[c]).verdict != finding.verdict || batch.answer(c, answers[c]).treatments != finding.treatments ||
               batch.answer(c, answers[c]).clauses != finding.clauses))
            return false;
    }
  }
  return true;
}

bool plain_ifs_are_right() {
  const auto& vocabulary = book().vocabulary;
  const Facts1970 facts{vocabulary};
  const std::vector<int> treatments{vocabulary.find_treatment("repatriate"), vocabulary.find_treatment("refer_upward"), vocabulary.find_treatment("handle_under_host_law"),
                                    vocabulary.find_treatment("naturalise_review"), vocabulary.find_treatment("approve_departure"), vocabulary.find_treatment("deny_application")};
  Batch batch{book(), {.regimes = {book().find_regime("1970-sc")}}};
  std::vector<int> answers(batch.columns().size());
  for (const auto& the_case : complete()) {
    if (!batch.evaluate(the_case.facts, answers)) return false;
    const auto plain = judge_1970(facts, the_case.facts.data());
    const std::vector<std::pair<const char*, int>> said{{"disposition", plain.disposition}, {"offence", plain.offence}, {"custody", plain.custody},
                                                        {"nationality", plain.nationality}, {"application", plain.application}, {"referral", plain.referral}};
    for (std::size_t c = 0; c < answers.size(); ++c) {
      for (const auto& [question, treatment] : said) {
        if (vocabulary.questions[static_cast<std::size_t>(batch.columns()[c].question)].name != question || answers[c] < 0) continue;
        const auto& finding = batch.answer(c, answers[c]);
        const TreatmentSet wanted = treatment < 0 ? TreatmentSet{} : TreatmentSet{treatments[static_cast<std::size_t>(treatment)]};
        if (finding.treatments != wanted) return false;
      }
    }
  }
  return true;
}

}  // namespace
}  // namespace crossing::bench

int main(int argc, char** argv) {
  if (!crossing::bench::batch_is_right() || !crossing::bench::plain_ifs_are_right()) {
    std::cerr << "the answers differ: nothing is timed\n";
    return EXIT_FAILURE;
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}
