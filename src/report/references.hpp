// Instruments known only by reference, as a report: what is known of them, by which clauses, and what is missing.
#pragma once

#include "crossing/dossier.hpp"
#include "report/report.hpp"

namespace crossing::report {

/// Adds them to a list of instruments.
void add_references(const RuleBook& book, const References& references, Report& report);

Report reference_show(const RuleBook& book, const Reference& reference);

/// There is nothing to cite but the clauses that name it.
Report reference_cite(const RuleBook& book, const Reference& reference);

}  // namespace crossing::report
