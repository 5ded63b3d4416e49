#include "krepis/behaviors/breaker_switch.h"

#include <algorithm>

namespace krepis {

using TimePoint = WaitableClock::TimePoint;

FailureWindow::FailureWindow(WaitableClock::Duration span) noexcept
    : width_(std::max<int64_t>(1, span.count() / int64_t{kSlices})) {}

void FailureWindow::Record(TimePoint now, bool failed) noexcept {
  Advance(now);
  Counts& slice = slices_[static_cast<uint64_t>(newest_) % kSlices];
  ++slice.total;
  ++totals_.total;
  slice.failed += failed ? 1 : 0;
  totals_.failed += failed ? 1 : 0;
}

FailureWindow::Counts FailureWindow::Read(TimePoint now) noexcept {
  Advance(now);
  return totals_;
}

void FailureWindow::Clear() noexcept {
  slices_.fill({});
  totals_ = {};
}

void FailureWindow::Advance(TimePoint now) noexcept {
  const int64_t slice = now.time_since_epoch().count() / width_;
  if (slice <= newest_) return;
  const uint64_t passed = static_cast<uint64_t>(slice) - static_cast<uint64_t>(newest_);
  if (passed >= kSlices) {
    Clear();
  } else {
    for (uint64_t i = 1; i <= passed; ++i) {
      Counts& old = slices_[(static_cast<uint64_t>(newest_) + i) % kSlices];
      totals_.total -= old.total;
      totals_.failed -= old.failed;
      old = {};
    }
  }
  newest_ = slice;
}

BreakerSwitch::BreakerSwitch(const BreakerOptions& options) noexcept
    : failure_ratio_(options.failure_ratio),
      minimum_throughput_(std::max(1U, options.minimum_throughput)),
      probes_(std::max(1U, options.probes)),
      break_duration_(options.break_duration),
      window_(options.window) {}

BreakerSwitch::Permit BreakerSwitch::Admit(TimePoint now) noexcept {
  uint64_t phase = phase_.load(std::memory_order_acquire);
  if (StateOf(phase) == State::kClosed) return {true, phase};

  std::lock_guard lock(mutex_);
  if (state() == State::kOpen && now >= until_) BeginProbing(now);
  if (state() == State::kHalfOpen) {
    // Probes that do not come back must not keep it half-open for ever.
    if (probes_out_ + probes_succeeded_ >= probes_ && now >= until_) BeginProbing(now);
    if (probes_out_ + probes_succeeded_ >= probes_) return {};
    ++probes_out_;
  }
  phase = phase_.load(std::memory_order_relaxed);
  return {StateOf(phase) != State::kOpen, phase};
}

void BreakerSwitch::Settle(const Permit& permit, Verdict verdict, TimePoint now) noexcept {
  if (!permit.admitted) return;
  if (verdict == Verdict::kUndecided && StateOf(permit.phase) == State::kClosed) return;
  std::lock_guard lock(mutex_);
  if (permit.phase != phase_.load(std::memory_order_relaxed)) return;
  if (state() == State::kClosed) {
    window_.Record(now, verdict == Verdict::kFailed);
    const FailureWindow::Counts counts = window_.Read(now);
    if (verdict == Verdict::kFailed && counts.total >= minimum_throughput_ &&
        static_cast<double>(counts.failed) >= failure_ratio_ * static_cast<double>(counts.total)) {
      Trip(now);
    }
    return;
  }
  --probes_out_;
  if (verdict == Verdict::kFailed) {
    Trip(now);
  } else if (verdict == Verdict::kSucceeded && ++probes_succeeded_ == probes_) {
    window_.Clear();
    Change(State::kClosed);
  }
}

void BreakerSwitch::Change(State state) noexcept {
  const uint64_t count = phase_.load(std::memory_order_relaxed) >> kStateBits;
  phase_.store((count + 1) << kStateBits | static_cast<uint64_t>(state), std::memory_order_release);
}

void BreakerSwitch::Trip(TimePoint now) noexcept {
  until_ = WaitableClock::After(now, std::max(break_duration_, WaitableClock::Duration::zero()));
  trips_.fetch_add(1, std::memory_order_relaxed);
  Change(State::kOpen);
}

void BreakerSwitch::BeginProbing(TimePoint now) noexcept {
  until_ = WaitableClock::After(now, std::max(break_duration_, WaitableClock::Duration::zero()));
  probes_out_ = 0;
  probes_succeeded_ = 0;
  Change(State::kHalfOpen);
}

std::string_view Name(BreakerSwitch::State state) noexcept {
  switch (state) {
    case BreakerSwitch::State::kClosed:
      return "closed";
    case BreakerSwitch::State::kOpen:
      return "open";
    case BreakerSwitch::State::kHalfOpen:
      return "half-open";
  }
  return "unknown";
}

}  // namespace krepis
