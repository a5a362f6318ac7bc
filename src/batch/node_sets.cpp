// A table of hashes with open places.
#include "batch/node_sets.hpp"

#include <algorithm>

namespace crossing::batch {

std::pair<std::size_t, bool> NodeSets::add(std::span<const engine::Ref> nodes) {
  if (slots_.size() < 2 * (kept_.size() + 1)) grow();
  const auto hash = static_cast<std::uint32_t>(engine::hash_of(nodes, 0));
  std::size_t slot = hash & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const std::size_t index = slots_[slot] - 1;
    if (kept_[index].hash == hash && std::ranges::equal((*this)[index], nodes)) return {index, false};
  }
  kept_.push_back({nodes_.size(), static_cast<std::uint32_t>(nodes.size()), hash});
  nodes_.insert(nodes_.end(), nodes.begin(), nodes.end());
  slots_[slot] = static_cast<std::uint32_t>(kept_.size());
  return {kept_.size() - 1, true};
}

void NodeSets::grow() {
  slots_.assign(std::max<std::size_t>(16, 2 * slots_.size()), 0);
  for (std::size_t index = 0; index < kept_.size(); ++index) {
    std::size_t slot = kept_[index].hash & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<std::uint32_t>(index + 1);
  }
}

void NodeSets::clear() {
  nodes_.clear();
  kept_.clear();
  std::fill(slots_.begin(), slots_.end(), 0);
}

}  // namespace crossing::batch
