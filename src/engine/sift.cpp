// Works on a private copy of the diagram in which two neighbouring levels can be swapped without touching the rest.
#include "engine/sift.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace crossing::engine {
namespace {

class Sifter {
 public:
  Sifter(const Forest& forest, Ref root) : order_(static_cast<std::size_t>(forest.levels())) {
    std::iota(order_.begin(), order_.end(), 0);
    for (int i = 0; i < forest.levels(); ++i) widths_.push_back(forest.width(i));
    std::map<Ref, int> copied;
    root_ = copy(forest, root, copied);
  }

  std::vector<int> run() {
    std::vector<int> variables(order_.size());
    std::iota(variables.begin(), variables.end(), 0);
    std::vector<int> weight(order_.size(), 0);
    for (const int node : live()) ++weight[static_cast<std::size_t>(nodes_[static_cast<std::size_t>(node)].variable)];
    std::stable_sort(variables.begin(), variables.end(),
                     [&](int a, int b) { return weight[static_cast<std::size_t>(a)] > weight[static_cast<std::size_t>(b)]; });
    for (const int variable : variables) place(variable);
    return order_;
  }

 private:
  struct Node {
    int variable;
    std::vector<int> children;  // below 0: leaves
  };

  int copy(const Forest& forest, Ref ref, std::map<Ref, int>& copied) {
    if (is_leaf(ref)) return ref;
    if (const auto known = copied.find(ref); known != copied.end()) return known->second;
    Node node{forest.level(ref), {}};
    for (int i = 0; i < forest.width(node.variable); ++i) node.children.push_back(copy(forest, forest.child(ref, i), copied));
    nodes_.push_back(std::move(node));
    return copied[ref] = static_cast<int>(nodes_.size()) - 1;
  }

  std::vector<int> live() const {
    std::vector<bool> seen(nodes_.size(), false);
    std::vector<int> open{root_}, all;
    while (!open.empty()) {
      const int node = open.back();
      open.pop_back();
      if (node < 0 || seen[static_cast<std::size_t>(node)]) continue;
      seen[static_cast<std::size_t>(node)] = true;
      all.push_back(node);
      const auto& children = nodes_[static_cast<std::size_t>(node)].children;
      open.insert(open.end(), children.begin(), children.end());
    }
    return all;
  }

  int size() const { return static_cast<int>(live().size()); }

  int find_or_add(int variable, const std::vector<int>& children, std::map<std::vector<int>, int>& known) {
    if (std::all_of(children.begin(), children.end(), [&](int c) { return c == children.front(); })) return children.front();
    const auto [entry, added] = known.emplace(children, static_cast<int>(nodes_.size()));
    if (added) nodes_.push_back({variable, children});
    return entry->second;
  }

  /// Swaps the variables at `position` and `position + 1`. Nodes keep their numbers, so what points at them stays right.
  void swap(std::size_t position) {
    const int upper = order_[position], lower = order_[position + 1];
    const auto all = live();
    std::map<std::vector<int>, int> known;  // nodes of `upper`, as they are below
    for (const int i : all) {
      const Node& node = nodes_[static_cast<std::size_t>(i)];
      if (node.variable == upper && !touches(node, lower)) known.emplace(node.children, i);
    }
    const auto upper_width = static_cast<std::size_t>(widths_[static_cast<std::size_t>(upper)]);
    const auto lower_width = static_cast<std::size_t>(widths_[static_cast<std::size_t>(lower)]);
    for (const int i : all) {
      if (nodes_[static_cast<std::size_t>(i)].variable != upper || !touches(nodes_[static_cast<std::size_t>(i)], lower)) continue;
      const std::vector<int> old = nodes_[static_cast<std::size_t>(i)].children;
      std::vector<int> fresh(lower_width);
      for (std::size_t j = 0; j < lower_width; ++j) {
        std::vector<int> below(upper_width);
        for (std::size_t k = 0; k < upper_width; ++k) {
          const bool splits = old[k] >= 0 && nodes_[static_cast<std::size_t>(old[k])].variable == lower;
          below[k] = splits ? nodes_[static_cast<std::size_t>(old[k])].children[j] : old[k];
        }
        fresh[j] = find_or_add(upper, below, known);
      }
      nodes_[static_cast<std::size_t>(i)] = {lower, std::move(fresh)};
    }
    std::swap(order_[position], order_[position + 1]);
  }

  bool touches(const Node& node, int variable) const {
    return std::any_of(node.children.begin(), node.children.end(),
                       [&](int c) { return c >= 0 && nodes_[static_cast<std::size_t>(c)].variable == variable; });
  }

  void place(int variable) {
    auto at = static_cast<std::size_t>(std::find(order_.begin(), order_.end(), variable) - order_.begin());
    std::size_t best = at;
    int smallest = size();
    const auto look = [&] {
      if (const int now = size(); now < smallest) {
        smallest = now;
        best = at;
      }
    };
    while (at + 1 < order_.size()) swap(at++), look();
    while (at > 0) swap(--at), look();
    while (at < best) swap(at++);
  }

  std::vector<Node> nodes_;
  std::vector<int> order_, widths_;
  int root_ = -1;
};

}  // namespace

std::vector<int> sift(const Forest& forest, Ref root) {
  if (forest.levels() < 2 || is_leaf(root)) {
    std::vector<int> same(static_cast<std::size_t>(forest.levels()));
    std::iota(same.begin(), same.end(), 0);
    return same;
  }
  return Sifter{forest, root}.run();
}

}  // namespace crossing::engine
