// Markdown (with pipe tables) of the same blocks, hostile text made harmless.
#include <fmt/format.h>

#include <algorithm>

#include "report/report.hpp"

namespace crossing::report {
namespace {

/// Text that stays text: every mark that Markdown or the HTML in it could read is escaped.
std::string plain(const std::string& text) {
  std::string out;
  std::string clean = printable(text);
  clean.erase(0, clean.find_first_not_of(' '));
  // What opens a list or a rule does so only at the start: a bullet, or a number, its mark and a space.
  const std::size_t digits = std::min(clean.find_first_not_of("0123456789"), clean.size());
  const std::string mark = clean.substr(digits, 2);
  const bool opens = digits == 0 ? !mark.empty() && std::string_view{"-+="}.find(mark.front()) != std::string_view::npos
                                 : mark == "." || mark == ")" || mark == ". " || mark == ") ";
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const char c = clean[i];
    if (opens && i == digits) out += '\\';
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      if (std::string_view{"\\`*_{}[]#|!>~"}.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

/// Words with a footnote for each reference they cite. What stands behind a footnote opens no list.
std::string plain(const Text& text) {
  std::string out;
  std::size_t from = 0;
  const auto add = [&](std::size_t to) {
    const std::string part = text.words.substr(from, to - from);
    if (part.empty()) return;
    // A space at the seam is kept, and spares the part from being taken for the beginning of a line.
    if (from > 0 && part.front() == ' ') out += ' ';
    out += plain(part);
    from = to;
  };
  for (const auto& mark : text.marks) {
    add(mark.at);
    out += fmt::format("[^{}]", mark.reference + 1);
  }
  add(text.words.size());
  return out;
}

template <typename Cells, typename Words>
void row(const Cells& cells, Words words, std::string& text) {
  text += "|";
  for (const auto& cell : cells) text += fmt::format(" {} |", words(cell));
  text += "\n";
}

std::string cell_words(const Cell& cell) {
  std::string words = plain(cell.text);
  if (cell.text.words.empty() || cell.aside.empty()) return words;
  return fmt::format("{} ({})", words, plain(cell.aside));
}

void add_table(const Table& table, std::string& text) {
  row(table.header, [](const std::string& cell) { return plain(cell); }, text);
  text += "|";
  for (std::size_t i = 0; i < table.header.size(); ++i) text += " --- |";
  text += "\n";
  for (const auto& cells : table.rows) row(cells, cell_words, text);
}

/// Blank paragraphs are lost in Markdown unless something stands in them.
void add_questions(const std::vector<Line>& lines, std::string& text) {
  constexpr int kRoom = 3;  // lines to write on
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += fmt::format("{}{}. {}\n", i > 0 ? "\n" : "", i + 1, plain(lines[i].text));
    for (int line = 0; line < kRoom; ++line) text += "\n    &nbsp;\n";
  }
}

}  // namespace

std::string render_markdown(const Report& report) {
  std::string text;
  bool first = true;
  for (const auto& block : report.blocks) {
    if (!text.empty()) text += "\n";
    switch (block.kind) {
      case Block::Kind::heading:
        text += fmt::format("{} {}\n", first ? "#" : "##", plain(block.text));
        first = false;
        break;
      case Block::Kind::paragraph: text += plain(block.text) + "\n"; break;
      case Block::Kind::list:
        for (const auto& line : block.lines) text += fmt::format("{}- {}\n", std::string(2 * static_cast<std::size_t>(line.level), ' '), plain(line.text));
        break;
      case Block::Kind::table: add_table(block.table, text); break;
      case Block::Kind::questions: add_questions(block.lines, text);
    }
  }
  // Each note in full: whoever edits or converts the text can move them about, and their numbers change.
  for (std::size_t i = 0; i < report.citations.size(); ++i) text += fmt::format("{}[^{}]: {}\n", i == 0 ? "\n" : "", i + 1, plain(note_text(report.citations[i])));
  if (!report.made_with.empty()) text += fmt::format("\n{}\n", plain(report.made_with + ". " + report.made_from));
  return text;
}

}  // namespace crossing::report
