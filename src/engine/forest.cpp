// Reduction happens in node(); everything else is recursion with a memory.
#include "engine/forest.hpp"

#include <algorithm>

namespace crossing::engine {
namespace {

std::uint64_t pair_key(Ref a, Ref b) { return (std::uint64_t{static_cast<std::uint32_t>(a)} << 32) | static_cast<std::uint32_t>(b); }

}  // namespace

std::uint64_t hash_of(std::span<const Ref> refs, std::uint64_t seed) {
  std::uint64_t h = seed + 0x9e3779b97f4a7c15ULL;
  for (const Ref ref : refs) h = (h ^ static_cast<std::uint32_t>(ref)) * 0x100000001b3ULL + (h >> 29);
  return h;
}

Ref Forest::node(int level, std::span<const Ref> children) {
  if (std::all_of(children.begin(), children.end(), [&](Ref ref) { return ref == children.front(); })) return children.front();
  const auto key = hash_of(children, static_cast<std::uint64_t>(level));
  const auto [begin, end] = unique_.equal_range(key);
  for (auto it = begin; it != end; ++it) {
    const Node& known = nodes_[static_cast<std::size_t>(it->second)];
    if (known.level == level && std::equal(children.begin(), children.end(), children_.begin() + known.first)) return it->second;
  }
  const auto ref = static_cast<Ref>(nodes_.size());
  nodes_.push_back({level, static_cast<int>(children_.size())});
  children_.insert(children_.end(), children.begin(), children.end());
  unique_.emplace(key, ref);
  return ref;
}

Ref Forest::apply(Ref a, Ref b, const std::function<int(int, int)>& op) {
  Memo memo;
  return apply(a, b, op, memo);
}

Ref Forest::apply(Ref a, Ref b, const std::function<int(int, int)>& op, Memo& memo) {
  if (is_leaf(a) && is_leaf(b)) return leaf(op(leaf_value(a), leaf_value(b)));
  const auto key = pair_key(a, b);
  if (const auto known = memo.find(key); known != memo.end()) return known->second;
  const int top = std::min(level(a), level(b));
  std::vector<Ref> children(static_cast<std::size_t>(width(top)));
  for (std::size_t i = 0; i < children.size(); ++i)
    children[i] = apply(down(a, top, static_cast<int>(i)), down(b, top, static_cast<int>(i)), op, memo);
  return memo[key] = node(top, children);
}

Ref Forest::both(Ref a, Ref b) {
  if (a == kFalse || b == kFalse) return kFalse;
  if (a == kTrue) return b;
  if (b == kTrue || a == b) return a;
  return apply(a, b, [](int x, int y) { return x & y; }, and_);
}

Ref Forest::either(Ref a, Ref b) {
  if (a == kTrue || b == kTrue) return kTrue;
  if (a == kFalse) return b;
  if (b == kFalse || a == b) return a;
  return apply(a, b, [](int x, int y) { return x | y; }, or_);
}

Ref Forest::opposite(Ref a) { return apply(a, kTrue, [](int x, int) { return 1 - x; }); }

int Forest::size(Ref root) const {
  std::vector<bool> seen(nodes_.size(), false);
  std::vector<Ref> open{root};
  int count = 0;
  while (!open.empty()) {
    const Ref ref = open.back();
    open.pop_back();
    if (is_leaf(ref) || seen[static_cast<std::size_t>(ref)]) continue;
    seen[static_cast<std::size_t>(ref)] = true;
    ++count;
    for (int i = 0; i < width(level(ref)); ++i) open.push_back(child(ref, i));
  }
  return count;
}

}  // namespace crossing::engine
