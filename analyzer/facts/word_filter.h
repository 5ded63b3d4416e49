#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// A set of words, to ask in one pass over a text whether it contains any of them. A word is a run
/// of letters, digits, `_` and `$`. Immutable while asked, so safe to share between threads.
class WordFilter {
 public:
  /// Adds one word; text with other characters counts as its last run, the empty one as nothing.
  void Add(std::string_view word);
  void Add(const WordFilter& other);

  bool Matches(std::string_view text) const;
  bool Contains(std::string_view word) const;
  bool empty() const { return words_.empty(); }

 private:
  void Rebuild();

  std::vector<std::string> words_;  // sorted
  std::vector<uint32_t> slots_;     // open addressing: index into words_ + 1
  std::array<uint64_t, 256> lengths_ =
      {};  // per first byte: bit n set: a word of n (63: more) bytes
};

}  // namespace krepis::analyzer
