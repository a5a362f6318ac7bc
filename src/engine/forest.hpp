// Reduced ordered multi-valued decision diagrams that share their nodes: making nodes and combining diagrams.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

namespace crossing::engine {

/// A diagram: a node (0 and up) or a terminal (below 0, see leaf()).
using Ref = std::int32_t;

constexpr Ref leaf(int value) { return -1 - value; }
constexpr bool is_leaf(Ref ref) { return ref < 0; }
constexpr int leaf_value(Ref ref) { return -1 - ref; }

inline constexpr Ref kFalse = leaf(0);
inline constexpr Ref kTrue = leaf(1);

/// A hash of a list of diagrams; `seed` tells apart what must not be alike.
std::uint64_t hash_of(std::span<const Ref> refs, std::uint64_t seed);

/// INVARIANT: no node has all children equal, and no two nodes of a forest are alike; so equal functions are equal Refs.
class Forest {
 public:
  /// `widths`: the number of cells on each level, level 0 first (the root's).
  explicit Forest(std::vector<int> widths) : widths_(std::move(widths)) {}

  const std::vector<int>& widths() const { return widths_; }
  int levels() const { return static_cast<int>(widths_.size()); }
  int width(int level) const { return widths_[static_cast<std::size_t>(level)]; }
  /// Terminals lie below every level.
  int level(Ref ref) const { return is_leaf(ref) ? levels() : nodes_[static_cast<std::size_t>(ref)].level; }
  Ref child(Ref ref, int cell) const {
    return children_[static_cast<std::size_t>(nodes_[static_cast<std::size_t>(ref)].first + cell)];
  }
  /// Child of `ref` at `level`; a diagram that skips the level is its own child there.
  Ref down(Ref ref, int at_level, int cell) const { return level(ref) == at_level ? child(ref, cell) : ref; }

  Ref node(int level, std::span<const Ref> children);

  /// The diagram of op(a, b), where op combines the values of two leaves.
  Ref apply(Ref a, Ref b, const std::function<int(int, int)>& op);
  Ref both(Ref a, Ref b);
  Ref either(Ref a, Ref b);
  Ref opposite(Ref a);

  /// Number of nodes under `root`, terminals left out.
  int size(Ref root) const;

 private:
  struct Node {
    int level, first;
  };
  using Memo = std::unordered_map<std::uint64_t, Ref>;

  Ref apply(Ref a, Ref b, const std::function<int(int, int)>& op, Memo& memo);

  std::vector<int> widths_;
  std::vector<Node> nodes_;
  std::vector<Ref> children_;
  std::unordered_multimap<std::uint64_t, Ref> unique_;
  Memo and_, or_;
};

}  // namespace crossing::engine
