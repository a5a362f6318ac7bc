// What is cited: an instrument or one of its clauses, with all that a note or a reference manager needs to know of it.
#pragma once

#include <string>

#include "crossing/regime.hpp"

namespace crossing::report {

struct Citation {
  std::string regime{};
  std::string clause{};  ///< empty: the whole instrument
  std::string place{};   ///< where in the document the clause stands
  std::string title{}, author{};
  Span issued{};
  Source source{};

  std::string id() const { return clause.empty() ? regime : regime + "/" + clause; }
};

/// The instrument (`clause` -1) or its clause as a reference.
Citation refer(const Regime& regime, int clause);

/// A note after the Chicago Manual of Style, down to the sentence. With `earlier`, the number of a note on the same
/// document, only the place and that number.
std::string note_text(const Citation& reference, int earlier = 0);

/// What the fields of a reference manager have no room for, above all the sentence: for its field "note".
std::string remark(const Citation& reference);

/// "PRC MFA 118-01026-01", and the same with ", pp. 1–4"; empty if nothing of it is known.
std::string folder_words(const Source& source);
std::string archive_words(const Source& source);

/// "17 December 1957", "May 1961", "between 8 and 31 May 1961".
std::string date_words(const Span& days);

/// The days as a date of the file format, where the ends of an interval are told with the same precision: 1961-05-08/1961-05-31.
std::string even_dates(const Span& days);

}  // namespace crossing::report
