#pragma once

#include <cstdint>

namespace krepis {

/// Where the standard behaviours get ids and jitter from. Implementations are thread-safe.
class RandomSource {
 public:
  virtual ~RandomSource() = default;

  /// 64 bits, evenly distributed.
  virtual uint64_t Next() noexcept = 0;
};

/// A fast generator per thread (xoshiro256**, Blackman and Vigna 2018), seeded by the system.
///
/// Unique enough for ids, not for secrets: who sees some of its numbers can work out others. A
/// forked child repeats the numbers of its parent's thread.
class SystemRandom final : public RandomSource {
 public:
  /// The one to use where none is injected.
  static SystemRandom& Instance() noexcept;

  uint64_t Next() noexcept override;
};

}  // namespace krepis
