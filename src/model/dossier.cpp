// Exact decimals, what a check of figures comes to, and how things of the dossier are found and named.
#include "crossing/dossier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace crossing {
namespace {

constexpr int kPlaces = 4;
constexpr std::size_t kDigits = 12;      // before the point
constexpr int kPlacesOfShares = 2;       // of a division when nothing is printed beside it
using Wide = __int128;                   // holds the product of any two decimals

constexpr std::int64_t power(int places) {
  std::int64_t value = 1;
  for (int i = 0; i < places; ++i) value *= 10;
  return value;
}
constexpr std::int64_t kOne = power(kPlaces);

std::optional<Decimal> decimal(Wide ten_thousandths, int places) {
  if (ten_thousandths > std::numeric_limits<std::int64_t>::max() || ten_thousandths < -std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return Decimal{static_cast<std::int64_t>(ten_thousandths), places};
}

/// The nearest whole number to numerator / denominator; a half goes away from zero.
Wide rounded(Wide numerator, Wide denominator) {
  const bool negative = (numerator < 0) != (denominator < 0);
  const Wide above = numerator < 0 ? -numerator : numerator;
  const Wide below = denominator < 0 ? -denominator : denominator;
  const Wide whole = (2 * above + below) / (2 * below);
  return negative ? -whole : whole;
}

template <typename List>
int index_of(const List& list, std::string_view id) {
  const auto found = std::find_if(list.begin(), list.end(), [id](const auto& item) { return item.id == id; });
  return found == list.end() ? -1 : static_cast<int>(found - list.begin());
}

}  // namespace

std::optional<Decimal> read_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  const auto digits = [](std::string_view s) { return s.find_first_not_of("0123456789") == std::string_view::npos; };
  if (whole.empty() || whole.size() > kDigits || !digits(whole) || (whole.size() > 1 && whole.front() == '0')) return std::nullopt;
  if (point != std::string_view::npos && (part.empty() || part.size() > kPlaces || !digits(part))) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : whole) value = value * 10 + (c - '0');
  for (std::size_t i = 0; i < kPlaces; ++i) value = value * 10 + (i < part.size() ? part[i] - '0' : 0);
  return Decimal{negative ? -value : value, static_cast<int>(part.size())};
}

std::string decimal_text(const Decimal& d) {
  const auto size = d.ten_thousandths < 0 ? -d.ten_thousandths : d.ten_thousandths;
  std::string text = fmt::format("{}{}", d.ten_thousandths < 0 ? "-" : "", size / kOne);
  if (d.places > 0) text += fmt::format(".{:0{}}", size % kOne / power(kPlaces - d.places), d.places);
  return text;
}

std::optional<Computed> compute(const Figures& figures, const FigureCheck& check) {
  const auto value = [&](int figure) -> const Decimal& { return figures.figures[static_cast<std::size_t>(figure)].value; };
  const Decimal& a = value(check.of[0]);
  const Decimal& b = value(check.of[1]);
  const Wide first = a.ten_thousandths, second = b.ten_thousandths;
  std::optional<Decimal> result, unrounded;
  const auto divide = [&](Wide numerator, Wide denominator) {
    if (denominator == 0) return;
    const auto to = [&](int places) { return decimal(rounded(numerator * power(places), denominator) * power(kPlaces - places), places); };
    result = to(check.against < 0 ? kPlacesOfShares : value(check.against).places);
    unrounded = to(kPlaces);
    if (!unrounded) result.reset();
  };
  switch (check.kind) {
    case CheckKind::sum: {
      Wide sum = 0;
      int places = 0;
      for (const int figure : check.of) {
        sum += value(figure).ten_thousandths;
        places = std::max(places, value(figure).places);
      }
      result = decimal(sum, places);
      break;
    }
    case CheckKind::difference: result = decimal(first - second, std::max(a.places, b.places)); break;
    case CheckKind::product:
      if (first * second % kOne == 0) result = decimal(first * second / kOne, std::min(kPlaces, a.places + b.places));
      break;
    case CheckKind::percent: divide(first * 100, second); break;
    case CheckKind::growth: divide((second - first) * 100, first); break;
    case CheckKind::times: divide(second, first); break;
    case CheckKind::equal: result = a; break;
  }
  if (!result) return std::nullopt;
  Computed computed{.value = *result, .unrounded = unrounded};
  if (check.against >= 0) {
    const Decimal& printed = value(check.against);
    computed.difference = decimal(Wide{result->ten_thousandths} - printed.ten_thousandths, std::max(result->places, printed.places));
    if (!computed.difference) return std::nullopt;
  }
  return computed;
}

std::string ref_text(const RuleBook& book, const ClauseRef& ref) {
  const Regime& regime = book.regimes[static_cast<std::size_t>(ref.regime)];
  return ref.clause < 0 ? regime.id : regime.id + "/" + regime.clauses[static_cast<std::size_t>(ref.clause)].id;
}

int References::find(std::string_view id) const { return index_of(instruments, id); }
int Figures::find(std::string_view id) const { return index_of(figures, id); }
int Figures::find_check(std::string_view id) const { return index_of(checks, id); }
int Tensions::find(std::string_view id) const { return index_of(tensions, id); }

}  // namespace crossing
