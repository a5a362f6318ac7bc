// What a verb has to say, once, for every format: data for machines, blocks for people.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace crossing::report {

using Data = nlohmann::ordered_json;

/// Lines of a list; `level` 0 and up says how deep a line is nested.
struct Line {
  int level = 0;
  std::string text{};
};
/// A cell that is empty in a row continues the cell above it only to the eye: for CSV see `flat`.
struct Table {
  std::vector<std::string> header{};
  std::vector<std::vector<std::string>> rows{};
};

struct Block {
  enum class Kind { heading, paragraph, list, table };
  Kind kind = Kind::paragraph;
  std::string text{};
  std::vector<Line> lines{};
  Table table{};
};

struct Report {
  Data data{};                  ///< JSON
  std::vector<Block> blocks{};  ///< text, Markdown
  Table flat{};                 ///< CSV: every cell filled, names as in the files

  void heading(std::string text) { blocks.push_back({Block::Kind::heading, std::move(text), {}, {}}); }
  void paragraph(std::string text) { blocks.push_back({Block::Kind::paragraph, std::move(text), {}, {}}); }
  void list(std::vector<Line> lines) { blocks.push_back({Block::Kind::list, {}, std::move(lines), {}}); }
  void table(Table rows) { blocks.push_back({Block::Kind::table, {}, {}, std::move(rows)}); }
};

enum class Format { text, json, csv, markdown };

struct Style {
  Format format = Format::text;
  int width = 100;  ///< columns of the terminal; text only
  bool colour = false;
};

std::string render(const Report& report, const Style& style);

std::string render_text(const Report& report, const Style& style);
std::string render_json(const Report& report);
/// JSON in one line, with its line end.
std::string json_line(const Data& data);
std::string render_csv(const Report& report);
std::string render_markdown(const Report& report);

/// `text` with everything that could steer a terminal written out: control characters, escapes, marks that turn the
/// direction of writing, bytes that are not UTF-8. Line breaks become spaces unless `lines`.
std::string printable(std::string_view text, bool lines = false);

}  // namespace crossing::report
