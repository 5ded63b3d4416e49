#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <string_view>

#include "krepis/waitable_clock.h"

namespace krepis {

/// How many calls there were in the last while, and how many of them failed: a ring of time slices
/// with running totals. Not thread-safe.
class FailureWindow {
 public:
  static constexpr size_t kSlices = 10;
  struct Counts {
    uint64_t total = 0;
    uint64_t failed = 0;
    bool operator==(const Counts&) const = default;
  };

  /// Forgets what is older than `span` (at least kSlices nanoseconds), a slice at a time.
  explicit FailureWindow(WaitableClock::Duration span) noexcept;

  /// A time before the latest one counts as the latest one.
  void Record(WaitableClock::TimePoint now, bool failed) noexcept;
  Counts Read(WaitableClock::TimePoint now) noexcept;
  void Clear() noexcept;

 private:
  void Advance(WaitableClock::TimePoint now) noexcept;

  const int64_t width_;  // of a slice, nanoseconds
  int64_t newest_ = std::numeric_limits<int64_t>::min();
  std::array<Counts, kSlices> slices_{};
  Counts totals_;
};

/// When calls are let through, by how earlier ones went.
struct BreakerOptions {
  /// Opens at a failure when at least this part of the calls within `window` failed. Nothing above
  /// 1 (or NaN) is ever reached.
  double failure_ratio = 0.5;
  /// Fewer calls than this within `window` say nothing; at least 1.
  uint32_t minimum_throughput = 10;
  WaitableClock::Duration window = std::chrono::seconds(30);
  /// How long it stays open before it lets probes through; also how long it waits for those to end
  /// before it sends others.
  WaitableClock::Duration break_duration = std::chrono::seconds(30);
  /// How many probes go through when half-open; all of them must succeed to close it, at least 1.
  uint32_t probes = 1;
};

/// A circuit breaker without the circuit: closed (all pass), open (none), half-open (probes).
///
/// Thread-safe. While closed, Admit is one atomic load; all else takes a mutex for a few
/// instructions. Nothing allocates.
class BreakerSwitch {
 public:
  enum class State : uint8_t { kClosed, kOpen, kHalfOpen };
  enum class Verdict : uint8_t {
    kSucceeded,
    kFailed,
    kUndecided,  ///< says nothing about what is behind the breaker: refused, cancelled
  };
  /// The right to one call, to be given back once with Settle.
  struct Permit {
    bool admitted = false;
    uint64_t phase = 0;
  };

  explicit BreakerSwitch(const BreakerOptions& options) noexcept;

  Permit Admit(WaitableClock::TimePoint now) noexcept;
  /// What became of an admitted call. One that was admitted before the switch last changed is
  /// ignored: a late failure from before the break says nothing about the recovery.
  void Settle(const Permit& permit, Verdict verdict, WaitableClock::TimePoint now) noexcept;

  /// Open stays open here until someone asks for admission after the break.
  State state() const noexcept { return StateOf(phase_.load(std::memory_order_acquire)); }
  /// How often it has opened.
  uint64_t trips() const noexcept { return trips_.load(std::memory_order_relaxed); }

 private:
  static constexpr uint64_t kStateBits = 2;
  static State StateOf(uint64_t phase) noexcept {
    return static_cast<State>(phase & ((1 << kStateBits) - 1));
  }
  void Change(State state) noexcept;
  void Trip(WaitableClock::TimePoint now) noexcept;
  void BeginProbing(WaitableClock::TimePoint now) noexcept;

  const double failure_ratio_;
  const uint32_t minimum_throughput_;
  const uint32_t probes_;
  const WaitableClock::Duration break_duration_;

  /// A counter of changes, and the state in its lowest bits. Written under the mutex.
  std::atomic<uint64_t> phase_{0};
  std::atomic<uint64_t> trips_{0};

  std::mutex mutex_;
  FailureWindow window_;
  WaitableClock::TimePoint until_{};  // of the break, or of the probing
  uint32_t probes_out_ = 0;
  uint32_t probes_succeeded_ = 0;
};

/// "closed", "open", "half-open".
std::string_view Name(BreakerSwitch::State state) noexcept;

}  // namespace krepis
