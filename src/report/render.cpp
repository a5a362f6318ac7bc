// The choice of format, and JSON, which needs no layout.
#include <fmt/format.h>

#include <array>

#include "report/report.hpp"

namespace crossing::report {
namespace {

/// The same JSON with characters that steer a terminal written as escapes. They can stand only inside strings.
std::string guarded(const std::string& json) {
  std::string out;
  for (std::size_t i = 0; i < json.size();) {
    const auto byte = static_cast<unsigned char>(json[i]);
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    unsigned point = length == 1 ? byte : byte & (0xFFU >> (length + 1));
    for (std::size_t j = 1; j < length; ++j) point = point << 6U | (static_cast<unsigned char>(json[i + j]) & 0x3FU);
    const bool steers = (point >= 0x7F && point < 0xA0) || point == 0x61C || point == 0x200E || point == 0x200F || (point >= 0x2028 && point <= 0x202E) ||
                        (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
    out += steers ? fmt::format("\\u{:04x}", point) : json.substr(i, length);
    i += length;
  }
  return out;
}

}  // namespace

// The library replaces what is not UTF-8, so every character in its output is whole.
std::string render_json(const Report& report) { return guarded(report.data.dump(2, ' ', false, Data::error_handler_t::replace)) + "\n"; }

std::string json_line(const Data& data) { return guarded(data.dump(-1, ' ', false, Data::error_handler_t::replace)) + "\n"; }

std::string render(const Report& report, const Style& style) {
  switch (style.format) {
    case Format::text: return render_text(report, style);
    case Format::json: return render_json(report);
    case Format::csv: return render_csv(report);
    case Format::html: return render_html(report);
    case Format::bibtex: return render_bibtex(report);
    case Format::csl_json: return render_csl(report);
    case Format::markdown: break;
  }
  return render_markdown(report);
}

std::optional<Format> read_format(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Format>, 7> kFormats{{{"text", Format::text}, {"json", Format::json}, {"csv", Format::csv}, {"markdown", Format::markdown},
                                                                         {"html", Format::html}, {"bibtex", Format::bibtex}, {"csl-json", Format::csl_json}}};
  for (const auto& [known, format] : kFormats)
    if (known == name) return format;
  return std::nullopt;
}

}  // namespace crossing::report
