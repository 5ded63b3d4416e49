#pragma once

#include <cstdint>

#include "krepis/behaviors/random_source.h"
#include "krepis/waitable_clock.h"

namespace krepis {

/// How long to wait before trying again.
struct BackoffOptions {
  enum class Growth : uint8_t {
    kExponential,  ///< base, 2 base, 4 base, …
    kConstant,     ///< base, base, base, …
  };
  enum class Jitter : uint8_t {
    kFull,  ///< evenly between nothing and the delay, so that those who failed together spread
    kNone,
  };

  Growth growth = Growth::kExponential;
  Jitter jitter = Jitter::kFull;
  WaitableClock::Duration base = std::chrono::milliseconds(100);
  WaitableClock::Duration cap = std::chrono::seconds(10);
};

/// The longest wait before retry `retry` (0 is the first): min(cap, base * 2^retry), computed
/// without overflow. Zero where base or cap is zero or less.
WaitableClock::Duration BackoffCeiling(const BackoffOptions& options, uint32_t retry) noexcept;

/// The wait before retry `retry`: with full jitter evenly in [0, ceiling] (Brooker, "Exponential
/// Backoff And Jitter", 2015), else the ceiling.
WaitableClock::Duration BackoffDelay(const BackoffOptions& options, uint32_t retry,
                                     RandomSource& random) noexcept;

}  // namespace krepis
