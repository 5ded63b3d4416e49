#pragma once

#include <cmath>
#include <cstdint>

namespace krepis::bench {

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
class Random {
 public:
  uint64_t Next() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  /// In [0, 1).
  double Real() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(Real() * bound); }
  /// Below `bound`, small ones much more often.
  uint32_t Popular(uint32_t bound) { return static_cast<uint32_t>(std::pow(Real(), 4) * bound); }

 private:
  uint64_t state_ = 1;
};

}  // namespace krepis::bench
