// Plain text for a terminal: paragraphs and lists wrapped, tables fitted to the width.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "report/report.hpp"

namespace crossing::report {
namespace {

constexpr std::size_t kGap = 2;       // spaces between columns
constexpr std::size_t kNarrowest = 9; // no column is squeezed below this
constexpr std::size_t kManyRows = 60; // more are not worth weighing every width

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// A character of UTF-8: its code point and its bytes. No bytes: what begins here is not a character.
struct Character {
  char32_t point = 0;
  std::size_t bytes = 0;
};

Character first_of(std::string_view text) {
  constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};  // anything less is written too long
  const auto byte = static_cast<unsigned char>(text.front());
  const std::size_t bytes = byte < 0x80 ? 1 : (byte & 0xE0U) == 0xC0U ? 2 : (byte & 0xF0U) == 0xE0U ? 3 : (byte & 0xF8U) == 0xF0U ? 4 : 0;
  if (bytes == 0 || bytes > text.size()) return {};
  char32_t point = bytes == 1 ? byte : byte & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if (!is_continuation(text[i])) return {};
    point = point << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  if (point < kLeast[bytes] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return {};
  return {point, bytes};
}

/// Columns of a character: two for Chinese, Korean and Japanese writing, in which a case may be told, and one for the rest.
std::size_t columns_of(char32_t point) {
  const bool wide = (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) || (point >= 0xAC00 && point <= 0xD7A3) ||
                    (point >= 0xF900 && point <= 0xFAFF) || (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
                    (point >= 0xFFE0 && point <= 0xFFE6) || (point >= 0x1F300 && point <= 0x1FAFF) || (point >= 0x20000 && point <= 0x3FFFD);
  return wide ? 2 : 1;
}

/// Columns that printable text takes.
std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  while (!text.empty()) {
    const Character character = first_of(text);
    sum += columns_of(character.point);
    text.remove_prefix(std::max<std::size_t>(character.bytes, 1));
  }
  return sum;
}

/// `text` in lines of at most `width` columns, broken at spaces; a longer word is cut, after a mark in its second half if there is one.
std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const auto space = text.find(' ');
    std::string_view word = text.substr(0, space);
    text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
    if (!lines.back().empty() && columns(lines.back()) + 1 + columns(word) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    while (columns(word) > width) {
      std::size_t bytes = 0, taken = 0, mark = 0;
      while (true) {
        const Character character = first_of(word.substr(bytes));
        taken += columns_of(character.point);
        if (taken > width && bytes > 0) break;
        bytes += std::max<std::size_t>(character.bytes, 1);
        if (taken > width / 2 && taken <= width && std::string_view{"-/_,;"}.find(word[bytes - 1]) != std::string_view::npos) mark = bytes;
      }
      if (mark > 0) bytes = mark;
      lines.back() += word.substr(0, bytes);
      word.remove_prefix(bytes);
      if (!word.empty()) lines.emplace_back();
    }
    lines.back() += word;
  }
  return lines;
}

std::string padded(const std::string& text, std::size_t width) { return text + std::string(width - std::min(width, columns(text)), ' '); }

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const auto space = text.find(' ');
    longest = std::max(longest, columns(text.substr(0, space)));
    text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
  }
  return longest;
}

/// The words of a table, fit to print.
struct Words {
  std::vector<std::string> header{};
  std::vector<std::vector<std::string>> rows{};
};

/// For each column the lines by which the table would grow if it were narrower by one. Above kManyRows that is not looked at.
std::vector<std::size_t> growth(const Words& table, const std::vector<std::size_t>& widths) {
  std::vector<std::size_t> lines(widths.size(), 0);
  if (table.rows.size() > kManyRows) return lines;
  for (const auto& row : table.rows) {
    std::size_t height = 1;
    for (std::size_t i = 0; i < row.size(); ++i) height = std::max(height, wrap(row[i], widths[i]).size());
    for (std::size_t i = 0; i < row.size(); ++i)
      if (const std::size_t narrower = widths[i] > 1 ? wrap(row[i], widths[i] - 1).size() : 0; narrower > height) lines[i] += narrower - height;
  }
  return lines;
}

