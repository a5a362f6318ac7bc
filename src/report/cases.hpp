// Cases as a report: the list, one case in full, and the outcome of holding expectations against findings.
#pragma once

#include "crossing/finding.hpp"
#include "report/report.hpp"

namespace crossing::report {

/// A case and the place it was read from.
Report cases_list(const std::vector<Case>& cases);
Report case_show(const RuleBook& book, const Case& the_case);

/// How one case's findings differ from what it expects, one sentence each; empty if they agree.
std::vector<std::string> differences(const RuleBook& book, const Case& the_case, const CaseFindings& findings);

}  // namespace crossing::report
