// The letters that automata read: what a case leaves of one fact, or of two that belong together, as a small number.
#pragma once

#include <map>
#include <unordered_map>

#include "engine/axis.hpp"

namespace crossing::batch {

using engine::Cells;

/// What a case leaves of a fact: for a boolean or an enum a bit for each value, otherwise a stretch of codes.
struct Left {
  std::uint64_t values = 0;
  Span span{};

  friend bool operator==(const Left&, const Left&) = default;
};

/// Whether what is left of this fact is kept as bits.
inline bool has_bits(const Fact& fact) { return fact.type == FactType::boolean || fact.type == FactType::enumeration; }

/// Everything that the fact can be.
Left whole(const Fact& fact);

/// One axis, cut so finely that every program which reads these facts can tell its own cells by it.
class Variable {
 public:
  /// `axis`: the bases, and every atom that some program has on them. Not usable if that makes more than 64 cells, or more values
  /// of an enum than a Left can hold.
  Variable(const Vocabulary& vocabulary, engine::Axis axis);

  bool usable() const { return usable_; }
  const std::vector<int>& bases() const { return axis_.bases; }
  int width() const { return axis_.width; }

  /// The letter for what is left of each fact of the vocabulary. Letters below width() name a single cell, width() all of them.
  int letter(const std::vector<Left>& left);

  Cells cells(int letter) const { return cells_[static_cast<std::size_t>(letter)]; }

  /// For an axis of a program on the same facts: its cell for each cell here.
  std::vector<int> cells_of(const engine::Axis& other) const;

 private:
  int letter_of(Cells cells);
  Cells reachable(const std::vector<Left>& left) const;
  int cell_at(const std::vector<Code>& values) const;
  std::optional<Code> only(std::size_t base, const Left& left) const;

  const Vocabulary* vocabulary_;
  engine::Axis axis_;
  bool usable_ = false;
  std::vector<bool> bits_;             ///< for each base
  std::vector<Left> full_;
  std::vector<std::uint8_t> table_;    ///< one base: the cell of each code, from the first of its range
  std::unordered_map<std::uint64_t, int> cell_by_pattern_;
  std::vector<Cells> cells_;           ///< of each letter
  std::unordered_map<Cells, int> letters_;
  std::map<std::vector<std::uint64_t>, int> seen_;  ///< what was left before of facts that are open in part
};

}  // namespace crossing::batch
