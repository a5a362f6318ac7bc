// Cells are found by trying one value from each stretch on which no atom changes. Two linked dates need more care than one
// fact: the stretches of one move with the other, so the outer one is tried at every value where that movement can matter.
#include "engine/axis.hpp"

#include <algorithm>
#include <bit>
#include <set>

namespace crossing::engine {
namespace {

constexpr Code kDay = 24 * 60;
// A stretch of this many days holds a whole month, so every way in which a period of months can fall occurs in it.
constexpr Code kTwoMonths = 62;
// The calendar repeats within this many days, so with several periods every way in which they can fall occurs in it.
constexpr Code kFourYears = 4 * 366 + 31;

std::size_t position(const Axis& axis, int fact) { return axis.bases.front() == fact ? 0 : 1; }

bool within(const Test& test, Code code) {
  return std::any_of(test.spans.begin(), test.spans.end(), [code](const Span& span) { return span.contains(code); });
}

bool holds_elapsed(const Test& test, Code from, Code to) {
  return std::all_of(test.bounds.begin(), test.bounds.end(), [=](const ElapsedBound& bound) {
    return holds(bound.relation, to, add(from, bound.period));
  });
}

/// Where the truth of the atoms can change along base `i`, the other base (if there is one) being `other`.
void add_cuts(const Vocabulary& vocabulary, const Axis& axis, std::size_t i, Code other, std::set<Code>& cuts) {
  const Fact& base = vocabulary.fact(axis.bases[i]);
  // Each value of an enum stands for itself: the zone of a clock shows in no atom of its own.
  if (base.type == FactType::enumeration && axis.bases.size() == 2)
    for (Code code = base.range.lo; code <= base.range.hi; ++code) cuts.insert(code);
  for (const auto& atom : axis.atoms) {
    const Fact& fact = vocabulary.fact(atom.fact);
    if (atom.fact == axis.bases[i]) {
      for (const auto& span : atom.test.spans) cuts.insert({span.lo, span.hi + 1});
    } else if (fact.derived && fact.derived->how == Derivation::clock && i == position(axis, fact.derived->first)) {
      const Code shift = fact.derived->shift[static_cast<std::size_t>(other)];
      cuts.insert(((-shift) % kDay + kDay) % kDay);
      for (const auto& span : atom.test.spans) cuts.insert({((span.lo - shift) % kDay + kDay) % kDay, ((span.hi + 1 - shift) % kDay + kDay) % kDay});
    } else if (fact.derived && fact.derived->how == Derivation::elapsed) {
      for (const auto& bound : atom.test.bounds) {
        if (i == position(axis, fact.derived->second)) {
          const Code edge = add(other, bound.period);
          cuts.insert({edge, edge + 1});
          continue;
        }
        // add() never falls as the day rises, so the first day it brings to `other`, or past it, can be searched for.
        for (const Code goal : {other, other + 1}) {
          Code low = base.range.lo, high = base.range.hi + 1;
          while (low < high) {
            const Code middle = low + (high - low) / 2;
            if (add(middle, bound.period) >= goal) {
              high = middle;
            } else {
              low = middle + 1;
            }
          }
          cuts.insert(low);
        }
      }
    }
  }
  if (axis.ordered) cuts.insert({other, other + 1});
}

bool reads_month(const Vocabulary& vocabulary, const Axis& axis, std::size_t i) {
  return std::any_of(axis.atoms.begin(), axis.atoms.end(), [&](const Atom& atom) {
    const auto& derived = vocabulary.fact(atom.fact).derived;
    return derived && derived->how == Derivation::month_of && derived->first == axis.bases[i];
  });
}

/// The values from `from` to `to` at which to try a stretch without cuts: its start, and month starts for a year if months matter.
void try_stretch(Code from, Code to, bool months, std::vector<Code>& values) {
  values.push_back(from);
  if (!months) return;
  Code day = from;
  for (int i = 0; i < 12; ++i) {
    day = next_month(day);
    if (day > to) break;
    values.push_back(day);
  }
}

std::vector<Code> stretches(const std::set<Code>& cuts, const Allowed& allowed, bool months, Code window) {
  std::vector<Code> values;
  for (const auto& span : allowed) {
    Code from = span.lo;
    for (auto cut = cuts.upper_bound(from);; ++cut) {
      const Code to = cut == cuts.end() || *cut > span.hi ? span.hi : *cut - 1;
      try_stretch(from, to, months || window > 1, values);
      for (Code day = from + 1; day <= to && day < from + window; ++day) values.push_back(day);
      if (to == span.hi) break;
      from = to + 1;
    }
  }
  return values;
}

/// Values of base `outer` that show everything the pair can do, whatever is tried for the other one.
std::vector<Code> outer_values(const Vocabulary& vocabulary, const Axis& axis, std::size_t outer, const std::vector<const Allowed*>& allowed) {
  const std::size_t inner = 1 - outer;
  if (vocabulary.fact(axis.bases[outer]).type == FactType::enumeration) {
    std::vector<Code> all;
    for (const auto& span : *allowed[outer])
      for (Code code = span.lo; code <= span.hi; ++code) all.push_back(code);
    return all;
  }
  if (vocabulary.fact(axis.bases[inner]).type == FactType::enumeration) {
    std::set<Code> cuts;
    for (const auto& span : *allowed[inner])
      for (Code code = span.lo; code <= span.hi; ++code) add_cuts(vocabulary, axis, outer, code, cuts);
    return stretches(cuts, *allowed[outer], false, 1);
  }
  std::set<Code> inner_cuts, cuts;
  for (const auto& span : *allowed[inner]) inner_cuts.insert({span.lo, span.hi, span.hi + 1});
  std::vector<Period> periods;
  for (const auto& atom : axis.atoms) {
    for (const auto& bound : atom.test.bounds)
      if (std::find(periods.begin(), periods.end(), bound.period) == periods.end()) periods.push_back(bound.period);
    if (atom.fact == axis.bases[inner])
      for (const auto& span : atom.test.spans) inner_cuts.insert({span.lo - 1, span.lo, span.hi, span.hi + 1});
  }
  const Span range = vocabulary.fact(axis.bases[inner]).range;
  for (const Code code : inner_cuts)
    if (range.contains(code)) add_cuts(vocabulary, axis, outer, code, cuts);
  return stretches(cuts, *allowed[outer], true, periods.size() > 1 ? kFourYears : kTwoMonths);
}

/// Calls visit(values) for points that show every cell; `outer` is the base that is held fixed while the other moves.
/// Before each new value of the outer base, calls fresh().
void visit_points(const Vocabulary& vocabulary, const Axis& axis, std::size_t outer, const std::vector<const Allowed*>& allowed,
                  const std::function<void()>& fresh, const std::function<void(const std::vector<Code>&)>& visit) {
  if (axis.bases.size() == 1) {
    std::set<Code> cuts;
    add_cuts(vocabulary, axis, 0, 0, cuts);
    for (const Code code : stretches(cuts, *allowed[0], reads_month(vocabulary, axis, 0), 1)) visit({code});
    return;
  }
  const std::size_t inner = 1 - outer;
  const bool months = reads_month(vocabulary, axis, inner);
  for (const Code fixed : outer_values(vocabulary, axis, outer, allowed)) {
    fresh();
    Allowed clipped;
    for (Span span : *allowed[inner]) {
      if (axis.ordered && inner == 1) span.lo = std::max(span.lo, fixed);
      if (axis.ordered && inner == 0) span.hi = std::min(span.hi, fixed);
      if (span.lo <= span.hi) clipped.push_back(span);
    }
    std::set<Code> cuts;
    add_cuts(vocabulary, axis, inner, fixed, cuts);
    std::vector<Code> values(2);
    values[outer] = fixed;
    for (const Code code : stretches(cuts, clipped, months, 1)) {
      values[inner] = code;
      visit(values);
    }
  }
}

Cells cell_of(const Axis& axis, std::uint64_t bits) {
  const auto found = std::find(axis.cells.begin(), axis.cells.end(), bits);
  return Cells{1} << (found - axis.cells.begin());
}

std::size_t smaller(const std::vector<const Allowed*>& allowed) {
  if (allowed.size() < 2) return 0;
  const auto size = [](const Allowed& spans) {
    std::int64_t sum = 0;
    for (const auto& span : spans) sum += span.hi - span.lo + 1;
    return sum;
  };
  return size(*allowed[0]) <= size(*allowed[1]) ? 0 : 1;
}

}  // namespace

std::vector<int> bases_of(const Vocabulary& vocabulary, int fact) {
  const auto& derived = vocabulary.fact(fact).derived;
  if (!derived) return {fact};
  return derived->second < 0 ? std::vector<int>{derived->first} : std::vector<int>{derived->first, derived->second};
}

std::uint64_t pattern(const Vocabulary& vocabulary, const Axis& axis, const std::vector<Code>& values) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < axis.atoms.size(); ++i)
    if (holds(vocabulary, axis, axis.atoms[i], values)) bits |= std::uint64_t{1} << i;
  return bits;
}

