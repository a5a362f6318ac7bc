// The rule book as a report: the list of instruments, one instrument or clause in full, a citation, the vocabulary.
#pragma once

#include "crossing/regime.hpp"
#include "report/report.hpp"

namespace crossing::report {

Report rules_list(const RuleBook& book, const std::vector<int>& regimes);

/// The whole instrument, or only the clauses at the given indices.
Report rules_show(const RuleBook& book, int regime, const std::vector<int>& clauses);

/// A citation of the clauses at the given indices, or of the instrument if there are none.
Report rules_cite(const RuleBook& book, int regime, const std::vector<int>& clauses);

Report facts_report(const Vocabulary& vocabulary);

/// A case file to fill in: every base fact, "unknown".
Report facts_skeleton(const Vocabulary& vocabulary);

}  // namespace crossing::report
