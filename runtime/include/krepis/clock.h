#pragma once

#include <chrono>

namespace krepis {

/// Where an execution reads the time. Replaced in tests by one that the test moves.
/// Implementations are thread-safe.
class Clock {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  virtual ~Clock() = default;
  virtual TimePoint Now() const noexcept = 0;
};

}  // namespace krepis