bool holds(const Vocabulary& vocabulary, const Axis& axis, const Atom& atom, const std::vector<Code>& values) {
  const auto& derived = vocabulary.fact(atom.fact).derived;
  if (!derived) return within(atom.test, values[position(axis, atom.fact)]);
  const Code first = values[position(axis, derived->first)];
  switch (derived->how) {
    case Derivation::month_of: return within(atom.test, month_of(first));
    case Derivation::clock: {
      const Code shift = derived->shift[static_cast<std::size_t>(values[position(axis, derived->second)])];
      return within(atom.test, ((first + shift) % kDay + kDay) % kDay);
    }
    case Derivation::elapsed: break;
  }
  return holds_elapsed(atom.test, first, values[position(axis, derived->second)]);
}

namespace {

/// Calls visit(values) for points that show every cell there is.
void visit_all(const Vocabulary& vocabulary, const Axis& axis, const std::function<void(const std::vector<Code>&)>& visit) {
  std::vector<Allowed> ranges;
  std::vector<const Allowed*> allowed;
  for (const int base : axis.bases) ranges.push_back({vocabulary.fact(base).range});
  for (const auto& range : ranges) allowed.push_back(&range);
  visit_points(vocabulary, axis, smaller(allowed), allowed, [] {}, visit);
}

}  // namespace

