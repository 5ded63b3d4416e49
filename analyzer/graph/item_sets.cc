#include "analyzer/graph/item_sets.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

uint64_t HashOf(std::span<const uint64_t> words) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (const uint64_t word : words) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 29;
  }
  return hash;
}

uint64_t Pair(ItemSetId a, ItemSetId b) {
  return uint64_t{static_cast<uint32_t>(a)} << 32 | static_cast<uint32_t>(b);
}

}  // namespace

ItemSets::ItemSets(uint32_t items) : items_(items), width_(std::max(1u, (items + 63) / 64)) {
  scratch_.assign(width_, 0);
  static_cast<void>(Keep(scratch_));
}

ItemSetId ItemSets::Keep(const std::vector<uint64_t>& words) {
  const uint64_t hash = HashOf(words);
  const auto [first, last] = by_hash_.equal_range(hash);
  for (auto at = first; at != last; ++at) {
    const ItemSetId known{at->second};
    const std::span<const uint64_t> kept = WordsOf(known);
    if (std::equal(kept.begin(), kept.end(), words.begin())) return known;
  }
  const uint32_t id = size();
  words_.insert(words_.end(), words.begin(), words.end());
  by_hash_.emplace(hash, id);
  return ItemSetId{id};
}

ItemSetId ItemSets::Of(std::span<const uint32_t> items) {
  std::fill(scratch_.begin(), scratch_.end(), 0);
  for (const uint32_t item : items) scratch_[item / 64] |= uint64_t{1} << (item % 64);
  return Keep(scratch_);
}

ItemSetId ItemSets::Union(ItemSetId a, ItemSetId b) {
  if (a == b || b == ItemSetId{}) return a;
  if (a == ItemSetId{}) return b;
  if (b < a) std::swap(a, b);
  const auto known = unions_.find(Pair(a, b));
  if (known != unions_.end()) return known->second;
  for (uint32_t i = 0; i < width_; ++i) scratch_[i] = WordsOf(a)[i] | WordsOf(b)[i];
  const ItemSetId made = Keep(scratch_);
  unions_.emplace(Pair(a, b), made);
  return made;
}

ItemSetId ItemSets::Minus(ItemSetId a, ItemSetId b) {
  if (a == ItemSetId{} || b == ItemSetId{}) return a;
  const auto known = differences_.find(Pair(a, b));
  if (known != differences_.end()) return known->second;
  for (uint32_t i = 0; i < width_; ++i) scratch_[i] = WordsOf(a)[i] & ~WordsOf(b)[i];
  const ItemSetId made = Keep(scratch_);
  differences_.emplace(Pair(a, b), made);
  return made;
}

}  // namespace krepis::analyzer
