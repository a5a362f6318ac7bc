// Takes shapes and text of any kind, gives SVG 1.1. Whatever would end the text or steer its reader is written out as in a terminal.
#include "report/svg.hpp"

#include <fmt/format.h>

#include "report/report.hpp"

namespace crossing::report {
namespace {

/// Calls visit(bytes of one character) over text that printable() gave.
template <typename Visit>
void each_character(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    visit(text.substr(0, length));
    text.remove_prefix(std::min(length, text.size()));
  }
}

std::string xml_escaped(std::string_view text) {
  std::string out;
  const std::string clean = printable(text);
  each_character(clean, [&](std::string_view character) {
    if (character == "<") out += "&lt;";
    else if (character == ">") out += "&gt;";
    else if (character == "&") out += "&amp;";
    else if (character == "\"") out += "&quot;";
    else if (character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF") out += "\xEF\xBF\xBD";  // XML has no place for these two
    else out += character;
  });
  return out;
}

/// Width of a character in parts of the size.
double width_of_character(std::string_view character) {
  if (character.size() > 2) return character < "\xE1\x84\x80" ? 0.7 : 1.0;  // from the Korean letters on, writing is as wide as high
  if (character.size() == 2) return 0.65;
  const auto in = [&](std::string_view set) { return set.find(character) != std::string_view::npos; };
  if (in("ijl'|")) return 0.29;
  if (in("f.,:;!I()[]/ -")) return 0.37;
  if (in("rt*\"")) return 0.42;
  if (in("cszk")) return 0.56;
  if (in("w")) return 0.82;
  if (in("mMW@%")) return 0.98;
  return character.front() >= 'A' && character.front() <= 'Z' ? 0.73 : 0.635;
}

}  // namespace

Drawing::Drawing(int width, int height, std::string_view title, std::string_view description) {
  svg_ = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" font-family=\"'DejaVu Sans', Verdana, Arial, sans-serif\">\n"
                     "<title>{2}</title>\n<desc>{3}</desc>\n"
                     "<defs><pattern id=\"hatched\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                     "<rect width=\"8\" height=\"8\" fill=\"#fff\"/><rect width=\"2\" height=\"8\" fill=\"#777\"/></pattern></defs>\n"
                     "<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n",
                     width, height, xml_escaped(title), xml_escaped(description));
}

void Drawing::box(Point corner, double width, double height, std::string_view style) {
  svg_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" {}/>\n", corner.x, corner.y, width, height, style);
}

void Drawing::line(Point from, Point to, std::string_view style) {
  svg_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" {}/>\n", from.x, from.y, to.x, to.y, style);
}

void Drawing::polygon(const std::vector<Point>& corners, std::string_view style) {
  std::string points;
  for (const auto& corner : corners) points += fmt::format("{}{:.1f},{:.1f}", points.empty() ? "" : " ", corner.x, corner.y);
  svg_ += fmt::format("<polygon points=\"{}\" {}/>\n", points, style);
}

void Drawing::circle(Point centre, double radius, std::string_view style) {
  svg_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" {}/>\n", centre.x, centre.y, radius, style);
}

void Drawing::text(Point at, std::string_view text, const Type& type, bool to_left) {
  svg_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:.1f}\" fill=\"{}\"{}{}{}>{}</text>\n", at.x, at.y, type.size, type.fill, type.bold ? " font-weight=\"bold\"" : "",
                      type.italic ? " font-style=\"italic\"" : "", to_left ? " text-anchor=\"end\"" : "", xml_escaped(text));
}

std::string Drawing::document() const { return svg_ + "</svg>\n"; }

double width_of(std::string_view text, const Type& type) {
  double width = 0;
  const std::string clean = printable(text);
  each_character(clean, [&](std::string_view character) { width += width_of_character(character); });
  return width * type.size * (type.bold ? 1.12 : 1);
}

std::vector<std::string> wrapped(std::string_view text, const Type& type, double width, std::size_t lines) {
  const std::string clean = printable(text);
  std::vector<std::string> all(1);
  const auto add_word = [&](std::string word) {
    const std::string& line = all.back();
    if (!line.empty() && width_of(line + " " + word, type) <= width) {
      all.back() += " " + word;
      return;
    }
    if (!line.empty()) all.emplace_back();
    // A word that is too long alone is cut where it must be.
    each_character(word, [&](std::string_view character) {
      if (!all.back().empty() && width_of(all.back() + std::string{character}, type) > width) all.emplace_back();
      all.back() += character;
    });
  };
  std::string word;
  for (const char c : clean) {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      add_word(std::exchange(word, {}));
    }
  }
  if (!word.empty()) add_word(word);
  if (all.size() <= lines) return all;
  all.resize(lines);
  std::string& last = all.back();
  while (!last.empty() && width_of(last + " …", type) > width) {
    std::size_t cut = last.rfind(' ');
    if (cut == std::string::npos || cut < last.size() / 2) {  // too much would be lost with the whole word
      for (cut = last.size() - 1; cut > 0 && (static_cast<unsigned char>(last[cut]) & 0xC0U) == 0x80U;) --cut;
    }
    last.erase(cut);
  }
  last += " …";
  return all;
}

}  // namespace crossing::report
