// Takes a timeline, gives a slide: years run to the right, each instrument has a lane, the case's date crosses all of them.
// What it says stands in words and shapes, never in colour alone. The type is as large as the number of lanes lets it be.
#include <fmt/format.h>

#include <algorithm>

#include "report/svg.hpp"
#include "report/timeline.hpp"
#include "report/words.hpp"

namespace crossing::report {
namespace {

using analysis::Position;
using analysis::TimelineRow;

constexpr int kWidth = 1600, kHeight = 900;
constexpr double kLeft = 40, kRight = 1560;                     // what is drawn lies between these
constexpr double kFirstYear = 434, kLastYear = 856;             // the years
constexpr double kMark = 880, kSaid = 926;                      // the mark of a change, and what is answered
constexpr double kTop = 134;                                    // of the first lane
constexpr double kLegendLine = 32;
constexpr double kLeading = 1.2;

constexpr std::string_view kSolid = "stroke=\"#000\" stroke-width=\"6\"";
constexpr std::string_view kDashed = "stroke=\"#000\" stroke-width=\"4\" stroke-dasharray=\"3 9\"";
constexpr std::string_view kThin = "stroke=\"#888\" stroke-width=\"1\"";
constexpr std::string_view kFilled = "fill=\"#000\"";
constexpr std::string_view kHollow = "fill=\"#fff\" stroke=\"#000\" stroke-width=\"3.5\"";

struct Written {
  std::string text{};
  Type type{};
};

struct Lane {
  const TimelineRow* row = nullptr;
  std::vector<Written> left{}, right{};
  Written aside{};  ///< after the last line on the right
  double height = 0;
};

void add(std::vector<Written>& lines, std::string_view text, const Type& type, double width, std::size_t most) {
  for (auto& line : wrapped(text, type, width, most)) lines.push_back({std::move(line), type});
}

double height_of(const std::vector<Written>& lines) {
  double height = 0;
  for (const auto& line : lines) height += line.type.size * kLeading;
  return height;
}

/// What orders or is agreed is filled; what only asks, proposes or reports is hollow.
void draw_nature(Drawing& drawing, Nature nature, Point at, double r) {
  const auto diamond = [&](double x, double half) { return std::vector<Point>{{x - half, at.y}, {x, at.y - r * 1.2}, {x + half, at.y}, {x, at.y + r * 1.2}}; };
  switch (nature) {
    case Nature::directive: drawing.box({at.x - r, at.y - r}, 2 * r, 2 * r, kFilled); return;
    case Nature::notification: drawing.polygon({{at.x - r * 1.2, at.y + r}, {at.x, at.y - r * 1.1}, {at.x + r * 1.2, at.y + r}}, kFilled); return;
    case Nature::bilateral_agreement:
      drawing.polygon(diamond(at.x - r * 0.8, r * 0.8), kFilled);
      drawing.polygon(diamond(at.x + r * 0.8, r * 0.8), kFilled);
      return;
    case Nature::request: drawing.circle(at, r, kHollow); return;
    case Nature::proposal: drawing.polygon(diamond(at.x, r * 1.2), kHollow); return;
    case Nature::report: break;
  }
  drawing.box({at.x - r, at.y - r}, 2 * r, 2 * r, kHollow);
}

/// The sign of inequality, white on black.
void draw_mark(Drawing& drawing, Point corner, double size) {
  constexpr std::string_view kStroke = "stroke=\"#fff\" stroke-width=\"3.5\"";
  drawing.box(corner, size, size, "fill=\"#000\" rx=\"4\"");
  for (const double part : {0.38, 0.62}) drawing.line({corner.x + size * 0.18, corner.y + size * part}, {corner.x + size * 0.82, corner.y + size * part}, kStroke);
  drawing.line({corner.x + size * 0.35, corner.y + size * 0.82}, {corner.x + size * 0.65, corner.y + size * 0.18}, kStroke);
}

int year_of(Code day) { return std::stoi(day_text(day).substr(0, 4)); }
Code first_day_of(int year) { return read_date(fmt::format("{:04}", year))->lo; }

class Picture {
 public:
  Picture(const RuleBook& book, const Case* the_case, const analysis::Timeline& timeline) : book_(book), case_(the_case), timeline_(timeline) {
    std::vector<Span> spans;
    for (const auto& row : timeline.rows) spans.push_back(row.regime < 0 ? *timeline.days : regime(row).issued);
    if (spans.empty()) return;
    first_year_ = year_of(std::min_element(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.lo < b.lo; })->lo);
    last_year_ = year_of(std::max_element(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.hi < b.hi; })->hi) + 2;
  }

