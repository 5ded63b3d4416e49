#pragma once

#include <cstdint>
#include <cstring>

namespace krepis::analyzer {

/// The first of the bytes `Wanted` in [at, end), or end. Sixteen bytes a step where none of them
/// stands, with the vector extensions that g++ and clang have for every target.
template <char... Wanted>
inline const char* FindByte(const char* at, const char* end) {
  using Bytes = signed char __attribute__((vector_size(16)));
  using Halves = uint64_t __attribute__((vector_size(16)));
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte is the lowest one");
  for (; end - at >= 16; at += 16) {
    Bytes block;
    std::memcpy(&block, at, sizeof block);
    const auto found =
        reinterpret_cast<Halves>((... | (block == (Bytes{} + static_cast<signed char>(Wanted)))));
    if ((found[0] | found[1]) == 0) continue;
    return found[0] != 0 ? at + __builtin_ctzll(found[0]) / 8
                         : at + 8 + __builtin_ctzll(found[1]) / 8;
  }
  for (; at != end; ++at) {
    if ((... || (*at == Wanted))) return at;
  }
  return end;
}

}  // namespace krepis::analyzer
