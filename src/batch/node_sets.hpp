// Lists of nodes, each kept once and found again by what it holds.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/forest.hpp"

namespace crossing::batch {

/// All lists stand one after another: tens of thousands are made while a run begins, and a place of its own for each would take longer than
/// the making.
class NodeSets {
 public:
  /// The index of this list, and whether it is new. Indices count from 0 in the order in which lists came.
  std::pair<std::size_t, bool> add(std::span<const engine::Ref> nodes);

  /// Good until the next add().
  std::span<const engine::Ref> operator[](std::size_t index) const { return {nodes_.data() + kept_[index].begin, kept_[index].size}; }

  std::size_t size() const { return kept_.size(); }
  void clear();

 private:
  struct Kept {
    std::size_t begin = 0;  ///< in nodes_
    std::uint32_t size = 0, hash = 0;
  };

  void grow();

  std::vector<engine::Ref> nodes_;
  std::vector<Kept> kept_;
  std::vector<std::uint32_t> slots_;  ///< indices from 1 by their hashes, 0: free; a power of two of them, at least half free
};

}  // namespace crossing::batch
