#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

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

/// Whether `text` contains `word`, at least two bytes long: where its first two stand side by side
/// the rest is compared.
inline bool ContainsWord(std::string_view text, std::string_view word) {
  using Bytes = signed char __attribute__((vector_size(16)));
  using Halves = uint64_t __attribute__((vector_size(16)));
  const Bytes first = Bytes{} + static_cast<signed char>(word[0]);
  const Bytes second = Bytes{} + static_cast<signed char>(word[1]);
  size_t at = 0;
  for (; text.size() - at > 16; at += 16) {
    Bytes here;
    Bytes next;
    std::memcpy(&here, text.data() + at, sizeof here);
    std::memcpy(&next, text.data() + at + 1, sizeof next);
    const auto found = reinterpret_cast<Halves>((here == first) & (next == second));
    if ((found[0] | found[1]) == 0) continue;
    for (size_t i = at; i < at + 16; ++i) {
      if (text.substr(i, word.size()) == word) return true;
    }
  }
  return text.substr(at).find(word) != std::string_view::npos;
}

}  // namespace krepis::analyzer
