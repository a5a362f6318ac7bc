// No thread waits while there is a piece to take, to work on or to put: so two threads do the work of two.
#include "batch/pipeline.hpp"

#include <condition_variable>
#include <cstdint>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

namespace crossing::batch {

void Pipeline::run(const std::function<bool(std::size_t)>& take, const std::function<void(int, std::size_t)>& work, const std::function<bool(int, std::size_t)>& put) const {
  if (threads_ == 1) {
    while (take(0)) {
      work(0, 0);
      if (!put(0, 0)) return;
    }
    return;
  }
  std::mutex mutex;
  std::condition_variable changed;
  std::uint64_t taken = 0, written = 0;
  bool taking = false, putting = false, more = true, wanted = true;
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> done(slots(), kNone);  // at the number of a piece modulo slots(): its slot, once it waits to be put
  // Each thread has slots of its own, and takes the one that was given back last: that is still in its cache.
  std::vector<std::vector<std::size_t>> free(static_cast<std::size_t>(threads_));
  for (std::size_t slot = slots(); slot-- > 0;) free[slot / kEach].push_back(slot);
  const auto serve = [&](int thread) {
    auto& own = free[static_cast<std::size_t>(thread)];
    std::unique_lock lock{mutex};
    while (true) {
      if (const auto slot = done[written % slots()]; wanted && !putting && slot != kNone) {
        putting = true;
        lock.unlock();
        const bool goes_on = put(thread, slot);
        lock.lock();
        putting = false;
        done[written++ % slots()] = kNone;
        free[slot / kEach].push_back(slot);
        wanted = goes_on;
        changed.notify_all();
        continue;
      }
      // Whoever works on an earlier piece, or puts one, sees to those that are done by then.
      if (!wanted || !more) return;
      if (taking || own.empty()) {
        changed.wait(lock);
        continue;
      }
      const auto slot = own.back();
      own.pop_back();
      taking = true;
      lock.unlock();
      const bool is_there = take(slot);
      lock.lock();
      taking = false;
      more = is_there;
      const auto piece = taken++;
      changed.notify_all();
      if (!is_there) continue;
      lock.unlock();
      work(thread, slot);
      lock.lock();
      done[piece % slots()] = slot;
    }
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads_; ++i) others.emplace_back(serve, i);
  serve(0);
  for (auto& other : others) other.join();
}

}  // namespace crossing::batch
