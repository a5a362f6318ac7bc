// The engine's door: prepares the case, puts each question that is open, weighs the presumptions, adds timing and reach.
#include <algorithm>
#include <map>

#include "crossing/crossing.hpp"
#include "engine/prepare.hpp"
#include "engine/walk.hpp"

namespace crossing {
namespace {

using engine::Allowed;

/// The days on which the case is tested: the first date of the role that the case states; empty if it states none.
std::optional<Span> test_days(const Vocabulary& vocabulary, const Case& the_case, const std::vector<Allowed>& allowed) {
  for (const int fact : vocabulary.test_date)
    if (the_case.facts[static_cast<std::size_t>(fact)].kind == Statement::Kind::stated)
      return Span{allowed[static_cast<std::size_t>(fact)].front().lo, allowed[static_cast<std::size_t>(fact)].back().hi};
  return std::nullopt;
}

Timing timing_of(const Regime& regime, const std::optional<Span>& days) {
  if (!days) return {TimingStatus::no_test_date, std::nullopt};
  if (days->hi < regime.issued.lo) return {TimingStatus::not_yet_issued, Span{regime.issued.lo - days->hi, regime.issued.hi - days->lo}};
  if (days->lo < regime.issued.hi) return {TimingStatus::date_uncertain, std::nullopt};
  if (regime.ends && days->lo > *regime.ends) return {TimingStatus::lapsed, std::nullopt};
  if (regime.ends && days->hi > *regime.ends) return {TimingStatus::date_uncertain, std::nullopt};
  if (!regime.begins) return {TimingStatus::signed_effect_unknown, std::nullopt};
  if (days->hi < *regime.begins) return {TimingStatus::issued_not_in_effect, std::nullopt};
  if (days->lo < *regime.begins) return {TimingStatus::date_uncertain, std::nullopt};
  return {TimingStatus::in_force, std::nullopt};
}

/// Where the person can be.
std::vector<Code> places_of(const Vocabulary& vocabulary, const engine::Program& constraints, const std::vector<Allowed>& allowed) {
  if (vocabulary.place < 0) return {};
  std::vector<Code> places;
  const auto place = static_cast<std::size_t>(vocabulary.place);
  for (const auto& span : allowed[place])
    for (Code code = span.lo; code <= span.hi; ++code) places.push_back(code);
  if (places.size() < 2 || !engine::reads(constraints, vocabulary.place)) return places;
  auto tried = allowed;
  std::erase_if(places, [&](Code code) {
    tried[place] = {{code, code}};
    return !engine::leads_on(vocabulary, constraints, tried);
  });
  return places;
}

Reach reach_of(const Regime& regime, const std::vector<Code>& places) {
  if (regime.everywhere || places.empty()) return Reach::addressed;
  const auto named = [&](Code place) { return std::find(regime.reach.begin(), regime.reach.end(), place) != regime.reach.end(); };
  const bool in = std::any_of(places.begin(), places.end(), named);
  return in && !std::all_of(places.begin(), places.end(), named) ? Reach::unknown : in ? Reach::addressed : Reach::outside;
}

}  // namespace

struct Engine::State {
  const RuleBook* book;
  std::optional<engine::Frame> frame;
  std::map<std::pair<int, int>, engine::Program> programs;
  std::optional<Diagnostic> fault;  ///< the first question that could not be compiled

  const engine::Program* program(int regime, int question) {
    const auto key = std::pair{regime, question};
    if (const auto known = programs.find(key); known != programs.end()) return &known->second;
    auto made = engine::compile(book->vocabulary, book->regimes[static_cast<std::size_t>(regime)], question, fault);
    if (!made) return nullptr;
    return &programs.emplace(key, std::move(*made)).first->second;
  }
};

Engine::Engine(const RuleBook& book) : state_(std::make_unique<State>()) {
  state_->book = &book;
  state_->frame = engine::compile_frame(book.vocabulary, state_->fault);
}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Diagnostics Engine::check() {
  Diagnostics faults;
  if (!state_->frame) return {*state_->fault};
  for (std::size_t r = 0; r < state_->book->regimes.size(); ++r)
    for (std::size_t q = 0; q < state_->book->vocabulary.questions.size(); ++q)
      if (state_->program(static_cast<int>(r), static_cast<int>(q)) == nullptr) faults.push_back(*state_->fault);
  return faults;
}

int Engine::diagram_size(int regime, int question) {
  const auto* program = state_->program(regime, question);
  return program == nullptr ? 0 : program->forest.size(program->root);
}

Checked<CaseFindings> Engine::evaluate(const Case& the_case, const Options& options) {
  if (!state_->frame) return {std::nullopt, {*state_->fault}};
  const RuleBook& book = *state_->book;
  const Vocabulary& vocabulary = book.vocabulary;
  const auto prepared = engine::prepare(vocabulary, *state_->frame, the_case, options.presumptions);
  if (!prepared) return {std::nullopt, prepared.diagnostics};

  CaseFindings findings{.days = options.as_of ? options.as_of : test_days(vocabulary, the_case, prepared.value->allowed)};
  const auto places = places_of(vocabulary, state_->frame->constraints, prepared.value->allowed);
  std::vector<bool> matters(vocabulary.facts.size(), false);
  const int regimes = static_cast<int>(options.regimes.empty() ? book.regimes.size() : options.regimes.size());
  for (int r = 0; r < regimes; ++r) {
    const int index = options.regimes.empty() ? r : options.regimes[static_cast<std::size_t>(r)];
    const Regime& regime = book.regimes[static_cast<std::size_t>(index)];
    const auto chosen = options_taken(book, index, the_case, options);

    RegimeFindings found{.regime = index,
                         .timing = timing_of(regime, findings.days),
                         .reach = reach_of(regime, places)};
    for (std::size_t q = 0; q < vocabulary.questions.size(); ++q) {
      const Question& question = vocabulary.questions[q];
      if (!is_put(question, the_case)) continue;
      const auto* program = state_->program(index, static_cast<int>(q));
      if (program == nullptr) return {std::nullopt, {*state_->fault}};
      if (program->answers.empty() && !question.always_reported) continue;
      Finding finding = engine::find(vocabulary, regime, static_cast<int>(q), *program, prepared.value->allowed, chosen);
      const auto reported = [&](const Finding& f) { return question.always_reported || f.verdict != Verdict::silent; };
      for (const int fact : prepared.value->presumed) {
        if (matters[static_cast<std::size_t>(fact)] || !engine::reads(*program, fact)) continue;
        // Each presumption is weighed against what is stated alone, so lifting one leaves the others as they are.
        auto lifted = prepared.value->allowed;
        lifted[static_cast<std::size_t>(fact)] = prepared.value->stated[static_cast<std::size_t>(fact)];
        const Finding other = engine::find(vocabulary, regime, static_cast<int>(q), *program, lifted, chosen);
        matters[static_cast<std::size_t>(fact)] = (reported(finding) || reported(other)) && other != finding;
      }
      if (reported(finding)) found.findings.push_back(std::move(finding));
    }
    findings.regimes.push_back(std::move(found));
  }
  for (const int fact : prepared.value->presumed)
    if (matters[static_cast<std::size_t>(fact)]) findings.presumed.emplace_back(fact, vocabulary.facts[static_cast<std::size_t>(fact)].presumed->value);
  return {std::move(findings), {}};
}

}  // namespace crossing