bool make_cells(const Vocabulary& vocabulary, Axis& axis) {
  if (axis.atoms.size() > 64) return false;
  visit_all(vocabulary, axis, [&](const std::vector<Code>& values) {
    const auto bits = pattern(vocabulary, axis, values);
    if (std::find(axis.cells.begin(), axis.cells.end(), bits) == axis.cells.end()) axis.cells.push_back(bits);
  });
  axis.width = static_cast<int>(axis.cells.size());
  return axis.width <= 64;
}

std::vector<std::vector<Code>> examples(const Vocabulary& vocabulary, const Axis& axis) {
  std::vector<std::vector<Code>> found(axis.cells.size());
  visit_all(vocabulary, axis, [&](const std::vector<Code>& values) {
    auto& example = found[static_cast<std::size_t>(std::countr_zero(cell_of(axis, pattern(vocabulary, axis, values))))];
    if (example.empty()) example = values;
  });
  return found;
}

Cells reachable(const Vocabulary& vocabulary, const Axis& axis, const std::vector<const Allowed*>& allowed) {
  Cells cells = 0;
  visit_points(vocabulary, axis, smaller(allowed), allowed, [] {}, [&](const std::vector<Code>& values) {
    cells |= cell_of(axis, pattern(vocabulary, axis, values));
  });
  return cells;
}

std::vector<Cells> alone(const Vocabulary& vocabulary, const Axis& axis, std::size_t which, const std::vector<const Allowed*>& allowed) {
  std::vector<Cells> families;
  Cells current = 0;
  const auto close = [&] {
    if (current != 0 && std::find(families.begin(), families.end(), current) == families.end()) families.push_back(current);
    current = 0;
  };
  visit_points(vocabulary, axis, 1 - which, allowed, close, [&](const std::vector<Code>& values) {
    current |= cell_of(axis, pattern(vocabulary, axis, values));
  });
  close();
  return families;
}

namespace {

std::uint64_t atoms_of(const Axis& axis, int fact) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < axis.atoms.size(); ++i)
    if (axis.atoms[i].fact == fact && axis.atoms[i].of_clause) bits |= std::uint64_t{1} << i;
  return bits;
}

/// How the fact shows itself in the cells: the truth of its own atoms, each pattern once.
std::vector<std::uint64_t> shown(const Axis& axis, int fact, Cells cells) {
  std::vector<std::uint64_t> patterns;
  const auto mask = atoms_of(axis, fact);
  for (std::size_t i = 0; i < axis.cells.size(); ++i) {
    if ((cells >> i & 1) == 0) continue;
    const auto pattern = axis.cells[i] & mask;
    if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end()) patterns.push_back(pattern);
  }
  std::sort(patterns.begin(), patterns.end());
  return patterns;
}

void join(std::vector<Span>& spans, Span next) {
  if (!spans.empty() && spans.back().hi + 1 >= next.lo) {
    spans.back().hi = std::max(spans.back().hi, next.hi);
  } else {
    spans.push_back(next);
  }
}

}  // namespace

bool narrows(const Axis& axis, int fact, Cells cells, Cells possible) { return shown(axis, fact, cells) != shown(axis, fact, possible); }

