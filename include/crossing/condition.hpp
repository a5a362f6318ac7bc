// Conditions as loaded: a tree of tests with every name already an index. rules/README.md section 3 gives the meaning.
#pragma once

#include <vector>

#include "crossing/date.hpp"

namespace crossing {

/// How elapsed time is bounded: B against A + period.
enum class Relation { before, until, from, after };

struct ElapsedBound {
  Relation relation{};
  Period period{};

  friend bool operator==(const ElapsedBound&, const ElapsedBound&) = default;
};

/// What is asked of one fact. A fact with codes: the code lies in one of `spans`. Elapsed time: every bound holds.
struct Test {
  std::vector<Span> spans{};
  std::vector<ElapsedBound> bounds{};

  friend bool operator==(const Test&, const Test&) = default;
};

/// A node of a condition. An `all` without parts is true, an `any` without parts false.
struct Condition {
  enum class Kind { all, any, negation, test, term, reading };

  Kind kind = Kind::all;
  std::vector<Condition> parts{};  ///< all, any: any number; negation: one
  int subject = -1;              ///< test: fact; term: term; reading: reading (indices)
  int option = -1;               ///< reading: the option that must be chosen
  Test test{};                     ///< test only

  friend bool operator==(const Condition&, const Condition&) = default;
};

}  // namespace crossing