  std::string draw() {
    gather_legend();
    fit();
    Drawing drawing{kWidth, kHeight, title(), description()};
    Type head{.size = 40, .bold = true};
    while (head.size > 28 && width_of(title(), head) > kRight - kLeft) head.size -= 2;
    for (auto& line : wrapped(title(), head, kRight - kLeft, 1)) drawing.text({kLeft, 50}, line, head);
    for (auto& line : wrapped(subtitle(), {.size = 26}, kRight - kLeft, 1)) drawing.text({kLeft, 88}, line, {.size = 26});
    draw_lanes(drawing);
    draw_legend(drawing);
    return drawing.document();
  }

 private:
  const Regime& regime(const TimelineRow& row) const { return book_.regimes[static_cast<std::size_t>(row.regime)]; }
  const Question& main_question() const { return book_.vocabulary.questions[static_cast<std::size_t>(timeline_.questions.front())]; }
  bool answers() const { return case_ != nullptr && !timeline_.questions.empty(); }

  // ---- words ----

  std::string title() const {
    if (case_ == nullptr) return "The instruments in order of issue";
    return !case_->title.empty() ? case_->title : !case_->id.empty() ? case_->id : "A case";
  }
  std::string subtitle() const {
    if (!answers()) return book_.vocabulary.title;
    std::string text = main_question().asks;
    if (!case_->id.empty() && !case_->title.empty()) text += " (" + case_->id + ")";
    return timeline_.days ? text : text + " The case gives no date.";
  }

  std::string said(const TimelineRow& row) const {
    if (!answers()) return relations(regime(row));
    if (!is_put(main_question(), *case_)) return "not put";
    const auto& answer = row.answers.front();
    if (answer.finding.verdict == Verdict::silent) return "silent";
    return std::string{answer_opening(regime(row).nature)} + effects_words(book_.vocabulary, answer.finding.question, answer.effects);
  }

  std::string description() const {
    std::string text;
    for (const auto& row : timeline_.rows) {
      text += text.empty() ? "" : "; ";
      text += row.regime < 0 ? case_words() : fmt::format("{} ({}, {}): {}", regime(row).id, dates_text(regime(row).issued), words_of(regime(row).nature), said(row));
    }
    return text + ".";
  }

  std::string case_words() const {
    const std::string date = dates_text(*timeline_.days);
    return case_ == nullptr ? "the date asked about: " + date : fmt::format("the case: {}, {}", date, dated_by_words(book_.vocabulary, timeline_));
  }

