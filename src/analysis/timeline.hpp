// Instruments in order of issue with what each answers to one case, the case's own date at its place among them, and where
// the effect of the answer is another than in the instrument before.
#pragma once

#include <vector>

#include "crossing/finding.hpp"

namespace crossing::analysis {

/// Where an instrument stands to the date of the case. One issued on the day itself counts as issued.
enum class Position { issued, perhaps_issued, not_yet_issued, no_date };
std::string_view name_of(Position position);

/// The effects of an answer: for each outcome the effects of the treatments that stand in it, sorted; none where it is silent.
using Effects = std::vector<std::vector<int>>;

Effects effects_of(const Vocabulary& vocabulary, const Finding& finding);

struct TimelineAnswer {
  Finding finding{};  ///< silent where the instrument reports nothing
  Effects effects{};
  bool changed = false;  ///< other effects than in the instrument before; never in the first
};

struct TimelineRow {
  int regime = -1;  ///< -1: the date of the case
  Position position{};
  Timing timing{};
  std::vector<TimelineAnswer> answers{};  ///< one for each question; without a case none
};

struct Timeline {
  std::vector<int> questions{};  ///< those that some instrument reports, the always reported ones first; or the one asked for
  std::optional<Span> days{};    ///< the date of the case
  int dated_by = -1;             ///< the fact that gives it; -1: given beside the case
  std::vector<TimelineRow> rows{};  ///< by first possible day; an instrument before a case of the same day
};

/// The instruments that `findings` holds, which `options` gave for the case. `question`: show this one only, whether it is reported or not; -1: all.
Timeline timeline(const RuleBook& book, const Case& the_case, const Options& options, const CaseFindings& findings, int question = -1);

/// Instruments alone (all if `regimes` is empty), with a date to be marked among them if there is one.
Timeline timeline(const RuleBook& book, const std::vector<int>& regimes, const std::optional<Span>& days);

}  // namespace crossing::analysis
