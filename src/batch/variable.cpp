// A single fact has its cells in a table; of two linked facts the cell is worked out, and what is open in part is remembered.
#include "batch/variable.hpp"

#include <algorithm>
#include <bit>
#include <map>

namespace crossing::batch {
namespace {

constexpr std::size_t kTabled = 10;  // values of a fact: every set of so many has its place in a table
constexpr int kRareLetters = 12;    // facts open in part: so many of their letters, those that come up first, are given room in each state
constexpr std::size_t kRemembered = 20000;  // stretches of open dates: beyond this many they are forgotten and met anew

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

void Letters::lay_out() {
  std::map<std::vector<int>, std::size_t> shared;  // tables whose letters have all been met
  for (std::size_t i = 0; i < alphabet_.size(); ++i) {
    const Variable& variable = alphabet_[i];
    const auto foreseen = static_cast<std::uint8_t>(variable.foreseen());
    unread_.push_back(foreseen);
    place_.push_back(-1);
    if (!variable.on_bits() || variable.values() > kTabled) continue;
    std::vector<std::uint8_t> table(std::size_t{1} << variable.values(), foreseen);
    bool all_met = true;
    for (std::size_t values = 1; values < table.size(); ++values) {
      const int letter = variable.met(values);
      all_met = all_met && letter >= 0;
      if (letter >= 0) table[values] = static_cast<std::uint8_t>(std::min<int>(letter, foreseen));
    }

    const auto known = all_met ? shared.emplace(std::vector<int>{table.begin(), table.end()}, tables_.size()).first->second : tables_.size();
    place_.back() = static_cast<int>(tabled_.size());
    tabled_.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(variable.bases().front()), static_cast<std::uint32_t>(known)});
    if (known == tables_.size()) tables_.insert(tables_.end(), table.begin(), table.end());
  }
}

void Letters::begin(Sheet& sheet) {
  if (unread_.size() != alphabet_.size()) lay_out();
  sheet.known.assign(alphabet_.size(), kUnread);
  sheet.rooms = unread_;
  const Left* const left = sheet.left.data();
  const std::uint8_t* const tables = tables_.data();
  std::uint8_t* const rooms = sheet.rooms.data();
  for (const auto* one = tabled_.data(); one != tabled_.data() + tabled_.size(); ++one) rooms[one->variable] = tables[one->table + left[one->fact].values];
}

void Letters::forget(Sheet& sheet, int variable) const {
  const auto index = static_cast<std::size_t>(variable);
  sheet.known[index] = kUnread;
  sheet.rooms[index] = unread_[index];
}

int Letters::read(Sheet& sheet, int variable) {
  const auto index = static_cast<std::size_t>(variable);
  const int letter = alphabet_[index].letter(sheet.left);
  sheet.rooms[index] = static_cast<std::uint8_t>(std::min<int>(letter, unread_[index]));
  if (place_[index] >= 0) {
    const auto& [same, fact, table] = tabled_[static_cast<std::size_t>(place_[index])];
    tables_[table + sheet.left[fact].values] = sheet.rooms[index];
  }
  return sheet.known[index] = letter;
}

Left whole(const Fact& fact) {
  if (!has_bits(fact)) return {0, fact.range};
  const auto count = static_cast<std::size_t>(fact.range.hi) + 1;
  return {count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1, {}};
}

