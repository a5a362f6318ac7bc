// Regimes and clauses to references, references to notes.
#include "report/citation.hpp"

#include <fmt/format.h>

#include <array>

namespace crossing::report {
namespace {

/// "1961-05-08" as "8 May 1961". With `leave_out`, the end of an interval, what it would only repeat is left out: the year, or month and year.
std::string one_date(const std::string& text, std::string_view leave_out = {}) {
  constexpr std::array<std::string_view, 12> kMonths{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  const std::string year = text.substr(0, 4);
  if (text.size() == 4) return year;
  const auto number = [&](std::size_t at) { return static_cast<std::size_t>(text[at] - '0') * 10 + static_cast<std::size_t>(text[at + 1] - '0'); };
  std::string words = text.size() == 7 ? std::string{} : std::to_string(number(8));
  if (words.empty() || leave_out.substr(0, 7) != text.substr(0, 7)) words += fmt::format("{}{}", words.empty() ? "" : " ", kMonths[number(5) - 1]);
  return leave_out.substr(0, 4) == year ? words : words + " " + year;
}

std::string pages_words(const std::string& pages) {
  std::string text;
  for (const char c : pages) text += c == '-' ? std::string{"–"} : std::string{c};
  return (pages.find_first_of("-,") == std::string::npos ? "p. " : "pp. ") + text;
}

std::string sentence_case(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

/// A title in quotation marks; one that the document does not bear stands in square brackets instead. The comma after it included.
std::string title_words(const std::string& title) {
  const bool supplied = title.starts_with("[") && title.find(']') + 1 == title.size();
  return supplied ? title + "," : "“" + title + ",”";
}

}  // namespace

Citation refer(const Regime& regime, int clause) {
  Citation reference{.regime = regime.id, .title = regime.title, .author = regime.issuer, .issued = regime.issued, .source = regime.source};
  if (clause < 0) return reference;
  reference.clause = regime.clauses[static_cast<std::size_t>(clause)].id;
  reference.place = regime.clauses[static_cast<std::size_t>(clause)].cite;
  return reference;
}

std::string even_dates(const Span& days) {
  const std::string text = dates_text(days);
  const auto slash = text.find('/');
  return slash == std::string::npos || slash * 2 + 1 == text.size() ? text : day_text(days.lo) + "/" + day_text(days.hi);
}

std::string date_words(const Span& days) {
  const std::string text = even_dates(days);
  const auto slash = text.find('/');
  if (slash == std::string::npos) return one_date(text);
  const std::string last = text.substr(slash + 1);
  return fmt::format("between {} and {}", one_date(text.substr(0, slash), last), one_date(last));
}

std::string folder_words(const Source& source) {
  return source.archive + (source.archive.empty() || source.folder.empty() ? "" : " ") + source.folder;
}

std::string archive_words(const Source& source) {
  std::string text = folder_words(source);
  if (!source.pages.empty()) text += (text.empty() ? "" : ", ") + pages_words(source.pages);
  return text;
}

std::string note_text(const Citation& reference, int earlier) {
  if (earlier > 0) return fmt::format("{}, of the document in note {}.", reference.place.empty() ? "The whole" : sentence_case(reference.place), earlier);
  const Source& source = reference.source;
  std::string text = (reference.place.empty() ? std::string{} : sentence_case(reference.place) + ", in ") + title_words(reference.title);
  bool first = true;
  const auto add = [&](const std::string& before, const std::string& part) {
    if (part.empty()) return;
    text += (first ? " " : ", ") + before + part;
    first = false;
  };
  add("", source.number);
  add("", date_words(reference.issued));
  add("", archive_words(source));
  add("", source.document);
  add("", source.collection);
  add("obtained by ", source.obtained_by);
  add("translated by ", source.translator);
  return text + (text.ends_with(".") ? "" : ".");
}

std::string remark(const Citation& reference) {
  const Source& source = reference.source;
  std::string text;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) text += fmt::format("{}{}{}", text.empty() ? "" : " ", sentence_case(part), part.ends_with(".") ? "" : ".");
  };
  add(reference.place);
  if (const std::string issued = date_words(reference.issued); issued.starts_with("between")) add("issued " + issued);
  if (!source.pages.empty()) add(pages_words(source.pages));
  add(source.number);
  add(source.collection.empty() ? source.document : source.document + ", " + source.collection);
  if (!source.obtained_by.empty()) add("obtained by " + source.obtained_by);
  return text;
}

}  // namespace crossing::report
