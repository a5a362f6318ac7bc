// Findings as a report: one case as a matrix with its reasons, several cases as a row each.
#pragma once

#include "crossing/finding.hpp"
#include "report/report.hpp"

namespace crossing::report {

Report findings_report(const RuleBook& book, const std::vector<Case>& cases, const std::vector<CaseFindings>& findings);

/// One case as one line of JSON: the object that `cases` holds in the findings.
std::string case_record(const RuleBook& book, const Case& the_case, const CaseFindings& findings);

}  // namespace crossing::report
