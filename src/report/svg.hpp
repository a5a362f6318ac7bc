// Shapes and lines of text, drawn one after the other, to one SVG document that needs nothing else. Text is made harmless here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crossing::report {

struct Point {
  double x = 0, y = 0;
};

struct Type {
  double size = 24;
  bool bold = false, italic = false;
  std::string_view fill = "#000";
};

/// A drawing of this many units; `title` and `description` are for those who cannot see it. Shapes lie in the order in which they
/// are drawn. `style`: attributes of the element (fill="…" stroke="…"), from the program and never from data.
class Drawing {
 public:
  Drawing(int width, int height, std::string_view title, std::string_view description);

  void box(Point corner, double width, double height, std::string_view style);
  void line(Point from, Point to, std::string_view style);
  void polygon(const std::vector<Point>& corners, std::string_view style);
  void circle(Point centre, double radius, std::string_view style);
  /// `at`: where the line of writing begins, or ends if `to_left`.
  void text(Point at, std::string_view text, const Type& type, bool to_left = false);

  std::string document() const;

 private:
  std::string svg_;
};

/// Style that fills a shape with slanting lines.
inline constexpr std::string_view kHatched = "fill=\"url(#hatched)\" stroke=\"#000\"";

/// About how wide a line of text is, reckoned for a wide typeface.
double width_of(std::string_view text, const Type& type);

/// The text in lines no wider than `width`, at most `lines` of them; what does not fit ends in "…".
std::vector<std::string> wrapped(std::string_view text, const Type& type, double width, std::size_t lines);

}  // namespace crossing::report
