#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "krepis/behaviors/random_source.h"

namespace krepis {

namespace internal {
/// Fills `bytes`, a multiple of 8 of them, not all with zero.
void DrawId(RandomSource& random, std::span<uint8_t> bytes) noexcept;
/// Writes two lower-case digits for each byte; returns the end.
char* WriteHex(std::span<const uint8_t> bytes, char* out) noexcept;
}  // namespace internal

/// An id of so many random bytes, not all zero when valid. `Tag` keeps kinds of ids apart.
template <class Tag, size_t kBytes>
struct RandomId {
  static_assert(kBytes > 0 && kBytes % 8 == 0);
  static constexpr size_t kHexSize = 2 * kBytes;
  std::array<uint8_t, kBytes> bytes{};

  /// Valid whatever `random` returns.
  static RandomId Issue(RandomSource& random) noexcept {
    RandomId id;
    internal::DrawId(random, id.bytes);
    return id;
  }
  bool valid() const noexcept { return *this != RandomId(); }
  /// Lower-case hexadecimal.
  std::array<char, kHexSize> Hex() const noexcept {
    std::array<char, kHexSize> text;
    internal::WriteHex(bytes, text.data());
    return text;
  }
  bool operator==(const RandomId&) const = default;
};

}  // namespace krepis
