// Pieces through several threads and out again in their order.
#pragma once

#include <functional>

namespace crossing::batch {

/// Runs `work(thread, slot)` for pieces 0, 1, 2 … on `threads` threads, this one among them. `take` makes the next piece ready in the slot
/// and gives false when there is none; `put(thread, slot)` takes its result, in the order of pieces, and gives false to stop. Each of the two
/// is called by one thread at a time, whichever has nothing else to do. So many pieces are under way as there are slots; a slot is free again
/// once its piece was put.
class Pipeline {
 public:
  explicit Pipeline(int threads) : threads_(threads) {}

  std::size_t slots() const { return static_cast<std::size_t>(threads_) * kEach; }
  int threads() const { return threads_; }

  void run(const std::function<bool(std::size_t slot)>& take, const std::function<void(int thread, std::size_t slot)>& work,
           const std::function<bool(int thread, std::size_t slot)>& put) const;

 private:
  static constexpr std::size_t kEach = 4;  ///< so many slots has each thread

  int threads_;
};

}  // namespace crossing::batch
