#include "analyzer/facts/locate.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

/// A position that only moves forward.
class Cursor {
 public:
  explicit Cursor(std::string_view source) : source_(source) {}

  Position MoveTo(uint32_t offset) {
    const size_t target = std::min<size_t>(offset, source_.size());
    for (;;) {
      while (offset_ + kWord <= target && StepWord()) {
      }
      if (offset_ >= target) return position_;
      Step();
    }
  }

 private:
  static constexpr size_t kWord = sizeof(uint64_t);
  static constexpr uint64_t kOnes = 0x0101010101010101;
  static constexpr uint64_t kHigh = kOnes << 7;

  /// The high bits of the bytes that are `byte`.
  static uint64_t Marked(uint64_t word, uint8_t byte) {
    const uint64_t zero = word ^ (kOnes * byte);
    return ~(((zero & ~kHigh) + ~kHigh) | zero) & kHigh;
  }

  /// The next eight bytes at once; false where one of them is not ASCII or a carriage return.
  bool StepWord() {
    static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte is the lowest one");
    uint64_t word = 0;
    std::memcpy(&word, source_.data() + offset_, kWord);
    if (((word & kHigh) | Marked(word, '\r')) != 0) return false;
    if (const uint64_t breaks = Marked(word, '\n'); breaks != 0) {
      position_.line += static_cast<uint32_t>((breaks >> 7) * kOnes >> 56);
      position_.column = 1 + static_cast<uint32_t>(__builtin_clzll(breaks)) / 8;
    } else {
      position_.column += kWord;
    }
    offset_ += kWord;
    return true;
  }

  void Step() {
    const auto c = static_cast<unsigned char>(source_[offset_]);
    if (c == '\n' ||
        (c == '\r' && (offset_ + 1 == source_.size() || source_[offset_ + 1] != '\n'))) {
      ++position_.line;
      position_.column = 1;
      ++offset_;
    } else if (c < 0x80) {
      ++position_.column;
      ++offset_;
    } else {
      const CodePoint point = DecodeUtf8(source_, offset_);
      position_.column += point.Utf16Units();
      offset_ += point.length;
    }
  }

  std::string_view source_;
  size_t offset_ = 0;
  Position position_{1, 1};
};

}  // namespace

void FillLocations(std::string_view source, const std::vector<Location*>& locations) {
  struct Edge {
    uint32_t offset;
    Position* position;
  };
  std::vector<Edge> edges;
  edges.reserve(2 * locations.size());
  for (Location* location : locations) {
    edges.push_back({location->span.start, &location->begin});
    edges.push_back({location->span.end(), &location->end});
  }
  std::sort(edges.begin(), edges.end(),
            [](const Edge& a, const Edge& b) { return a.offset < b.offset; });
  Cursor cursor(source);
  for (const Edge& edge : edges) *edge.position = cursor.MoveTo(edge.offset);
}

}  // namespace krepis::analyzer
