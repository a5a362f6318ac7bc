// An answer is known by all the names it is counted under, so equal answers of two threads are one.
#include "batch/tally.hpp"

namespace crossing::batch {

int Registry::number(const Batch::Column& column, const Finding* finding) {
  const Regime& regime = book_.regimes[static_cast<std::size_t>(column.regime)];
  Answer answer{regime.id, book_.vocabulary.questions[static_cast<std::size_t>(column.question)].name, "not_put", {}, {}};
  if (finding != nullptr) {
    answer.verdict = name_of(finding->verdict);
    for (const int treatment : finding->treatments) answer.treatments.push_back(book_.vocabulary.treatments[static_cast<std::size_t>(treatment)].name);
    for (const auto* list : {&finding->clauses, &finding->clauses_possible})
      for (const int clause : *list) answer.clauses.push_back(regime.clauses[static_cast<std::size_t>(clause)].id);
    if (finding->verdict == Verdict::conflict)
      for (const auto& outcome : finding->outcomes)
        for (const int clause : outcome.clauses) answer.clauses.push_back(regime.clauses[static_cast<std::size_t>(clause)].id);
  }
  std::vector<std::string> key{answer.regime, answer.question, answer.verdict};
  key.insert(key.end(), answer.treatments.begin(), answer.treatments.end());
  key.emplace_back();
  key.insert(key.end(), answer.clauses.begin(), answer.clauses.end());
  const std::lock_guard lock{mutex_};
  const auto [known, added] = numbers_.emplace(std::move(key), static_cast<int>(answers_.size()));
  if (added) answers_.push_back(std::move(answer));
  return known->second;
}

Registry::Answer Registry::answer(int number) const {
  const std::lock_guard lock{mutex_};
  return answers_[static_cast<std::size_t>(number)];
}

void Tally::add(const Registry& registry, const Counts& counts) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const auto answer = registry.answer(static_cast<int>(i));
    add(answer.regime, answer.question, "verdicts", answer.verdict, counts[i]);
    for (const auto& treatment : answer.treatments) add(answer.regime, answer.question, "treatments", treatment, counts[i]);
    for (const auto& clause : answer.clauses) add(answer.regime, answer.question, "clauses", clause, counts[i]);
  }
}

}  // namespace crossing::batch
