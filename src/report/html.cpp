// One page of HTML that needs nothing else: for the screen, and for a printer and a copier that know no colours.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/report.hpp"

namespace crossing::report {
namespace {

// Nothing is told by colour, and nothing by a background, which browsers leave out in print: signs are drawn with borders.
constexpr std::string_view kStyle = R"css(
@page { margin: 18mm 16mm; }
@page wide { size: landscape; margin: 14mm; }
html { font: 10.5pt/1.4 "Liberation Sans", Arial, Helvetica, sans-serif; color: #000; background: #fff; }
body { margin: 0 auto; padding: 1.5rem 1rem; max-width: 48rem; overflow-wrap: break-word; }
.wide { max-width: none; page: wide; }
@media print { body { padding: 0; max-width: none; } }
h1 { font-size: 16pt; line-height: 1.25; margin: 0 0 .3em; }
h2 { font-size: 12pt; margin: 1.4em 0 .4em; break-after: avoid; }
p { margin: .5em 0; }
ul, ol { margin: .4em 0; padding-left: 1.4em; }
li { margin: .15em 0; orphans: 2; widows: 2; }
li li, .questions > li, .notes li { break-inside: avoid; }
li > ul { break-before: avoid; }
table { width: 100%; border-collapse: collapse; margin: 1em 0 .6em; font-size: 10pt; line-height: 1.3; }
thead { display: table-header-group; }
tbody { break-inside: avoid; }
tr { break-inside: avoid; }
th, td { padding: .3em .5em; border-top: .5pt dotted #000; text-align: left; vertical-align: top; }
thead th { border-top: 0; }
tbody { border-top: .75pt solid #000; border-bottom: .75pt solid #000; }
thead + tbody { border-top: 1.5pt solid #000; }
tbody tr:first-child > * { border-top: 0; }
.short { white-space: nowrap; }
.long { overflow-wrap: anywhere; }
.wide table { font-size: 8.5pt; }
th small { display: block; font-weight: normal; white-space: normal; }
small, .small { font-size: 9pt; }
sup { font-size: 7pt; line-height: 0; font-weight: normal; font-style: normal; }
sup a { color: #000; text-decoration: none; }
.sign { display: inline-block; box-sizing: border-box; width: .75em; height: .75em; margin-right: .4em; text-align: center; font: bold 1em/.7 Arial, sans-serif; }
.decided .sign, .stands .sign { width: 0; height: 0; border: .375em solid #000; }
.contested .sign { border: 1pt solid #000; border-left-width: .38em; }
.silent .sign { border: 1pt solid #000; border-radius: 50%; }
.not-binding.decided .sign { width: .75em; height: .75em; border: 1pt solid #000; }
.decided, .stands, .conflict { font-weight: bold; }
.not-binding { font-weight: normal; font-style: italic; }
.conflict { outline: 1.5pt solid #000; outline-offset: -2pt; }
.displaced { text-decoration: line-through; }
.key span { white-space: nowrap; font-weight: normal; font-style: normal; outline: none; margin-right: 1em; }
.questions > li { margin-bottom: .8em; }
.room { display: block; height: 2.2em; border-bottom: .5pt solid #000; }
.notes ol { padding-left: 2em; font-size: 9.5pt; line-height: 1.3; columns: 19rem; column-gap: 2em; }
footer { margin-top: 1.5em; padding-top: .4em; border-top: .5pt solid #000; }
)css";

/// How a look is told apart, and what is said of it under the table.
struct Look {
  std::string_view name, sign, meaning;
};
constexpr std::array<Look, 9> kLooks{{
    {"decided", "", "the text gives this answer"},
    {"silent", "", "no clause reaches the case"},
    {"undetermined", "?", "facts are missing"},
    {"contested", "", "the text can be read in two ways"},
    {"conflict", "×", "the text gives two answers"},
    {"stands", "", "stands"},
    {"displaced", {}, "displaced by another clause"},
    {"waits", "?", "waits for a fact or a reading"},
    {"fails", {}, {}},
}};

const Look* find_look(std::string_view name) {
  const auto at = std::find_if(kLooks.begin(), kLooks.end(), [&](const Look& look) { return look.name == name; });
  return at == kLooks.end() ? nullptr : &*at;
}

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::size_t longest_run(std::string_view text) {
  std::size_t longest = 0;
  for (std::size_t from = 0; from < text.size();) {
    const auto to = std::min(text.find(' ', from), text.size());
    longest = std::max(longest, to - from);
    from = to + 1;
  }
  return longest;
}

class Page {
 public:
  explicit Page(const Report& report) : report_(report) {}

  std::string write() {
    std::string title = "crossing";
    const auto heading = std::find_if(report_.blocks.begin(), report_.blocks.end(), [](const Block& block) { return block.kind == Block::Kind::heading; });
    if (heading != report_.blocks.end()) title = html_escaped(heading->text.words);
    text_ = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>" +
            title + "</title>\n<style>" + std::string{kStyle} + "</style>\n</head>\n" + (is_wide() ? "<body class=\"wide\">\n" : "<body>\n");
    for (const auto& block : report_.blocks) add(block);
    add_notes();
    if (!report_.made_from.empty()) text_ += fmt::format("<footer class=\"small\">{}</footer>\n", html_escaped(report_.made_from));
    return text_ + "</body>\n</html>\n";
  }

 private:
  /// A table with more columns than an upright sheet holds turns the page.
  bool is_wide() const {
    return std::any_of(report_.blocks.begin(), report_.blocks.end(), [](const Block& block) { return block.table.header.size() > kUpright; });
  }

  void add(const Block& block) {
    switch (block.kind) {
      case Block::Kind::heading: add_heading(block.text); break;
      case Block::Kind::paragraph: text_ += fmt::format("<p>{}</p>\n", words(block.text)); break;
      case Block::Kind::list: add_list(block.lines); break;
      case Block::Kind::table: add_table(block.table); break;
      case Block::Kind::questions: add_questions(block.lines);
    }
  }

  void add_heading(const Text& text) {
    const char* const tag = titled_ ? "h2" : "h1";
    text_ += fmt::format("<{0}>{1}</{0}>\n", tag, words(text));
    if (!titled_ && !report_.made_with.empty()) text_ += fmt::format("<p class=\"small\">{}</p>\n", html_escaped(report_.made_with));
    titled_ = true;
  }

  /// Words with the numbers of the notes they cite, in parentheses: many a clause is a number too.
  static std::string words(const Text& text) {
    std::string out;
    std::size_t from = 0;
    for (const auto& mark : text.marks) {
      out += html_escaped(std::string_view{text.words}.substr(from, mark.at - from));
      out += fmt::format("<sup><a href=\"#note-{0}\" role=\"doc-noteref\">({0})</a></sup>", mark.reference + 1);
      from = mark.at;
    }
    return out + html_escaped(std::string_view{text.words}.substr(from));
  }

  void add_list(const std::vector<Line>& lines) {
    std::vector<int> open;
    for (const auto& line : lines) {
      for (; !open.empty() && open.back() > line.level; open.pop_back()) text_ += "</li></ul>\n";
      if (open.empty() || open.back() < line.level) {
        open.push_back(line.level);
        text_ += "<ul>\n";
      } else {
        text_ += "</li>\n";
      }
      text_ += fmt::format("<li>{}", words(line.text));
    }
    for (std::size_t i = 0; i < open.size(); ++i) text_ += "</li></ul>\n";
  }

  /// A group of rows is kept together on one page, and its names stand once.
  void add_table(const Table& table) {
    std::vector<std::string_view> used;
    bool not_binding = false;
    text_ += "<table>\n<thead><tr>";
    for (const auto& cell : table.header) text_ += fmt::format("<th scope=\"col\">{}</th>", html_escaped(cell));
    text_ += "</tr></thead>\n";
    const auto lead = static_cast<std::size_t>(table.lead);
    for (std::size_t from = 0; from < table.rows.size();) {
      std::size_t to = from + 1;
      while (lead > 0 && to < table.rows.size() && table.rows[to].front().text.words.empty()) ++to;
      text_ += "<tbody>\n";
      for (std::size_t i = from; i < to; ++i) {
        text_ += "<tr>";
        for (std::size_t column = 0; column < table.rows[i].size(); ++column) {
          if (i > from && column < lead) continue;
          const Cell& cell = table.rows[i][column];
          add_cell(cell, column, column < lead ? to - from : 1);
          if (!cell.look.empty() && std::find(used.begin(), used.end(), cell.look) == used.end()) used.push_back(cell.look);
          not_binding = not_binding || !cell.binding;
        }
        text_ += "</tr>\n";
      }
      text_ += "</tbody>\n";
      from = to;
    }
    text_ += "</table>\n";
    add_key(used, not_binding);
  }

  void add_cell(const Cell& cell, std::size_t column, std::size_t rows) {
    const Look* look = find_look(cell.look);
    std::string classes{look != nullptr ? look->name : std::string_view{}};
    if (!cell.binding) classes += " not-binding";
    if (column == 0 && cell.text.words.size() <= kUnbroken) classes += " short";
    if (longest_run(cell.text.words) > kLong) classes += " long";
    const char* const tag = column == 0 ? "th" : "td";
    text_ += fmt::format("<{}", tag);
    if (column == 0) text_ += rows > 1 ? " scope=\"rowgroup\"" : " scope=\"row\"";
    if (rows > 1) text_ += fmt::format(" rowspan=\"{}\"", rows);
    if (!classes.empty()) text_ += fmt::format(" class=\"{}\"", classes.substr(classes.find_first_not_of(' ')));
    text_ += fmt::format(">{}{}", sign(look), words(cell.text));
    if (!cell.aside.empty()) text_ += fmt::format(" <small>{}</small>", html_escaped(cell.aside));
    text_ += fmt::format("</{}>", tag);
  }

  static std::string sign(const Look* look) {
    if (look == nullptr || look->sign.data() == nullptr) return "";
    return fmt::format("<span class=\"sign\" aria-hidden=\"true\">{}</span>", look->sign);
  }

  /// What the signs of a table mean; said once on a page.
  void add_key(const std::vector<std::string_view>& used, bool not_binding) {
    std::string key;
    for (const auto& look : kLooks) {
      if (look.meaning.empty() || std::find(used.begin(), used.end(), look.name) == used.end()) continue;
      if (std::find(explained_.begin(), explained_.end(), look.name) != explained_.end()) continue;
      explained_.push_back(look.name);
      const std::string name = look.sign.data() != nullptr && look.name != look.meaning ? std::string{look.name} + ": " : std::string{};
      key += fmt::format("<span class=\"{}\">{}{}{}</span> ", look.name, sign(&look), name, look.meaning);
    }
    if (not_binding) key += "<em>In italics: an instrument that bound nobody.</em>";
    if (!key.empty()) text_ += fmt::format("<p class=\"key small\">{}</p>\n", key);
  }

  void add_questions(const std::vector<Line>& lines) {
    text_ += "<ol class=\"questions\">\n";
    for (const auto& line : lines) {
      text_ += fmt::format("<li>{}", words(line.text));
      for (int i = 0; i < kRoom; ++i) text_ += "<span class=\"room\"></span>";
      text_ += "</li>\n";
    }
    text_ += "</ol>\n";
  }

  /// Only the first note on a document names it in full.
  void add_notes() {
    const auto& all = report_.citations;
    if (all.empty()) return;
    text_ += "<section class=\"notes\" role=\"doc-endnotes\">\n";
    add_heading("Sources");
    text_ += "<ol>\n";
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto first = static_cast<std::size_t>(std::find_if(all.begin(), all.end(), [&](const Citation& other) { return other.regime == all[i].regime; }) - all.begin());
      text_ += fmt::format("<li id=\"note-{}\">{}</li>\n", i + 1, html_escaped(note_text(all[i], first == i ? 0 : static_cast<int>(first) + 1)));
    }
    text_ += "</ol>\n</section>\n";
  }

  static constexpr int kRoom = 3;               // lines to write on
  static constexpr std::size_t kUpright = 7;    // columns
  static constexpr std::size_t kUnbroken = 20;  // bytes of a name that is not to be broken at its hyphens
  static constexpr std::size_t kLong = 30;      // bytes of a word that has to be broken somewhere

  const Report& report_;
  std::string text_;
  bool titled_ = false;
  std::vector<std::string_view> explained_;
};

}  // namespace

std::string render_html(const Report& report) { return Page{report}.write(); }

}  // namespace crossing::report