Variable::Variable(const Vocabulary& vocabulary, engine::Axis axis) : vocabulary_(&vocabulary), axis_(std::move(axis)) {
  axis_.cells.clear();
  usable_ = engine::make_cells(vocabulary, axis_);
  for (const int base : axis_.bases) {
    const Fact& fact = vocabulary.fact(base);
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
  first_ = axis_.bases.front();
  foreseen_ = axis_.width + 1 + kRareLetters;
  if (axis_.width < 8) foreseen_ = std::min(foreseen_, (1 << axis_.width) - 1);  // there are no more: a letter for each set of cells
  if (axis_.bases.size() > 1) {
    prepare_two();
    free_ = days_that_show_all();
    gather_periods();
    return;
  }
  const Span range = vocabulary.fact(first_).range;
  from_ = range.lo;
  std::vector<std::uint8_t> cell;
  for (Code code = range.lo; code <= range.hi; ++code) cell.push_back(static_cast<std::uint8_t>(cell_at({code})));
  if (!bits_.front()) {
    by_code_ = std::move(cell);
    for (std::size_t i = 0; i < by_code_.size(); ++i)
      if (i == 0 || by_code_[i] != by_code_[i - 1]) turns_.push_back(from_ + static_cast<Code>(i));
  } else {
    cell_of_value_ = std::move(cell);
  }
}

/// Lays out what cell_of_two() looks up.
void Variable::prepare_two() {
  std::uint64_t both = 0;
  bool clock = false;
  for (std::size_t i = 0; i < axis_.atoms.size(); ++i) {
    const auto& derived = vocabulary_->fact(axis_.atoms[i].fact).derived;
    if (!derived || derived->second < 0) continue;
    both |= std::uint64_t{1} << i;
    clock = clock || derived->how == Derivation::clock;
    if (derived->how != Derivation::elapsed) continue;
    elapsed_ |= std::uint64_t{1} << i;
    earlier_ = derived->first == axis_.bases[0] ? 0 : 1;
    for (const auto& bound : axis_.atoms[i].test.bounds) {
      auto known = std::find(all_periods_.begin(), all_periods_.end(), bound.period);
      if (known == all_periods_.end()) known = all_periods_.insert(known, bound.period);
      bounds_.push_back({std::uint64_t{1} << i, static_cast<std::size_t>(known - all_periods_.begin()), bound.relation});
    }
  }
  std::vector<Code> values{vocabulary_->fact(axis_.bases[0]).range.lo, vocabulary_->fact(axis_.bases[1]).range.lo};
  for (std::size_t base = 0; base < 2; ++base) {
    Half& half = halves_[base];
    const Span range = vocabulary_->fact(axis_.bases[base]).range;
    half.from = range.lo;
    std::uint64_t own = 0;
    for (std::size_t i = 0; i < axis_.atoms.size(); ++i) {
      const auto& derived = vocabulary_->fact(axis_.atoms[i].fact).derived;
      if ((both >> i & 1) == 0 && (derived ? derived->first : axis_.atoms[i].fact) == axis_.bases[base]) own |= std::uint64_t{1} << i;
    }
    for (Code code = range.lo; code <= range.hi; ++code) {
      values[base] = code;
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < axis_.atoms.size(); ++i)
        if ((own >> i & 1) != 0 && engine::holds(*vocabulary_, axis_, axis_.atoms[i], values)) bits |= std::uint64_t{1} << i;
      auto known = std::find(half.patterns.begin(), half.patterns.end(), bits);
      if (known == half.patterns.end()) known = half.patterns.insert(known, bits);
      half.kind.push_back(static_cast<std::uint8_t>(known - half.patterns.begin()));
    }
    values[base] = range.lo;
  }
  if (!clock) return;
  const Span first = vocabulary_->fact(axis_.bases[0]).range, second = vocabulary_->fact(axis_.bases[1]).range;
  for (values[0] = first.lo; values[0] <= first.hi; ++values[0])
    for (values[1] = second.lo; values[1] <= second.hi; ++values[1]) by_two_.push_back(static_cast<std::uint8_t>(cell_at(values)));
}

int Variable::cell_of_two(Code first, Code second) {
  if (!by_two_.empty()) return by_two_[static_cast<std::size_t>(first - halves_[0].from) * halves_[1].kind.size() + static_cast<std::size_t>(second - halves_[1].from)];
  std::uint64_t bits = halves_[0].at(first) | halves_[1].at(second);
  if (elapsed_ != 0) {
    const Code from = earlier_ == 0 ? first : second, to = earlier_ == 0 ? second : first;
    if (from != edges_from_) {
      edges_from_ = from;
      edges_.clear();
      for (const auto& period : all_periods_) edges_.push_back(add(from, period));
    }
    std::uint64_t holding = elapsed_;
    for (const auto& bound : bounds_)
      if (!engine::holds(bound.relation, to, edges_[bound.period])) holding &= ~bound.bit;
    bits |= holding;
  }
  return cell_by_pattern_.at(bits);
}

int Variable::cell_at(const std::vector<Code>& values) const { return cell_by_pattern_.at(engine::pattern(*vocabulary_, axis_, values)); }

std::optional<Code> Variable::only(std::size_t base, const Left& left) const {
  if (bits_[base]) return std::has_single_bit(left.values) ? std::optional{static_cast<Code>(std::countr_zero(left.values))} : std::nullopt;
  return left.span.exact() ? std::optional{left.span.lo} : std::nullopt;
}

int Variable::letter_of(Cells cells) {
  if (const auto known = letters_.find(cells); known != letters_.end()) return known->second;
  cells_.push_back(cells);
  return letters_[cells] = static_cast<int>(cells_.size()) - 1;
}

/// The cells of a stretch of codes.
Cells Variable::within(const Span& span) const {
  Cells cells = Cells{1} << by_code_[static_cast<std::size_t>(span.lo - from_)];
  for (auto turn = std::upper_bound(turns_.begin(), turns_.end(), span.lo); turn != turns_.end() && *turn <= span.hi; ++turn) {
    if (cells == cells_[static_cast<std::size_t>(axis_.width)]) break;
    cells |= Cells{1} << by_code_[static_cast<std::size_t>(*turn - from_)];
  }
  return cells;
}

