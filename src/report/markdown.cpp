// Markdown (with pipe tables) of the same blocks, hostile text made harmless.
#include <fmt/format.h>

#include "report/report.hpp"

namespace crossing::report {
namespace {

/// Text that stays text: every mark that Markdown or the HTML in it could read is escaped.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : printable(text)) {
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
  for (const auto& cell : cells) text += " " + plain(cell) + " |";
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
