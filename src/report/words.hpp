// Conditions, values, answers and times in words for people, and in the terms of the files for machines.
#pragma once

#include "crossing/finding.hpp"
#include "report/report.hpp"

namespace crossing::report {

/// A condition as nested lines, one test a line.
std::vector<Line> condition_lines(const Vocabulary& vocabulary, const Regime& regime, const Condition& condition);

/// A condition as one sentence part (its tests joined by "and" and "or").
std::string condition_words(const Vocabulary& vocabulary, const Regime& regime, const Condition& condition);

/// Values in words: labels joined by "or", "not later than 1960".
std::string range_words(const Vocabulary& vocabulary, const FactRange& range);

/// Values as a test of the file format.
Data range_data(const Vocabulary& vocabulary, const FactRange& range);

std::string treatment_words(const Vocabulary& vocabulary, const TreatmentSet& treatments);

/// null, a name, or a list of names (`list`: always a list unless silent).
Data treatment_data(const Vocabulary& vocabulary, const TreatmentSet& treatments, bool list);

/// "in force", "issued 178 to 208 days later", …
std::string timing_words(const Regime& regime, const Timing& timing);

/// "from 1957-12-17", "beginning unknown", with the end if there is one.
std::string in_effect_words(const Regime& regime);

/// What stands before the answer of an instrument that bound nobody: "asks for", "proposes", "reports"; empty for the others.
std::string_view answer_opening(Nature nature);

/// What the instrument answers, in words: the treatments, or "contested:" and all of them; an instrument that bound nobody is heard to
/// ask, propose or report.
std::string answer_words(const Vocabulary& vocabulary, Nature nature, const Finding& finding);

/// Clause ids joined by commas.
std::string clause_ids(const Regime& regime, const std::vector<int>& clauses);

/// The clauses of a decided finding as they stand behind an answer: " [A3b]"; empty for the others.
std::string source_words(const Regime& regime, const Finding& finding);
/// The same, each clause citing its place in the document.
Text source_words(const Regime& regime, const Finding& finding, Report& report);

std::string joined(const std::vector<std::string>& parts, std::string_view last);

}  // namespace crossing::report
