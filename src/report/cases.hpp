// Cases as a report: the list, one case in full, and the outcome of holding expectations against findings.
#pragma once

#include "crossing/finding.hpp"
#include "report/report.hpp"

namespace crossing::report {

/// Id, folder and title of each case; as data the file it was read from.
Report cases_list(const std::vector<Case>& cases);

/// Cases in full; as data an object, or a list if there are several, as a case file has it.
Report cases_show(const RuleBook& book, const std::vector<Case>& cases);

/// How one case's findings differ from what it expects, one sentence each; empty if they agree.
std::vector<std::string> differences(const RuleBook& book, const Case& the_case, const CaseFindings& findings);

/// Cases as records of a batch: a line of JSON, or a row of CSV under a first row that names the columns. Both are added to `text`.
void add_case_line(const Vocabulary& vocabulary, const Case& the_case, std::string& text);
std::string case_columns(const Vocabulary& vocabulary);
void add_case_row(const Vocabulary& vocabulary, const Case& the_case, std::string& text);

}  // namespace crossing::report
