// With one thread there is nothing to hand over. With more, this thread reads and writes while the others work.
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
  std::uint64_t taken = 0, begun = 0, written = 0;  // pieces made ready, handed to a thread, put
  bool closed = false;
  std::vector<bool> done(slots(), false);
  const auto serve = [&](int thread) {
    std::unique_lock lock{mutex};
    while (true) {
      changed.wait(lock, [&] { return begun < taken || closed; });
      if (begun == taken) return;
      const auto slot = static_cast<std::size_t>(begun++ % slots());
      lock.unlock();
      work(thread, slot);
      lock.lock();
      done[slot] = true;
      changed.notify_all();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < threads_; ++i) threads.emplace_back(serve, i);
  bool more = true, wanted = true;
  while (wanted && (more || written < taken)) {
    if (more && taken - written < slots()) {
      more = take(static_cast<std::size_t>(taken % slots()));
      if (!more) continue;
      const std::lock_guard lock{mutex};
      ++taken;
      changed.notify_all();
      continue;
    }
    const auto slot = static_cast<std::size_t>(written % slots());
    std::unique_lock lock{mutex};
    changed.wait(lock, [&] { return done[slot]; });
    done[slot] = false;
    lock.unlock();
    wanted = put(slot);
    ++written;
  }
  {
    const std::lock_guard lock{mutex};
    begun = taken;  // what nobody wants any more is not begun
    closed = true;
    changed.notify_all();
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace crossing::batch
