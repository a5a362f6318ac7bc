// The rule book as a report: the list of instruments, one instrument or clause in full, a citation, the vocabulary.
#pragma once

#include "crossing/dossier.hpp"
#include "report/report.hpp"

namespace crossing::report {

/// `timings` has an entry for each of `regimes`, or is empty: then nothing is said of timing.
Report rules_list(const RuleBook& book, const std::vector<int>& regimes, const std::vector<Timing>& timings = {});

/// The whole instrument, or only the clauses at the given indices. `references` tell what an instrument is that it names.
Report rules_show(const RuleBook& book, const References& references, int regime, const std::vector<int>& clauses);

/// A citation of the clauses at the given indices, or of the instrument if there are none.
Report rules_cite(const RuleBook& book, int regime, const std::vector<int>& clauses);

Report facts_report(const Vocabulary& vocabulary);

/// A case file to fill in: every base fact, "unknown".
Report facts_skeleton(const Vocabulary& vocabulary);

/// Puts a note for each citation of the report into it, in words and as data under "citations".
void add_notes(Report& report);

}  // namespace crossing::report
