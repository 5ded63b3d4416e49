#include "krepis/behaviors/random_id.h"

namespace krepis::internal {

void DrawId(RandomSource& random, std::span<uint8_t> bytes) noexcept {
  uint64_t seen = 0;
  for (size_t i = 0; i + 8 <= bytes.size(); i += 8) {
    const uint64_t number = random.Next();
    seen |= number;
    for (size_t j = 0; j < 8; ++j) bytes[i + j] = static_cast<uint8_t>(number >> (8 * j));
  }
  if (seen == 0) bytes.back() = 1;
}

char* WriteHex(std::span<const uint8_t> bytes, char* out) noexcept {
  constexpr char kDigits[] = "0123456789abcdef";
  for (uint8_t byte : bytes) {
    *out++ = kDigits[byte >> 4];
    *out++ = kDigits[byte & 15];
  }
  return out;
}

}  // namespace krepis::internal
