// Tensions of the texts as a report: all of them, or one with what its cases show.
#pragma once

#include "analysis/tensions.hpp"
#include "report/report.hpp"

namespace crossing::report {

Report tensions_list(const RuleBook& book, const Tensions& tensions);

/// One tension in full. `cases` and `sights` have an entry for each of its showings.
Report tension_show(const RuleBook& book, const Tension& tension, const std::vector<Case>& cases, const std::vector<analysis::Sight>& sights);

}  // namespace crossing::report
