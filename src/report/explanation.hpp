// Explanations as a report: each regime's operative clauses with why they do or do not stand.
#pragma once

#include "crossing/explanation.hpp"
#include "report/report.hpp"

namespace crossing::report {

Report explanation_report(const RuleBook& book, const Case& the_case, const std::vector<RegimeExplanation>& explanations);

}  // namespace crossing::report
