// Pieces through several threads and out again in their order.
#pragma once

#include <functional>

namespace crossing::batch {

/// Runs `work(thread, piece)` for pieces 0, 1, 2 … on `threads` threads. `take` (called on this thread) makes the next piece ready and
/// gives false when there is none; `put` (on this thread, in the order of pieces) takes its result and gives false to stop. No more
/// than two pieces a thread are under way, and a piece's slot (its number modulo slots()) is free again once it was put.
class Pipeline {
 public:
  explicit Pipeline(int threads) : threads_(threads) {}

  std::size_t slots() const { return static_cast<std::size_t>(threads_) * 2; }
  int threads() const { return threads_; }

  void run(const std::function<bool(std::size_t slot)>& take, const std::function<void(int thread, std::size_t slot)>& work,
           const std::function<bool(std::size_t slot)>& put) const;

 private:
  int threads_;
};

}  // namespace crossing::batch
