// Terms of one name in several regimes as a report: side by side, and where each two of them part.
#pragma once

#include "analysis/terms.hpp"
#include "report/report.hpp"

namespace crossing::report {

Report terms_report(const RuleBook& book, const std::vector<analysis::SharedTerm>& terms);

}  // namespace crossing::report
