// Looks for an order of levels in which a diagram is small.
#pragma once

#include "engine/forest.hpp"

namespace crossing::engine {

/// Moves each level in turn to the place where the diagram of `root` is smallest, the widest levels first (Rudell's sifting).
/// Gives the levels of `forest` in their new order.
std::vector<int> sift(const Forest& forest, Ref root);

}  // namespace crossing::engine