/// Widths that fit: the column gives way by which the table grows least, or of such columns the widest, until all fit;
/// but none below its longest word while another can give.
std::vector<std::size_t> fit(const Words& table, std::size_t width) {
  std::vector<std::size_t> natural(table.header.size(), 1), least(table.header.size(), kNarrowest);
  const auto look = [&](const std::vector<std::string>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      natural[i] = std::max(natural[i], columns(row[i]));
      least[i] = std::max(least[i], longest_word(row[i]));
    }
  };
  look(table.header);
  for (const auto& row : table.rows) look(row);
  const auto total = [&] { return std::accumulate(natural.begin(), natural.end(), kGap * (natural.size() - 1)); };
  for (const bool gently : {true, false}) {
    while (total() > width) {
      std::size_t* gives = nullptr;
      std::size_t cheapest = 0;
      const auto costs = growth(table, natural);
      for (std::size_t i = 0; i < natural.size(); ++i) {
        const std::size_t floor = gently ? std::min(least[i], width / natural.size() * 2) : 3;
        if (natural[i] <= floor) continue;
        if (gives != nullptr && (costs[i] > cheapest || (costs[i] == cheapest && natural[i] <= *gives))) continue;
        gives = &natural[i];
        cheapest = costs[i];
      }
      if (gives == nullptr) break;
      --*gives;
    }
  }
  return natural;
}

void add_row(const std::vector<std::string>& row, const std::vector<std::size_t>& widths, const Style& style, bool bold, std::string& text) {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    cells.push_back(wrap(row[i], widths[i]));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string part = line < cells[i].size() ? cells[i][line] : "";
      out += padded(part, widths[i] + (i + 1 < cells.size() ? kGap : 0));
    }
    out.erase(out.find_last_not_of(' ') + 1);
    text += bold && style.colour ? "\033[1m" + out + "\033[0m\n" : out + "\n";
  }
}

void add_table(const Table& table, const Style& style, std::string& text) {
  Words clean{{}, {}};
  for (const auto& cell : table.header) clean.header.push_back(printable(cell));
  for (const auto& row : table.rows) {
    clean.rows.emplace_back();
    for (const auto& cell : row) clean.rows.back().push_back(printable(cell.text.words));
  }
  const auto widths = fit(clean, static_cast<std::size_t>(style.width));
  add_row(clean.header, widths, style, true, text);
  std::string rule;
  for (std::size_t i = 0; i < widths.size(); ++i) rule += std::string(widths[i], '-') + (i + 1 < widths.size() ? std::string(kGap, ' ') : "");
  text += rule + "\n";
  for (const auto& row : clean.rows) add_row(row, widths, style, false, text);
}

void add_line(const Line& line, const Style& style, std::string& text) {
  // The dash tells a nested line from one that goes on.
  const std::string indent(2 + 2 * static_cast<std::size_t>(line.level), ' ');
  bool first = true;
  for (const auto& part : wrap(printable(line.text.words), std::max<std::size_t>(20, static_cast<std::size_t>(style.width) - indent.size() - 2))) {
    text += indent + (!first ? "  " : line.level > 0 ? "- " : "") + part + "\n";
    first = false;
  }
}

}  // namespace

std::string render_text(const Report& report, const Style& style) {
  std::string text;
  bool follows_heading = false;
  for (const auto& block : report.blocks) {
    if (block.hand_out) continue;
    if (!text.empty() && !follows_heading) text += "\n";
    switch (block.kind) {
      case Block::Kind::heading:
        for (const auto& line : wrap(printable(block.text.words), static_cast<std::size_t>(style.width))) text += style.colour ? "\033[1m" + line + "\033[0m\n" : line + "\n";
        break;
      case Block::Kind::paragraph:
        for (const auto& line : wrap(printable(block.text.words), static_cast<std::size_t>(style.width))) text += line + "\n";
        break;
      case Block::Kind::list:
      case Block::Kind::questions:
        for (const auto& line : block.lines) add_line(line, style, text);
        break;
      case Block::Kind::table: add_table(block.table, style, text);
    }
    follows_heading = block.kind == Block::Kind::heading;
  }
  return text;
}

std::string printable(std::string_view text, bool lines) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto [point, length] = first_of(text.substr(i));
    if (length == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[i]));
      ++i;
      continue;
    }
    const bool steers = point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x2028 && point <= 0x202E) ||
                        (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
    if (point == '\n' || point == '\t') {
      out += lines && point == '\n' ? '\n' : ' ';
    } else if (steers) {
      const auto number = static_cast<unsigned>(point);
      out += number < 0x100 ? fmt::format("\\x{:02x}", number) : fmt::format("\\u{:04x}", number);
    } else {
      out += text.substr(i, length);
    }
    i += length;
  }
  return out;
}

}  // namespace crossing::report
