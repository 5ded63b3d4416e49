#include "krepis/behaviors/backoff.h"

#include <algorithm>

namespace krepis {

using Duration = WaitableClock::Duration;

Duration BackoffCeiling(const BackoffOptions& options, uint32_t retry) noexcept {
  const Duration base = options.base;
  const Duration cap = options.cap;
  if (base <= Duration::zero() || cap <= Duration::zero()) return Duration::zero();
  if (options.growth == BackoffOptions::Growth::kConstant) return std::min(base, cap);
  // base * 2^retry > cap, without computing the left side.
  if (retry >= 63 || base.count() > (cap.count() >> retry)) return cap;
  return base * (int64_t{1} << retry);
}

Duration BackoffDelay(const BackoffOptions& options, uint32_t retry,
                      RandomSource& random) noexcept {
  const Duration ceiling = BackoffCeiling(options, retry);
  if (options.jitter == BackoffOptions::Jitter::kNone || ceiling == Duration::zero()) {
    return ceiling;
  }
  // Favours short waits by one part in 2^64 / ceiling: for an hour, less than 10^-6.
  const uint64_t choices = static_cast<uint64_t>(ceiling.count()) + 1;
  return Duration(static_cast<int64_t>(random.Next() % choices));
}

}  // namespace krepis
