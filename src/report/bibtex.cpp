// The references of a report as BibTeX, in fields that Zotero reads.
#include <fmt/format.h>

#include "report/report.hpp"

namespace crossing::report {
namespace {

/// Text that neither BibTeX nor TeX reads as anything else. Braces are named, for BibTeX counts even those behind a backslash.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '\\': out += "{\\textbackslash}"; break;
      case '{': out += "{\\textbraceleft}"; break;
      case '}': out += "{\\textbraceright}"; break;
      case '~': out += "{\\textasciitilde}"; break;
      case '^': out += "{\\textasciicircum}"; break;
      case '#':
      case '$':
      case '%':
      case '&':
      case '_':
        out += '\\';
        out += c;
        break;
      default: out += c;
    }
  }
  return out;
}

void field(const char* name, const std::string& value, std::string& text) {
  if (!value.empty()) text += fmt::format("  {} = {{{}}},\n", name, value);
}

/// In braces of its own a title keeps its capitals, and a name is not taken apart at "and".
std::string whole(const std::string& text) { return text.empty() ? text : fmt::format("{{{}}}", escaped(text)); }

std::string pages_range(const std::string& pages) {
  std::string text;
  for (const char c : pages) text += c == '-' ? std::string{"--"} : std::string{c};
  return text;
}

}  // namespace

// Where `archive` and `folder` are not known to a style or a program, `howpublished` carries them.
std::string render_bibtex(const Report& report) {
  std::string text;
  for (const auto& reference : report.citations) {
    const Source& source = reference.source;
    const std::string date = even_dates(reference.issued);
    text += fmt::format("{}@misc{{{},\n", text.empty() ? "" : "\n", reference.id());
    field("title", whole(reference.title), text);
    field("author", whole(reference.author), text);
    field("translator", whole(source.translator), text);
    field("date", date, text);
    field("year", date.substr(0, 4), text);
    field("archive", escaped(source.archive), text);
    field("folder", escaped(source.folder), text);
    field("pages", pages_range(escaped(source.pages)), text);
    field("series", whole(source.collection), text);
    field("number", escaped(source.number), text);
    field("howpublished", escaped(folder_words(source)), text);
    field("note", escaped(remark(reference)), text);
    text += "}\n";
  }
  return text;
}

}  // namespace crossing::report
