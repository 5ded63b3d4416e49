#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// Which sets of patterns a text contains one of.
using PatternHits = std::bitset<256>;

/// Many short texts, in sets, looked for in one pass over the bytes of a file. A pattern has at
/// least one word in it (a run of letters, digits, `_` and `$`), and its words are whole ones:
/// `use` is not in "because", `.use(` is in "app.use(x)", `get('/` in "app.get('/x')". Costs no
/// set-up worth mentioning, whatever the number of patterns: a scan goes from word to word by
/// vector instructions and looks up only those that begin and measure like one of the patterns'.
/// Immutable once frozen, so safe to share between threads.
class PatternSearch {
 public:
  /// Adds `pattern` to the set; false when it has no word. `set` is less than
  /// PatternHits().size().
  bool Add(std::string_view pattern, uint32_t set);
  /// Ends adding.
  void Freeze();

  /// The sets of which at least one pattern is in `text`.
  PatternHits Find(std::string_view text) const;
  bool empty() const { return patterns_.empty(); }

 private:
  struct Pattern {
    std::string text;
    uint32_t offset = 0;  // of the word that it is looked up by, its longest
    uint32_t length = 0;  // of that word
    uint32_t set = 0;
  };

  std::string_view WordOf(const Pattern& pattern) const {
    return std::string_view(pattern.text).substr(pattern.offset, pattern.length);
  }
  /// What a word in a text is looked up by: its first eight bytes, zeros behind its end.
  static uint64_t Head(std::string_view text, size_t start, size_t length);
  size_t SlotOf(uint64_t head, size_t length) const {
    return static_cast<size_t>((head ^ length) * 0x9E3779B97F4A7C15u >> shift_);
  }
  void Look(std::string_view text, size_t start, size_t length, PatternHits& hits) const;

  std::vector<Pattern> patterns_;  // frozen: by word
  /// Open addressing by word.
  struct Slot {
    uint64_t head = 0;
    uint32_t length = 0;  // of the word; 0: free
    uint32_t first = 0;   // pattern of that word
  };
  std::vector<Slot> slots_;
  int shift_ = 64;
  std::array<uint64_t, 1024> starts_ = {};  // bit by the first two bytes of a word
  uint64_t lengths_ = 0;                    // bit n set: there is a word of n (63: more) bytes
  PatternHits sets_;
};

}  // namespace krepis::analyzer
