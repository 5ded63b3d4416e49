#include "krepis/behaviors/random_source.h"

#include <array>
#include <bit>
#include <chrono>
#include <random>

namespace krepis {
namespace {

/// SplitMix64 (Steele, Lea and Flood 2014): spreads what it is given over all bits.
uint64_t Spread(uint64_t value) noexcept {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

class Xoshiro256 {
 public:
  Xoshiro256() noexcept {
    // Should the system have no randomness to give, the time and this object's address still differ
    // between processes and threads.
    uint64_t chained =
        static_cast<uint64_t>(std::chrono::high_resolution_clock::now().time_since_epoch().count());
    chained = Spread(chained ^ reinterpret_cast<uintptr_t>(this));
    try {
      std::random_device device;
      for (uint64_t& word : state_) {
        word = uint64_t{device()} << 32 | device();
      }
    } catch (...) {
    }
    for (uint64_t& word : state_) {
      chained = Spread(chained ^ word);
      word = chained;  // all four zero, which the generator cannot leave, is out of reach
    }
  }

  uint64_t Next() noexcept {
    const uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

 private:
  std::array<uint64_t, 4> state_{};
};

}  // namespace

SystemRandom& SystemRandom::Instance() noexcept {
  static SystemRandom random;
  return random;
}

uint64_t SystemRandom::Next() noexcept {
  thread_local Xoshiro256 generator;
  return generator.Next();
}

}  // namespace krepis
