// Everything hangs on two comparisons: of days, which places the rows, and of effects, which marks them.
#include "analysis/timeline.hpp"

#include <algorithm>

namespace crossing::analysis {
namespace {

Position position_of(const Regime& regime, const std::optional<Span>& days) {
  if (!days) return Position::no_date;
  if (regime.issued.hi <= days->lo) return Position::issued;
  return days->hi < regime.issued.lo ? Position::not_yet_issued : Position::perhaps_issued;
}

bool same(const Effects& a, const Effects& b) { return a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin()); }

const Finding* finding_on(const RegimeFindings& found, int question) {
  const auto it = std::find_if(found.findings.begin(), found.findings.end(), [question](const Finding& f) { return f.question == question; });
  return it == found.findings.end() ? nullptr : &*it;
}

std::vector<int> reported(const Vocabulary& vocabulary, const CaseFindings& findings) {
  std::vector<int> questions;
  for (const bool always : {true, false}) {
    for (std::size_t q = 0; q < vocabulary.questions.size(); ++q) {
      const int question = static_cast<int>(q);
      if (vocabulary.questions[q].always_reported != always) continue;
      if (std::any_of(findings.regimes.begin(), findings.regimes.end(), [=](const RegimeFindings& found) { return finding_on(found, question) != nullptr; }))
        questions.push_back(question);
    }
  }
  return questions;
}

/// Puts the rows in order of time and the case among them.
void arrange(const RuleBook& book, Timeline& timeline) {
  const auto first_day = [&](const TimelineRow& row) { return book.regimes[static_cast<std::size_t>(row.regime)].issued.lo; };
  std::stable_sort(timeline.rows.begin(), timeline.rows.end(), [&](const TimelineRow& a, const TimelineRow& b) { return first_day(a) < first_day(b); });
  if (!timeline.days) return;
  const auto later = std::find_if(timeline.rows.begin(), timeline.rows.end(), [&](const TimelineRow& row) { return first_day(row) > timeline.days->lo; });
  timeline.rows.insert(later, TimelineRow{});
}

}  // namespace

std::string_view name_of(Position position) {
  switch (position) {
    case Position::issued: return "issued";
    case Position::perhaps_issued: return "perhaps_issued";
    case Position::not_yet_issued: return "not_yet_issued";
    case Position::no_date: break;
  }
  return "no_date";
}

Effects effects_of(const Vocabulary& vocabulary, const Finding& finding) {
  Effects effects;
  const auto add = [&](const TreatmentSet& treatments) {
    std::vector<int> together;
    for (const int treatment : treatments) together.push_back(vocabulary.treatments[static_cast<std::size_t>(treatment)].effect);
    std::sort(together.begin(), together.end());
    together.erase(std::unique(together.begin(), together.end()), together.end());
    if (std::find(effects.begin(), effects.end(), together) == effects.end()) effects.push_back(std::move(together));
  };
  if (finding.verdict == Verdict::undetermined || finding.verdict == Verdict::contested) {
    for (const auto& outcome : finding.outcomes) add(outcome.treatments);
  } else {
    add(finding.treatments);
  }
  return effects;
}

Timeline timeline(const RuleBook& book, const Case& the_case, const Options& options, const CaseFindings& findings, int question) {
  Timeline timeline{.questions = question < 0 ? reported(book.vocabulary, findings) : std::vector<int>{question}, .days = findings.days};
  for (const int fact : book.vocabulary.test_date)
    if (!options.as_of && timeline.dated_by < 0 && the_case.facts[static_cast<std::size_t>(fact)].kind == Statement::Kind::stated) timeline.dated_by = fact;
  for (const auto& found : findings.regimes) {
    TimelineRow row{.regime = found.regime, .position = position_of(book.regimes[static_cast<std::size_t>(found.regime)], timeline.days), .timing = found.timing};
    for (const int q : timeline.questions) {
      const Finding* finding = finding_on(found, q);
      TimelineAnswer answer{.finding = finding == nullptr ? Finding{.question = q} : *finding};
      answer.effects = effects_of(book.vocabulary, answer.finding);
      row.answers.push_back(std::move(answer));
    }
    timeline.rows.push_back(std::move(row));
  }
  arrange(book, timeline);
  const TimelineRow* before = nullptr;
  for (auto& row : timeline.rows) {
    if (row.regime < 0) continue;
    for (std::size_t i = 0; before != nullptr && i < row.answers.size(); ++i) row.answers[i].changed = !same(row.answers[i].effects, before->answers[i].effects);
    before = &row;
  }
  return timeline;
}

Timeline timeline(const RuleBook& book, const std::vector<int>& regimes, const std::optional<Span>& days) {
  Timeline timeline{.days = days};
  for (std::size_t r = 0; r < book.regimes.size(); ++r) {
    const int regime = static_cast<int>(r);
    if (regimes.empty() || std::find(regimes.begin(), regimes.end(), regime) != regimes.end())
      timeline.rows.push_back({.regime = regime, .position = position_of(book.regimes[r], days)});
  }
  arrange(book, timeline);
  return timeline;
}

}  // namespace crossing::analysis
