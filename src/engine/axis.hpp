// One variable of a decision diagram: a reading, or one or two base facts cut into the cells that the conditions can tell apart.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "crossing/finding.hpp"

namespace crossing::engine {

/// A bit for each cell of an axis. INVARIANT: no axis has more than 64 cells; make_cells() sees to it.
using Cells = std::uint64_t;

/// The codes a base fact can have in a case: disjoint spans in order.
using Allowed = std::vector<Span>;

/// A test of a base fact or of one derived from it, as some condition states it.
struct Atom {
  int fact = -1;
  Test test{};
  bool of_clause = true;  ///< some clause states it; false: only an only_if or a constraint does

  friend bool operator==(const Atom& a, const Atom& b) { return a.fact == b.fact && a.test == b.test; }
};

/// The base facts that a fact follows from; of a base fact itself.
std::vector<int> bases_of(const Vocabulary& vocabulary, int fact);

/// How a day stands to the edge that a bound names.
constexpr bool holds(Relation relation, Code day, Code edge) {
  switch (relation) {
    case Relation::before: return day < edge;
    case Relation::until: return day <= edge;
    case Relation::from: return day >= edge;
    case Relation::after: break;
  }
  return day > edge;
}

struct Axis {
  int reading = -1;          ///< a reading: its cells are its options, and the rest is empty
  std::vector<int> bases{};    ///< otherwise one base fact, or two that a derived fact or an order links
  bool ordered = false;      ///< two dates of which bases[0] is not after bases[1]
  std::vector<Atom> atoms{};
  std::vector<std::uint64_t> cells{};  ///< for each cell the atoms that are true in it, a bit each
  int width = 0;                     ///< number of cells or options
};

/// Cuts the axis into cells: every combination of atoms that some values of its facts can make true. False if there are more than 64.
bool make_cells(const Vocabulary& vocabulary, Axis& axis);

/// For each cell values of the bases that lie in it.
std::vector<std::vector<Code>> examples(const Vocabulary& vocabulary, const Axis& axis);

/// The cells that the allowed codes of its facts (one list for each base) can reach.
Cells reachable(const Vocabulary& vocabulary, const Axis& axis, const std::vector<const Allowed*>& allowed);

/// For base `which` of a two-fact axis: the sets of cells between which that fact alone can move, the other being held fixed.
std::vector<Cells> alone(const Vocabulary& vocabulary, const Axis& axis, std::size_t which, const std::vector<const Allowed*>& allowed);

/// These tell what clauses can see of a fact; atoms that only an only_if or a constraint states do not count.
///
/// The values of `fact`, tested on this axis, in the given cells, stretch by stretch: a base fact as spans of its allowed codes, a
/// derived fact as spans of its own codes. Values that no test of the fact tells apart come together.
std::vector<Span> values_in(const Vocabulary& vocabulary, const Axis& axis, int fact, Cells cells, Cells possible, const std::vector<const Allowed*>& allowed);

/// The same for elapsed time: the bounds that describe each part.
std::vector<std::vector<ElapsedBound>> bounds_in(const Axis& axis, int fact, Cells cells);

/// Whether the cells show the fact in fewer ways than `possible` does.
bool narrows(const Axis& axis, int fact, Cells cells, Cells possible);

/// The atoms that hold of the values, a bit each.
std::uint64_t pattern(const Vocabulary& vocabulary, const Axis& axis, const std::vector<Code>& values);

/// Whether the atom holds of the values of the axis' bases.
bool holds(const Vocabulary& vocabulary, const Axis& axis, const Atom& atom, const std::vector<Code>& values);

}  // namespace crossing::engine
