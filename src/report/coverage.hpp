// Coverage as a report: clauses, readings and boundaries with the cases that show them; what is not shown first.
#pragma once

#include "analysis/coverage.hpp"
#include "report/report.hpp"

namespace crossing::report {

Report coverage_report(const RuleBook& book, const std::vector<Case>& cases, const analysis::Coverage& coverage);

}  // namespace crossing::report
