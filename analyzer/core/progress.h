#pragma once

#include <atomic>
#include <cstdint>

namespace krepis::analyzer {

/// How far an analysis is. It writes, and whoever shows it reads from another thread; what is read
/// may be of two moments, which nobody sees. Costs the analysis an increment per file.
class Progress {
 public:
  struct State {
    const char* phase;  // nullptr: nothing has begun
    uint64_t done;
    uint64_t total;  // 0: not known
  };

  /// `phase` is a literal: what is being done, for a reader.
  void Begin(const char* phase, uint64_t total = 0) {
    done_.store(0, std::memory_order_relaxed);
    total_.store(total, std::memory_order_relaxed);
    phase_.store(phase, std::memory_order_release);
  }
  void Advance() { done_.fetch_add(1, std::memory_order_relaxed); }

  State Now() const {
    return {phase_.load(std::memory_order_acquire), done_.load(std::memory_order_relaxed),
            total_.load(std::memory_order_relaxed)};
  }

 private:
  std::atomic<const char*> phase_ = nullptr;
  std::atomic<uint64_t> done_ = 0;
  std::atomic<uint64_t> total_ = 0;
};

}  // namespace krepis::analyzer