std::vector<Span> values_in(const Vocabulary& vocabulary, const Axis& axis, int fact, Cells cells, Cells possible, const std::vector<const Allowed*>& allowed) {
  const Fact& tested = vocabulary.fact(fact);
  const auto& derived = tested.derived;
  const bool both = derived && derived->second >= 0;
  const std::size_t base = both ? 0 : position(axis, derived ? derived->first : fact);
  // What the values alone can tell: the atoms that read no other base. Values are left out if these never come together so.
  std::uint64_t read = 0;
  for (std::size_t i = 0; i < axis.atoms.size(); ++i) {
    const auto& other = vocabulary.fact(axis.atoms[i].fact).derived;
    const bool alone = !other ? axis.atoms[i].fact == axis.bases[base] : other->second < 0 && other->first == axis.bases[base];
    if (both || alone) read |= std::uint64_t{1} << i;
  }
  std::set<std::uint64_t> can, wanted;
  for (std::size_t i = 0; i < axis.cells.size(); ++i)
    if ((possible >> i & 1) != 0) can.insert(axis.cells[i] & read);
  for (const auto bits : shown(axis, fact, cells)) wanted.insert(bits);
  const auto own = atoms_of(axis, fact);
  const auto fits = [&](const std::vector<Code>& values) {
    const auto bits = pattern(vocabulary, axis, values);
    return can.contains(bits & read) && wanted.contains(bits & own);
  };

  std::vector<Span> spans;
  std::vector<Code> values;
  for (const int each : axis.bases) values.push_back(vocabulary.fact(each).range.lo);
  if (!both) {
    std::set<Code> cuts;
    for (const auto& atom : axis.atoms)
      if (atom.fact == axis.bases[base])
        for (const auto& span : atom.test.spans) cuts.insert({span.lo, span.hi + 1});
    const bool months = reads_month(vocabulary, axis, base);
    std::set<Code> of_derived;
    for (const auto& span : *allowed[base]) {
      for (Code from = span.lo, to = 0; from <= span.hi; from = to + 1) {
        const auto cut = cuts.upper_bound(from);
        to = cut == cuts.end() ? span.hi : std::min(span.hi, *cut - 1);
        if (months) to = std::min(to, next_month(from) - 1);
        values[base] = from;
        if (!fits(values)) continue;
        if (derived) {
          of_derived.insert(month_of(from));
        } else {
          join(spans, {from, to});
        }
      }
    }
    for (const Code code : of_derived) join(spans, {code, code});
    return spans;
  }
  const std::size_t time = position(axis, derived->first);
  std::set<Code> shifted;
  for (const auto& zones : *allowed[1 - time]) {
    for (values[1 - time] = zones.lo; values[1 - time] <= zones.hi; ++values[1 - time]) {
      const Code shift = derived->shift[static_cast<std::size_t>(values[1 - time])];
      for (const auto& span : *allowed[time])
        for (values[time] = span.lo; values[time] <= span.hi; ++values[time])
          if (fits(values)) shifted.insert(((values[time] + shift) % kDay + kDay) % kDay);
    }
  }
  for (const Code code : shifted) join(spans, {code, code});
  return spans;
}

std::vector<std::vector<ElapsedBound>> bounds_in(const Axis& axis, int fact, Cells cells) {
  // The periods that tests name, in order, cut time into places: before the first, on it, between it and the second, and so on.
  std::vector<Period> periods;
  for (const auto& atom : axis.atoms)
    if (atom.fact == fact && atom.of_clause)
      for (const auto& bound : atom.test.bounds)
        if (std::find(periods.begin(), periods.end(), bound.period) == periods.end()) periods.push_back(bound.period);
  std::sort(periods.begin(), periods.end(), [](const Period& x, const Period& y) { return x.months * 61 + x.days * 2 < y.months * 61 + y.days * 2; });
  const auto holds_at = [&](const ElapsedBound& bound, std::size_t place) {
    return holds(bound.relation, static_cast<Code>(place), static_cast<Code>(2 * (std::find(periods.begin(), periods.end(), bound.period) - periods.begin()) + 1));
  };
  const auto patterns = shown(axis, fact, cells);
  std::vector<std::vector<ElapsedBound>> parts;
  bool open = false;  // whether the last part ends at the place before
  for (std::size_t place = 0; place <= 2 * periods.size(); ++place) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < axis.atoms.size(); ++i) {
      const Atom& atom = axis.atoms[i];
      if (atom.fact != fact || !atom.of_clause) continue;
      if (std::all_of(atom.test.bounds.begin(), atom.test.bounds.end(), [&](const ElapsedBound& bound) { return holds_at(bound, place); })) bits |= std::uint64_t{1} << i;
    }
    const bool here = std::find(patterns.begin(), patterns.end(), bits) != patterns.end();
    const bool on_edge = place % 2 == 1;
    if (here && !open) {
      parts.emplace_back();
      if (place > 0) parts.back().push_back({on_edge ? Relation::from : Relation::after, periods[(place - 1) / 2]});
    }
    if (!here && open) parts.back().push_back({on_edge ? Relation::before : Relation::until, periods[(place - 1) / 2]});
    open = here;
  }
  return parts;
}

}  // namespace crossing::engine
