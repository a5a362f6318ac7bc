// No thread waits while there is a piece to take, to work on or to put: so two threads do the work of two.
#include "batch/pipeline.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace crossing::batch {

void Pipeline::run(const std::function<bool(std::size_t)>& take, const std::function<void(int, std::size_t)>& work, const std::function<bool(std::size_t)>& put) const {
  if (threads_ == 1) {
    while (take(0)) {
      work(0, 0);
      if (!put(0)) return;
    }
    return;
  }
  std::mutex mutex;
  std::condition_variable changed;
  std::uint64_t taken = 0, written = 0;
  bool taking = false, putting = false, more = true, wanted = true;
  std::vector<bool> done(slots(), false);
  const auto slot_of = [this](std::uint64_t piece) { return static_cast<std::size_t>(piece % slots()); };
  const auto serve = [&](int thread) {
    std::unique_lock lock{mutex};
    while (true) {
      if (wanted && !putting && done[slot_of(written)]) {
        const auto slot = slot_of(written);
        putting = true;
        lock.unlock();
        const bool goes_on = put(slot);
        lock.lock();
        putting = false;
        done[slot] = false;
        ++written;
        wanted = goes_on;
        changed.notify_all();
        continue;
      }
      // Whoever works on an earlier piece, or puts one, sees to those that are done by then.
      if (!wanted || !more) return;
      if (taking || taken - written == slots()) {
        changed.wait(lock);
        continue;
      }
      const auto slot = slot_of(taken);
      taking = true;
      lock.unlock();
      const bool is_there = take(slot);
      lock.lock();
      taking = false;
      more = is_there;
      taken += is_there ? 1 : 0;
      changed.notify_all();
      if (!is_there) continue;
      lock.unlock();
      work(thread, slot);
      lock.lock();
      done[slot] = true;
    }
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads_; ++i) others.emplace_back(serve, i);
  serve(0);
  for (auto& other : others) other.join();
}

}  // namespace crossing::batch
