#include "analyzer/facts/word_filter.h"

#include <algorithm>

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

bool IsWordByte(char c) { return kWordByte[static_cast<unsigned char>(c)]; }

uint64_t LengthBit(size_t length) { return uint64_t{1} << std::min<size_t>(length, 63); }

uint32_t Hash(std::string_view word) {  // FNV-1a
  uint32_t hash = 2166136261u;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

}  // namespace

void WordFilter::Add(std::string_view word) {
  while (!word.empty() && !IsWordByte(word.back())) word.remove_suffix(1);
  size_t start = word.size();
  while (start > 0 && IsWordByte(word[start - 1])) --start;
  word.remove_prefix(start);
  if (word.empty()) return;
  const auto at = std::lower_bound(words_.begin(), words_.end(), word);
  if (at != words_.end() && *at == word) return;
  words_.emplace(at, word);
  Rebuild();
}

void WordFilter::Add(const WordFilter& other) {
  for (const std::string& word : other.words_) Add(word);
}

void WordFilter::Rebuild() {
  size_t size = 16;
  while (size < 4 * words_.size()) size *= 2;
  slots_.assign(size, 0);
  for (size_t i = 0; i < words_.size(); ++i) {
    const std::string& word = words_[i];
    lengths_[static_cast<unsigned char>(word[0])] |= LengthBit(word.size());
    size_t slot = Hash(word) & (size - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (size - 1);
    slots_[slot] = static_cast<uint32_t>(i + 1);
  }
}

bool WordFilter::Contains(std::string_view word) const {
  if (slots_.empty()) return false;
  for (size_t slot = Hash(word) & (slots_.size() - 1); slots_[slot] != 0;
       slot = (slot + 1) & (slots_.size() - 1)) {
    if (words_[slots_[slot] - 1] == word) return true;
  }
  return false;
}

bool WordFilter::Matches(std::string_view text) const {
  if (words_.empty()) return false;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    if (!IsWordByte(*at)) {
      ++at;
      continue;
    }
    const char* const start = at;
    do {
      ++at;
    } while (at != end && IsWordByte(*at));
    const auto length = static_cast<size_t>(at - start);
    if ((lengths_[static_cast<unsigned char>(*start)] & LengthBit(length)) != 0 &&
        Contains({start, length}))
      return true;
  }
  return false;
}

}  // namespace krepis::analyzer