/// cells_[width()] is what the whole range shows. Where nothing names a day, any stretch that both dates can fall in shows it too, if it
/// holds a turn of the calendar, the longest period that is named, and a year for the months. 0: a day is named, or there is but one date.
Code Variable::days_that_show_all() const {
  constexpr Code kTurn = 4 * 366 + 31, kYear = 366;
  if (bits_[0] || bits_[1]) return 0;
  Code longest = 0;
  for (const auto& atom : axis_.atoms) {
    const auto& derived = vocabulary_->fact(atom.fact).derived;
    if (!derived || derived->how == Derivation::clock) return 0;
    for (const auto& bound : atom.test.bounds) longest = std::max(longest, bound.period.months * 31 + bound.period.days);
  }
  return kTurn + 2 * kYear + longest;
}

void Variable::gather_periods() {
  if (free_ == 0) return;
  int months_of = -1;
  for (const auto& atom : axis_.atoms) {
    const auto& derived = *vocabulary_->fact(atom.fact).derived;
    if (derived.how == Derivation::month_of) months_of = derived.first;
  }
  periods_ = all_periods_;
  months_ = months_of >= 0;
  if (months_ && months_of == axis_.bases[earlier_]) periods_.clear();
}

/// The cells between one date and a stretch of the other: they turn where a period has just passed, on the day after, and with months.
Cells Variable::beside(std::size_t fixed, Code day, const Span& days) {
  Cells cells = 0;
  const auto look = [&](Code other) {
    if (!days.contains(other)) return;
    const Code first = fixed == 0 ? day : other, second = fixed == 0 ? other : day;
    if (!axis_.ordered || first <= second) cells |= Cells{1} << cell_of_two(first, second);
  };
  look(days.lo);
  look(days.hi);
  if (axis_.ordered) look(day);
  Code last = std::max(days.lo, day);
  for (const auto& period : periods_) {
    if (fixed == earlier_) {
      const Code edge = add(day, period);
      for (const Code near : {edge - 1, edge, edge + 1}) look(near);
      last = std::max(last, edge);
    } else {
      // A month has 28 to 31 days, so the days on which the period can have begun are few.
      for (Code from = day - period.days - 31 * period.months - 1; from <= day - period.days - 28 * period.months + 1; ++from) look(from);
    }
  }
  // A year after the last turn every month has been met.
  if (months_ && fixed == earlier_)
    for (Code month = next_month(days.lo); month <= std::min(days.hi, last + 400); month = next_month(month)) look(month);
  return cells;
}

/// The cells of a time on the clocks of several zones; `zone`: which base they are.
Cells Variable::at_one_time(std::size_t zone, Code time, std::uint64_t zones) {
  Cells cells = 0;
  for (; zones != 0; zones &= zones - 1) {
    const Code code = std::countr_zero(zones);
    cells |= Cells{1} << (zone == 0 ? cell_of_two(code, time) : cell_of_two(time, code));
  }
  return cells;
}

Cells Variable::reachable(const std::vector<Left>& left) const {
  std::vector<engine::Allowed> allowed;
  std::vector<const engine::Allowed*> lists;
  for (std::size_t i = 0; i < axis_.bases.size(); ++i) allowed.push_back(allowed_of(left[static_cast<std::size_t>(axis_.bases[i])], bits_[i]));
  for (const auto& list : allowed) lists.push_back(&list);
  return engine::reachable(*vocabulary_, axis_, lists);
}

Cells Variable::cells_of_values(std::uint64_t values) const {
  Cells cells = 0;
  for (; values != 0; values &= values - 1) cells |= Cells{1} << cell_of_value_[static_cast<std::size_t>(std::countr_zero(values))];
  return cells;
}

int Variable::of_two(const std::vector<Left>& left) {
  const Left& first = left[static_cast<std::size_t>(first_)];
  const Left& second = left[static_cast<std::size_t>(axis_.bases[1])];
  const auto value = only(0, first), other = only(1, second);
  if (value && other && (!axis_.ordered || *value <= *other)) return cell_of_two(*value, *other);
  if (first == full_[0] && second == full_[1]) return axis_.width;
  if (!by_two_.empty() && value && bits_[1]) return letter_of(at_one_time(1, *value, second.values));
  if (!by_two_.empty() && other && bits_[0]) return letter_of(at_one_time(0, *other, first.values));
  if (!periods_.empty() && value && !other) return letter_of(beside(0, *value, second.span));
  if (!periods_.empty() && other && !value) return letter_of(beside(1, *other, first.span));
  if (free_ > 0 && std::min(first.span.hi, second.span.hi) - std::max(first.span.lo, second.span.lo) >= free_) return axis_.width;
  const auto part = [&](std::size_t i) {
    const Left& one = left[static_cast<std::size_t>(axis_.bases[i])];
    return bits_[i] ? one.values : std::uint64_t{static_cast<std::uint32_t>(one.span.lo)} << 32 | static_cast<std::uint32_t>(one.span.hi);
  };
  const std::pair key{part(0), part(1)};
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
