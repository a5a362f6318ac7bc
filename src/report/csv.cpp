// Comma-separated values after RFC 4180, safe to open in a spreadsheet.
#include "report/csv.hpp"
#include "report/report.hpp"

namespace crossing::report {
namespace {

const std::string& words(const std::string& cell) { return cell; }
const std::string& words(const Cell& cell) { return cell.text.words; }

template <typename Cells>
void row(const Cells& cells, std::string& text) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text += ',';
    text += csv_field(words(cells[i]));
  }
  text += "\r\n";
}

}  // namespace

std::string csv_field(std::string_view text) {
  const bool formula = !text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos;
  std::string safe{formula ? "'" : ""};
  safe += text;
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char c : safe) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string render_csv(const Report& report) {
  std::string text;
  row(report.flat.header, text);
  for (const auto& cells : report.flat.rows) row(cells, text);
  return text;
}

}  // namespace crossing::report
