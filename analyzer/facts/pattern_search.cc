#include "analyzer/facts/pattern_search.h"

#include <algorithm>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace krepis::analyzer {
namespace {

constexpr std::array<bool, 256> WordBytes() {
  std::array<bool, 256> table = {};
  for (int c = 0; c < 256; ++c) {
    table[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '$';
  }
  return table;
}
constexpr std::array<bool, 256> kWordByte = WordBytes();
constexpr size_t kBlock = 64;

size_t Pair(char first, char second) {
  return static_cast<unsigned char>(first) | static_cast<size_t>(static_cast<unsigned char>(second))
                                                 << 8;
}

bool IsWordByte(char c) { return kWordByte[static_cast<unsigned char>(c)]; }

uint64_t LengthBit(size_t length) { return uint64_t{1} << std::min<size_t>(length, 63); }

/// Bit i: byte i of the 64 at `block` belongs to a word.
uint64_t WordMask(const char* block) {
#ifdef __SSE2__
  // Bytes of 128 and more are negative, so that they are above no lower bound.
  const auto between = [](__m128i bytes, char low, char high) {
    return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(static_cast<char>(low - 1))),
                         _mm_cmplt_epi8(bytes, _mm_set1_epi8(static_cast<char>(high + 1))));
  };
  uint64_t mask = 0;
  for (size_t part = 0; part < kBlock; part += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + part));
    const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    const __m128i letters = between(lower, 'a', 'z');
    const __m128i digits = between(bytes, '0', '9');
    const __m128i others = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')),
                                        _mm_cmpeq_epi8(bytes, _mm_set1_epi8('$')));
    const __m128i all = _mm_or_si128(_mm_or_si128(letters, digits), others);
    mask |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(all))) << part;
  }
  return mask;
#else
  uint64_t mask = 0;
  for (size_t i = 0; i < kBlock; ++i) mask |= static_cast<uint64_t>(IsWordByte(block[i])) << i;
  return mask;
#endif
}

}  // namespace

bool PatternSearch::Add(std::string_view pattern, uint32_t set) {
  Pattern added;
  for (size_t at = 0; at < pattern.size();) {
    size_t end = at;
    while (end < pattern.size() && IsWordByte(pattern[end])) ++end;
    if (end - at > added.length) {
      added.offset = static_cast<uint32_t>(at);
      added.length = static_cast<uint32_t>(end - at);
    }
    at = end + 1;
  }
  if (added.length == 0) return false;
  added.text = pattern;
  added.set = set;
  sets_.set(set);
  patterns_.push_back(std::move(added));
  return true;
}

void PatternSearch::Freeze() {
  std::stable_sort(patterns_.begin(), patterns_.end(),
                   [this](const Pattern& a, const Pattern& b) { return WordOf(a) < WordOf(b); });
  int bits = 4;
  while (size_t{1} << bits < 4 * patterns_.size()) ++bits;
  slots_.assign(size_t{1} << bits, {});
  shift_ = 64 - bits;
  for (size_t i = 0; i < patterns_.size(); ++i) {
    const std::string_view word = WordOf(patterns_[i]);
    if (i > 0 && word == WordOf(patterns_[i - 1])) continue;
    for (int second = 0; second < 256; ++second) {
      const bool fits = word.size() > 1 ? second == static_cast<unsigned char>(word[1])
                                        : !kWordByte[static_cast<size_t>(second)];
      if (!fits) continue;
      const size_t pair = Pair(word[0], static_cast<char>(second));
      starts_[pair / 64] |= uint64_t{1} << (pair % 64);
    }
    lengths_ |= LengthBit(word.size());
    const uint64_t head = Head(word, 0, word.size());
    size_t slot = SlotOf(head, word.size());
    while (slots_[slot].length != 0) slot = (slot + 1) % slots_.size();
    slots_[slot] = {head, static_cast<uint32_t>(word.size()), static_cast<uint32_t>(i)};
  }
}

uint64_t PatternSearch::Head(std::string_view text, size_t start, size_t length) {
  uint64_t head = 0;
  if (text.size() - start < sizeof head) {
    std::memcpy(&head, text.data() + start, length);
    return head;
  }
  std::memcpy(&head, text.data() + start, sizeof head);
  return length >= sizeof head ? head : head & ((uint64_t{1} << 8 * length) - 1);
}

void PatternSearch::Look(std::string_view text, size_t start, size_t length,
                         PatternHits& hits) const {
  if ((lengths_ & LengthBit(length)) == 0) return;
  const std::string_view word = text.substr(start, length);
  const uint64_t head = Head(text, start, length);
  size_t slot = SlotOf(head, length);
  for (; slots_[slot].length != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const Slot& known = slots_[slot];
    const bool same = known.head == head && known.length == length &&
                      (length <= 8 || WordOf(patterns_[known.first]) == word);
    if (same) break;
  }
  if (slots_[slot].length == 0) return;
  for (size_t i = slots_[slot].first; i < patterns_.size() && WordOf(patterns_[i]) == word; ++i) {
    const Pattern& pattern = patterns_[i];
    if (hits.test(pattern.set) || start < pattern.offset) continue;
    const size_t begin = start - pattern.offset;
    const std::string_view around = text.substr(begin, pattern.text.size());
    if (around != pattern.text) continue;
    const size_t end = begin + around.size();
    const bool whole_begin =
        begin == 0 || !IsWordByte(around.front()) || !IsWordByte(text[begin - 1]);
    const bool whole_end =
        end == text.size() || !IsWordByte(around.back()) || !IsWordByte(text[end]);
    if (whole_begin && whole_end) hits.set(pattern.set);
  }
}

PatternHits PatternSearch::Find(std::string_view text) const {
  PatternHits hits;
  if (patterns_.empty()) return hits;
  bool inside = false;  // the byte before the block belongs to a word
  char rest[kBlock];
  for (size_t at = 0; at < text.size(); at += kBlock) {
    const char* block = text.data() + at;
    if (text.size() - at < kBlock) {  // no byte behind the end of the text is read
      std::memset(rest, ' ', sizeof rest);
      std::memcpy(rest, block, text.size() - at);
      block = rest;
    }
    const uint64_t words = WordMask(block);
    uint64_t starts = words & ~(words << 1 | static_cast<uint64_t>(inside));
    inside = (words >> (kBlock - 1)) != 0;
    for (; starts != 0; starts &= starts - 1) {
      const auto bit = static_cast<size_t>(__builtin_ctzll(starts));
      const size_t start = at + bit;
      const size_t pair = Pair(text[start], start + 1 < text.size() ? text[start + 1] : ' ');
      if ((starts_[pair / 64] >> (pair % 64) & 1) == 0) continue;
      const uint64_t after = ~words >> bit;  // bit 0 is the start itself, so clear
      size_t length;
      if (after != 0) {
        length = static_cast<size_t>(__builtin_ctzll(after));
      } else {
        length = kBlock - bit;
      }
      if (bit + length == kBlock) {  // it may go on in the next block
        while (start + length < text.size() && IsWordByte(text[start + length])) ++length;
      }
      Look(text, start, length, hits);
    }
    if (hits == sets_) break;
  }
  return hits;
}

}  // namespace krepis::analyzer