  /// What the text says of others, the targets of one kind together.
  std::string relations(const Regime& one) const {
    std::vector<std::pair<RelationKind, std::vector<std::string>>> kinds;
    for (const auto& relation : one.relations) {
      const auto known = std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.first == relation.kind; });
      if (known == kinds.end()) {
        kinds.push_back({relation.kind, {relation.to}});
      } else if (std::find(known->second.begin(), known->second.end(), relation.to) == known->second.end()) {
        known->second.push_back(relation.to);
      }
    }
    std::vector<std::string> parts;
    for (const auto& kind : kinds) parts.push_back(fmt::format("{} {}", words_of(kind.first), fmt::join(kind.second, ", ")));
    return fmt::format("{}", fmt::join(parts, "; "));
  }

  /// What is ordered by which clause, and the answers to the other questions.
  std::string details(const TimelineRow& row) const {
    std::vector<std::string> parts;
    const auto& main = row.answers.front().finding;
    if (main.verdict != Verdict::silent) parts.push_back(answer_words(book_.vocabulary, Nature::directive, main) + source_words(regime(row), main));
    for (std::size_t i = 1; i < row.answers.size(); ++i) {
      const auto& answer = row.answers[i];
      if (answer.finding.verdict == Verdict::silent) continue;
      parts.push_back(fmt::format("{}: {}", book_.vocabulary.questions[static_cast<std::size_t>(timeline_.questions[i])].label, effects_words(book_.vocabulary, answer.finding.question, answer.effects)));
    }
    return fmt::format("{}", fmt::join(parts, "; "));
  }

  // ---- size ----

  Lane lane(const TimelineRow& row, double scale) const {
    Lane made{.row = &row};
    if (row.regime < 0) {
      made.height = 44 * scale;
      return made;
    }
    const Regime& one = regime(row);
    const Type small{.size = 19 * scale};
    const double left = kFirstYear - kLeft - 20, right = kRight - kSaid;
    add(made.left, one.id, {.size = 26 * scale, .bold = true}, left, 2);
    const std::string about = fmt::format("{}, {}{}", dates_text(one.issued), words_of(one.nature), row.position == Position::perhaps_issued ? "; perhaps later" : "");
    const std::string more = answers() ? details(row) : std::string{};
    // A lane with nothing to tell is kept low, so that the others can speak louder.
    if (answers() && more.empty()) {
      made.right.push_back({said(row), {.size = 24 * scale, .italic = row.position == Position::not_yet_issued}});
      const double room = right - width_of(said(row), made.right.back().type) - 16 * scale;
      if (width_of(about, small) <= room) made.aside = {about, small};
    }
    if (made.aside.text.empty()) add(made.left, about, small, left, 3);
    if (!answers()) {
      add(made.right, said(row), {.size = 22 * scale}, right, 4);
    } else if (!more.empty()) {
      const auto& answer = row.answers.front();
      const bool silent = answer.finding.verdict == Verdict::silent;
      add(made.right, said(row), {.size = (silent ? 24 : 30) * scale, .bold = !silent, .italic = row.position == Position::not_yet_issued}, right, 3);
      add(made.right, more, small, right, 3);
    }
    made.height = std::max(height_of(made.left), height_of(made.right)) + 7 * scale;
    return made;
  }

  void fit() {
    const double room = bottom() - kTop;
    double total = 0;
    for (scale_ = 1.4; scale_ > 0.05; scale_ -= 0.05) {
      lanes_.clear();
      total = 0;
      for (const auto& row : timeline_.rows) {
        lanes_.push_back(lane(row, scale_));
        total += lanes_.back().height;
      }
      if (total <= room) break;
    }
    const double spare = lanes_.empty() ? 0 : std::min(40.0, std::max(0.0, room - total) / static_cast<double>(lanes_.size()));
    for (auto& one : lanes_)
      if (one.row->regime >= 0) one.height += spare;
  }

  double bottom() const { return kHeight - 16 - kLegendLine * legend_lines_; }

  // ---- lanes ----

  double x_of(Code day) const {
    const double first = first_day_of(first_year_), last = first_day_of(last_year_);
    return kFirstYear + (kLastYear - kFirstYear) * std::clamp((day - first) / (last - first), 0.0, 1.0);
  }

  void draw_lanes(Drawing& drawing) {
    double end = kTop;
    for (const auto& one : lanes_) end += one.height;
    double y = kTop;
    for (const auto& one : lanes_) {
      if (one.row->position == Position::not_yet_issued) drawing.box({kLeft, y}, kRight - kLeft, one.height, "fill=\"#e8e8e8\"");
      y += one.height;
    }
    draw_years(drawing, end);
    if (timeline_.days) draw_case(drawing, end);
    y = kTop;
    for (const auto& one : lanes_) {
      if (one.row->regime >= 0) draw_lane(drawing, one, y);
      drawing.line({kLeft, y}, {kRight, y}, kThin);
      y += one.height;
    }
    drawing.line({kLeft, y}, {kRight, y}, kThin);
  }

  void draw_years(Drawing& drawing, double end) const {
    const double a_year = (kLastYear - kFirstYear) / std::max(1, last_year_ - first_year_);
    const int step = std::max(1, static_cast<int>(58 / a_year) + 1);
    for (int year = first_year_; year <= last_year_; year += step) {
      const double x = x_of(first_day_of(year));
      drawing.line({x, kTop - 8}, {x, end}, "stroke=\"#bbb\" stroke-width=\"1.5\"");
      const Type type{.size = 20};
      const std::string label = std::to_string(year);
      drawing.text({x - width_of(label, type) / 2, kTop - 14}, label, type);
    }
  }

  void draw_lane(Drawing& drawing, const Lane& one, double y) const {
    const Regime& r = regime(*one.row);
    const auto write = [&](const std::vector<Written>& lines, double x) {
      double line = y + (one.height - height_of(lines)) / 2;
      for (const auto& written : lines) {
        line += written.type.size * kLeading;
        drawing.text({x, line - written.type.size * 0.3}, written.text, written.type);
      }
      if (x < kSaid || one.aside.text.empty()) return;
      drawing.text({x + width_of(lines.back().text, lines.back().type) + 16 * scale_, line - lines.back().type.size * 0.3}, one.aside.text, one.aside.type);
    };
    write(one.left, kLeft + 10);
    write(one.right, kSaid);
    if (answers() && one.row->answers.front().changed) {
      const double size = 32 * std::min(1.0, scale_);
      draw_mark(drawing, {kMark, y + (one.height - size) / 2}, size);
    }
    const double middle = y + one.height / 2, from = (x_of(r.issued.lo) + x_of(r.issued.hi)) / 2;
    const bool ends = r.ends && *r.ends < first_day_of(last_year_);
    const double to = ends ? x_of(*r.ends) : kLastYear, begins = r.begins ? std::max(from, x_of(*r.begins)) : to;
    if (begins > from) drawing.line({from, middle}, {begins, middle}, kDashed);
    if (to > begins) drawing.line({begins, middle}, {to, middle}, kSolid);
    if (ends) {
      drawing.line({to, middle - 12}, {to, middle + 12}, kSolid);
    } else if (r.begins) {
      drawing.polygon({{to, middle - 9}, {to + 16, middle}, {to, middle + 9}}, kFilled);
    }
    draw_nature(drawing, r.nature, {from, middle}, std::min(13.0, 12 * scale_ + 1));
  }

  void draw_case(Drawing& drawing, double end) const {
    const double from = x_of(timeline_.days->lo), to = x_of(timeline_.days->hi + 1);
    if (to - from > 5) {
      drawing.box({from, kTop - 8}, to - from, end - kTop + 8, fmt::format("{} stroke-width=\"1.5\"", kHatched));
    } else {
      drawing.box({from - 2.5, kTop - 8}, 5, end - kTop + 8, kFilled);
    }
    double y = kTop;
    for (const auto& one : lanes_) {
      if (one.row->regime < 0) {
        const Type type{.size = 25 * scale_, .bold = true, .fill = "#fff"};
        drawing.box({kLeft, y}, kRight - kLeft, one.height, kFilled);
        const double line = y + one.height / 2 + type.size * 0.36;
        for (auto& words : wrapped(case_words(), type, kRight - kLeft - 20, 1)) drawing.text({kLeft + 10, line}, words, type);
        const Type aside{.size = 20 * scale_, .italic = true, .fill = "#fff"};
        const std::string below = case_ == nullptr ? "grey: issued later" : "grey: issued later, so hypothetical";
        const bool later = std::any_of(lanes_.begin(), lanes_.end(), [](const Lane& lane) { return lane.row->position == Position::not_yet_issued; });
        if (later && width_of(case_words(), type) + width_of(below, aside) < kRight - kLeft - 60) drawing.text({kRight - 10, line}, below, aside, true);
      }
      y += one.height;
    }
  }

  // ---- legend ----

  struct Entry {
    std::string words{};
    int nature = -1;  ///< a shape; -1: see `what`
    enum class What { nature, solid, dashed, mark } what = What::nature;
  };

  void gather_legend() {
    bool solid = false, dashed = false;
    for (const auto& row : timeline_.rows) {
      if (row.regime < 0) continue;
      const Regime& one = regime(row);
      (one.begins ? solid : dashed) = true;
      const std::string words{words_of(one.nature)};
      if (std::none_of(legend_.begin(), legend_.end(), [&](const Entry& entry) { return entry.words == words; })) legend_.push_back({words, static_cast<int>(one.nature)});
    }
    if (solid) legend_.push_back({"in effect", -1, Entry::What::solid});
    if (dashed) legend_.push_back({"beginning of effect unknown", -1, Entry::What::dashed});
    if (answers()) legend_.push_back({"another effect than above", -1, Entry::What::mark});
    double x = kLeft;
    for (const auto& entry : legend_) {
      const double width = width_of_entry(entry);
      if (x > kLeft && x + width > kRight) {
        ++legend_lines_;
        x = kLeft;
      }
      x += width;
    }
  }

  static double width_of_entry(const Entry& entry) { return 60 + width_of(entry.words, {.size = 20}) + 12; }

  void draw_legend(Drawing& drawing) const {
    double x = kLeft, y = bottom() + 30;
    for (const auto& entry : legend_) {
      const double width = width_of_entry(entry);
      if (x > kLeft && x + width > kRight) {
        x = kLeft;
        y += kLegendLine;
      }
      switch (entry.what) {
        case Entry::What::nature: draw_nature(drawing, static_cast<Nature>(entry.nature), {x + 28, y - 7}, 11); break;
        case Entry::What::solid: drawing.line({x, y - 7}, {x + 48, y - 7}, kSolid); break;
        case Entry::What::dashed: drawing.line({x, y - 7}, {x + 48, y - 7}, kDashed); break;
        case Entry::What::mark: draw_mark(drawing, {x + 18, y - 21}, 28);
      }
      drawing.text({x + 58, y}, entry.words, {.size = 20});
      x += width;
    }
  }

  const RuleBook& book_;
  const Case* case_;
  const analysis::Timeline& timeline_;
  int first_year_ = 1970, last_year_ = 1971;
  std::vector<Lane> lanes_{};
  std::vector<Entry> legend_{};
  int legend_lines_ = 1;
  double scale_ = 1;
};

}  // namespace

std::string timeline_picture(const RuleBook& book, const Case* the_case, const analysis::Timeline& timeline) { return Picture{book, the_case, timeline}.draw(); }

}  // namespace crossing::report
