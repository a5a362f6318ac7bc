// Findings as a report: one case as a matrix with its reasons, several cases as a row each.
#pragma once

#include "crossing/finding.hpp"
#include "report/report.hpp"

namespace crossing::report {

Report findings_report(const RuleBook& book, const std::vector<Case>& cases, const std::vector<CaseFindings>& findings);

}  // namespace crossing::report
