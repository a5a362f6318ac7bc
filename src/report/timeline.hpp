// A timeline as a report, and as a picture for a slide.
#pragma once

#include <string>

#include "analysis/timeline.hpp"
#include "report/report.hpp"

namespace crossing::report {

/// What each instrument in turn answers to the case.
Report timeline_report(const RuleBook& book, const Case& the_case, const analysis::Timeline& timeline);

/// The instruments alone, with what their texts say of other instruments.
Report instruments_report(const RuleBook& book, const analysis::Timeline& timeline);

/// Either of them as an SVG document, 16 to 9. `the_case`: null if there is none.
std::string timeline_picture(const RuleBook& book, const Case* the_case, const analysis::Timeline& timeline);

/// What dates the case, in words: "date of crossing".
std::string dated_by_words(const Vocabulary& vocabulary, const analysis::Timeline& timeline);

/// Effects in words: "goes back", "goes back / stays", "none" where nothing is ordered; of an exclusive question two at once are "against" each other.
std::string effects_words(const Vocabulary& vocabulary, int question, const analysis::Effects& effects);

}  // namespace crossing::report
