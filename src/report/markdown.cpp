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

void row(const std::vector<std::string>& cells, std::string& text) {
  text += "|";
  for (const auto& cell : cells) {
    text += ' ';
    text += plain(cell);
    text += " |";
  }
  text += "\n";
}

}  // namespace

std::string render_markdown(const Report& report) {
  std::string text;
  bool first = true;
  for (const auto& block : report.blocks) {
    if (!text.empty()) text += "\n";
    switch (block.kind) {
      case Block::Kind::heading:
        text += (first ? "# " : "## ") + plain(block.text) + "\n";
        first = false;
        break;
      case Block::Kind::paragraph: text += plain(block.text) + "\n"; break;
      case Block::Kind::list:
        for (const auto& line : block.lines) text += std::string(2 * static_cast<std::size_t>(line.level), ' ') + "- " + plain(line.text) + "\n";
        break;
      case Block::Kind::table:
        row(block.table.header, text);
        text += "|";
        for (std::size_t i = 0; i < block.table.header.size(); ++i) text += " --- |";
        text += "\n";
        for (const auto& cells : block.table.rows) row(cells, text);
    }
  }
  return text;
}

}  // namespace crossing::report
