// Printed figures and what the checks of them come to, as a report: discrepancies first.
#pragma once

#include "crossing/dossier.hpp"
#include "report/report.hpp"

namespace crossing::report {

/// The figures and checks at the given indices, in the order of the file. Every check must be one that can be computed.
Report figures_report(const RuleBook& book, const Figures& figures, const std::vector<int>& shown, const std::vector<int>& checks);

}  // namespace crossing::report
