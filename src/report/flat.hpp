// Findings as flat records: the id and, for each regime and question, verdict, treatment and clauses, one line a case.
#pragma once

#include "crossing/batch.hpp"
#include "crossing/finding.hpp"

namespace crossing::report {

enum class FlatFormat { json, csv };

/// The columns of a flat record: every question that some clause of an asked regime answers, and what is always reported.
std::vector<Batch::Column> flat_columns(const RuleBook& book, const std::vector<int>& regimes, const std::vector<int>& questions);

/// The part of a record for one column: a comma, then its cells. `finding` null: the question is not put. `first`: the first column
/// of its regime, which also gives the nature of an instrument that bound nobody.
std::string flat_part(const RuleBook& book, const Batch::Column& column, bool first, const Finding* finding, FlatFormat format);

/// What stands around the id of a record, and after its parts. In between the id stands as csv_field() gives it, or in JSON as it is.
struct FlatFrame {
  std::string_view before_id{}, after_id{}, end{};
};
FlatFrame flat_frame(FlatFormat format);

/// The names of the cells as the first line of CSV; empty for JSON, where each record names them.
std::string flat_header(const RuleBook& book, const std::vector<Batch::Column>& columns, FlatFormat format);

/// A whole record from the findings of the engine.
std::string flat_record(const RuleBook& book, const std::vector<Batch::Column>& columns, const Case& the_case, const CaseFindings& findings, FlatFormat format);

}  // namespace crossing::report
