#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace krepis::analyzer {

/// A set of small numbers, one of those that ItemSets holds; 0 is the empty one.
enum class ItemSetId : uint32_t {};

/// Sets of the numbers below a bound, each kept once: in a call graph many functions reach the same
/// things, so that a few hundred sets serve a hundred thousand functions. Unions and differences
/// are remembered. Not thread-safe while it makes sets; reading is.
class ItemSets {
 public:
  /// Numbers are 0 to `items` - 1.
  explicit ItemSets(uint32_t items);

  uint32_t items() const { return items_; }
  /// How many sets there are.
  uint32_t size() const { return static_cast<uint32_t>(words_.size() / width_); }

  ItemSetId Of(std::span<const uint32_t> items);
  ItemSetId Union(ItemSetId a, ItemSetId b);
  /// `a` without what is in `b`.
  ItemSetId Minus(ItemSetId a, ItemSetId b);

  bool Contains(ItemSetId set, uint32_t item) const {
    return (WordsOf(set)[item / 64] >> (item % 64) & 1) != 0;
  }
  template <class Visit>
  void ForEach(ItemSetId set, Visit&& visit) const {
    const std::span<const uint64_t> words = WordsOf(set);
    for (uint32_t i = 0; i < words.size(); ++i) {
      for (uint64_t word = words[i]; word != 0; word &= word - 1)
        visit(i * 64 + static_cast<uint32_t>(std::countr_zero(word)));
    }
  }

 private:
  std::span<const uint64_t> WordsOf(ItemSetId set) const {
    return std::span(words_).subspan(size_t{static_cast<uint32_t>(set)} * width_, width_);
  }
  ItemSetId Keep(const std::vector<uint64_t>& words);

  uint32_t items_;
  uint32_t width_;               // words of a set
  std::vector<uint64_t> words_;  // set by set
  std::unordered_multimap<uint64_t, uint32_t> by_hash_;
  std::unordered_map<uint64_t, ItemSetId> unions_;  // by both ids
  std::unordered_map<uint64_t, ItemSetId> differences_;
  std::vector<uint64_t> scratch_;
};

}  // namespace krepis::analyzer
