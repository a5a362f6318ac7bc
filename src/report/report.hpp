// What a verb has to say, once, for every format: data for machines, blocks for people.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/citation.hpp"

namespace crossing::report {

using Data = nlohmann::ordered_json;

/// Words, with the references that they cite: the number of one belongs behind the first `at` bytes.
struct Text {
  struct Mark {
    std::size_t at = 0;
    int reference = 0;  ///< index into Report::citations
  };
  std::string words{};
  std::vector<Mark> marks{};  ///< by `at`

  Text() = default;
  Text(std::string plain) : words(std::move(plain)) {}
  Text(const char* plain) : words(plain) {}
  Text& operator+=(const Text& more);
  friend Text operator+(Text first, const Text& second) { return first += second; }
};

/// Parts with `between` between them; the last one can be set off otherwise.
Text joined(const std::vector<Text>& parts, std::string_view between);
Text joined(const std::vector<Text>& parts, std::string_view between, std::string_view last);

/// Lines of a list; `level` 0 and up says how deep a line is nested.
struct Line {
  int level = 0;
  Text text{};
};

/// What a cell says, and for formats that can show it, what sort of thing that is. Its words alone say enough.
struct Cell {
  Text text{};
  std::string_view look{};  ///< the name of a verdict or of a clause's standing
  bool binding = true;      ///< false: of an instrument that bound nobody
  std::string aside{};      ///< a word on what stands in the cell, for formats that have the room

  Cell() = default;
  Cell(std::string plain) : text(std::move(plain)) {}
  Cell(const char* plain) : text(plain) {}
  Cell(Text marked, std::string_view shown_as = {}, bool binds = true) : text(std::move(marked)), look(shown_as), binding(binds) {}
};

/// The first `lead` columns name a group of rows: an empty cell there continues the one above. For CSV see `flat`.
struct Table {
  std::vector<std::string> header{};
  std::vector<std::vector<Cell>> rows{};
  int lead = 0;
};

struct Block {
  enum class Kind {
    heading,
    paragraph,
    list,
    table,
    questions,  ///< lines with room to write an answer
  };
  Kind kind = Kind::paragraph;
  Text text{};
  std::vector<Line> lines{};
  Table table{};
  bool hand_out = false;  ///< only in formats that go to paper
};

struct Report {
  Data data{};                          ///< JSON
  std::vector<Block> blocks{};          ///< text, Markdown, HTML
  Table flat{};                         ///< CSV: every cell filled, names as in the files
  std::vector<Citation> citations{};  ///< notes to the blocks; BibTeX, CSL-JSON
  std::string made_with{}, made_from{}; ///< the program; the files. On hand-outs

  void heading(Text text) { blocks.push_back({Block::Kind::heading, std::move(text), {}, {}}); }
  void paragraph(Text text) { blocks.push_back({Block::Kind::paragraph, std::move(text), {}, {}}); }
  void list(std::vector<Line> lines) { blocks.push_back({Block::Kind::list, {}, std::move(lines), {}}); }
  void table(Table rows) { blocks.push_back({Block::Kind::table, {}, {}, std::move(rows)}); }
  /// On hand-outs only.
  void title(Text text) { blocks.push_back({Block::Kind::heading, std::move(text), {}, {}, true}); }
  void questions(std::string heading, const std::vector<std::string>& questions);

  /// The id of a clause, citing it. A clause that is cited again keeps its number.
  Text cite(const Regime& regime, int clause);
  /// Ids of clauses, each citing its own, with commas between.
  Text cite(const Regime& regime, const std::vector<int>& clauses);
  /// Adds the reference unless it is there, and gives its index.
  int add(Citation reference);
  /// Names the program and these files as what the report was made with.
  void made(const RuleBook& book, const std::vector<int>& regimes);
};

enum class Format { text, json, csv, markdown, html, bibtex, csl_json };
std::optional<Format> read_format(std::string_view name);

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
std::string render_html(const Report& report);
std::string render_bibtex(const Report& report);
std::string render_csl(const Report& report);

/// `text` with everything that could steer a terminal written out: control characters, escapes, marks that turn the
/// direction of writing, bytes that are not UTF-8. Line breaks become spaces unless `lines`.
std::string printable(std::string_view text, bool lines = false);

}  // namespace crossing::report
