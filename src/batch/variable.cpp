// A single fact has its cells in a table; of two linked facts the cell is worked out, and what is open in part is remembered.
#include "batch/variable.hpp"

#include <algorithm>
#include <bit>

namespace crossing::batch {
namespace {

constexpr std::size_t kRemembered = 20000;  // stretches of open dates: beyond this many they are forgotten and met anew

const Fact& fact_of(const Vocabulary& vocabulary, int fact) { return vocabulary.facts[static_cast<std::size_t>(fact)]; }

engine::Allowed allowed_of(const Left& left, bool bits) {
  if (!bits) return {left.span};
  engine::Allowed spans;
  for (Code code = 0; code < 64; ++code) {
    if ((left.values >> code & 1) == 0) continue;
    if (!spans.empty() && spans.back().hi + 1 == code) {
      spans.back().hi = code;
    } else {
      spans.push_back({code, code});
    }
  }
  return spans;
}

}  // namespace

Left whole(const Fact& fact) {
  if (!has_bits(fact)) return {0, fact.range};
  const auto count = static_cast<std::size_t>(fact.range.hi) + 1;
  return {count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1, {}};
}

Variable::Variable(const Vocabulary& vocabulary, engine::Axis axis) : vocabulary_(&vocabulary), axis_(std::move(axis)) {
  axis_.cells.clear();
  usable_ = engine::make_cells(vocabulary, axis_);
  for (const int base : axis_.bases) {
    const Fact& fact = fact_of(vocabulary, base);
    bits_.push_back(has_bits(fact));
    full_.push_back(whole(fact));
    usable_ = usable_ && (!bits_.back() || fact.range.hi < 64);
  }
  if (!usable_) return;
  for (std::size_t i = 0; i < axis_.cells.size(); ++i) {
    cell_by_pattern_[axis_.cells[i]] = static_cast<int>(i);
    cells_.push_back(Cells{1} << i);
  }
  cells_.push_back(axis_.width == 64 ? ~Cells{0} : (Cells{1} << axis_.width) - 1);
  for (std::size_t i = 0; i < cells_.size(); ++i) letters_.emplace(cells_[i], static_cast<int>(i));
  if (axis_.bases.size() > 1) return;
  const Span range = fact_of(vocabulary, axis_.bases.front()).range;
  for (Code code = range.lo; code <= range.hi; ++code) table_.push_back(static_cast<std::uint8_t>(cell_at({code})));
}

int Variable::cell_at(const std::vector<Code>& values) const { return cell_by_pattern_.at(engine::pattern(*vocabulary_, axis_, values)); }

std::optional<Code> Variable::only(std::size_t base, const Left& left) const {
  if (bits_[base]) return std::has_single_bit(left.values) ? std::optional{static_cast<Code>(std::countr_zero(left.values))} : std::nullopt;
  return left.span.exact() ? std::optional{left.span.lo} : std::nullopt;
}

int Variable::letter_of(Cells cells) {
  const auto [known, added] = letters_.emplace(cells, static_cast<int>(cells_.size()));
  if (added) cells_.push_back(cells);
  return known->second;
}

Cells Variable::reachable(const std::vector<Left>& left) const {
  std::vector<engine::Allowed> allowed;
  std::vector<const engine::Allowed*> lists;
  for (std::size_t i = 0; i < axis_.bases.size(); ++i) allowed.push_back(allowed_of(left[static_cast<std::size_t>(axis_.bases[i])], bits_[i]));
  for (const auto& list : allowed) lists.push_back(&list);
  return engine::reachable(*vocabulary_, axis_, lists);
}

int Variable::letter(const std::vector<Left>& left) {
  const Left& first = left[static_cast<std::size_t>(axis_.bases.front())];
  const auto value = only(0, first);
  if (axis_.bases.size() == 1) {
    if (value) return table_[static_cast<std::size_t>(*value - (bits_.front() ? 0 : full_.front().span.lo))];
    if (first == full_.front()) return axis_.width;
  } else {
    const Left& second = left[static_cast<std::size_t>(axis_.bases[1])];
    const auto other = only(1, second);
    if (value && other && (!axis_.ordered || *value <= *other)) return cell_at({*value, *other});
    if (first == full_[0] && second == full_[1]) return axis_.width;
  }
  std::vector<std::uint64_t> key;
  for (std::size_t i = 0; i < axis_.bases.size(); ++i) {
    const Left& one = left[static_cast<std::size_t>(axis_.bases[i])];
    key.push_back(bits_[i] ? one.values : std::uint64_t{static_cast<std::uint32_t>(one.span.lo)} << 32 | static_cast<std::uint32_t>(one.span.hi));
  }
  if (const auto known = seen_.find(key); known != seen_.end()) return known->second;
  if (seen_.size() >= kRemembered) seen_.clear();
  return seen_[key] = letter_of(reachable(left));
}

std::vector<int> Variable::cells_of(const engine::Axis& other) const {
  std::vector<std::size_t> places;  // of each atom of the other axis among the atoms here
  for (const auto& atom : other.atoms) places.push_back(static_cast<std::size_t>(std::find(axis_.atoms.begin(), axis_.atoms.end(), atom) - axis_.atoms.begin()));
  std::vector<int> cells;
  for (const auto here : axis_.cells) {
    std::uint64_t there = 0;
    for (std::size_t i = 0; i < places.size(); ++i) there |= (here >> places[i] & 1) << i;
    cells.push_back(static_cast<int>(std::find(other.cells.begin(), other.cells.end(), there) - other.cells.begin()));
  }
  return cells;
}

}  // namespace crossing::batch
