// Makes cases up: random ones that aim at both sides of every clause in turn, or every combination of chosen values.
#pragma once

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "crossing/crossing.hpp"
#include "interpret/interpreter.hpp"

namespace crossing::analysis {

struct Recipe {
  std::uint64_t seed = 1;
  double unknown = 0;  ///< chance of each fact to be stated as unknown, 0 to 1
  Case given{};        ///< what it states is in every case as it stands; no facts: nothing is given
  std::vector<std::pair<int, std::vector<Statement>>> vary{};  ///< facts, and the statements that are tried of each in turn
};

/// The same recipe and rule book give the same cases, on every machine.
class Generator {
 public:
  Generator(const RuleBook& book, Recipe recipe);

  /// The next case, with the id "case-N", in place of what `the_case` holds. Every case keeps the constraints; false if 1,000 tries
  /// made none that does. The varied facts have then moved on all the same, and the number N has not.
  bool next(Case& the_case);

  /// How many cases there are in all if facts are varied and nothing else is open; then next() goes through all combinations.
  std::uint64_t combinations() const;

  /// A clause, and whether it shall apply or just not apply. No regime: neither.
  struct Aim {
    int regime = -1, clause = -1;
    bool applies = true;
  };

  /// What the last case was made to show; it does.
  const Aim& aim() const { return aim_; }

 private:
  Code pick(std::uint64_t below) { return static_cast<Code>(random_() % below); }
  Code value_of(const Fact& fact);
  Code day_near_edges(const Fact& fact);
  void satisfy(const Regime& regime, const Condition& condition, bool wanted);
  void pass(const Condition& test, bool wanted);
  void put(int fact, Code code);
  void fix(int fact, const Statement& statement);
  void draw();
  void mend();
  bool settle(const Aim& aim);
  bool is_possible() const { return interpret::is_possible(book_.vocabulary, completion_, fixed_); }
  void write(Case& the_case);

  const RuleBook& book_;
  Recipe recipe_;
  std::mt19937_64 random_;
  std::vector<Aim> aims_;
  std::vector<std::vector<Code>> edges_;  ///< for each fact: first values after a change of some test
  std::vector<bool> fixed_;               ///< given or varied, and stated
  interpret::Completion completion_;
  std::uint64_t turn_ = 0, made_ = 0;
  Aim aim_;
};

}  // namespace crossing::analysis
