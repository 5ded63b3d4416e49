#include "analyzer/facts/locate.h"

#include <algorithm>

#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

/// A position that only moves forward.
class Cursor {
 public:
  explicit Cursor(std::string_view source) : source_(source) {}

  Position MoveTo(uint32_t offset) {
    const size_t target = std::min<size_t>(offset, source_.size());
    while (offset_ < target) Step();
    return position_;
  }

 private:
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
