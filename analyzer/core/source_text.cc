#include "analyzer/core/source_text.h"

#include <algorithm>

#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMarkEvery = 1024;  // bytes

uint32_t Utf16Units(std::string_view text) {
  uint32_t units = 0;
  for (size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      ++units;
      ++i;
      continue;
    }
    const CodePoint point = DecodeUtf8(text, i);
    units += point.Utf16Units();
    i += point.length;
  }
  return units;
}

}  // namespace

LineTable::LineTable(std::string_view text) : text_(text) {
  starts_.push_back(0);
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n' || (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) {
      starts_.push_back(static_cast<uint32_t>(i + 1));
    }
  }
  for (size_t line = 0; line < starts_.size(); ++line) {
    const size_t end = line + 1 < starts_.size() ? starts_[line + 1] : text.size();
    if (end - starts_[line] <= 2 * kMarkEvery) continue;
    uint32_t units = 0;
    size_t marked = starts_[line];
    for (size_t i = starts_[line]; i < end;) {
      const CodePoint point = DecodeUtf8(text, i);
      units += point.Utf16Units();
      i += point.length;
      if (i - marked >= kMarkEvery && i <= end) {
        marks_.push_back({static_cast<uint32_t>(i), units});
        marked = i;
      }
    }
  }
}

Position LineTable::At(uint32_t offset) const {
  offset = std::min<uint32_t>(offset, static_cast<uint32_t>(text_.size()));
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  uint32_t start = *(next - 1);
  uint32_t units = 0;
  const auto mark = std::upper_bound(
      marks_.begin(), marks_.end(), offset,
      [](uint32_t wanted, const Mark& candidate) { return wanted < candidate.offset; });
  if (mark != marks_.begin() && (mark - 1)->offset > start) {
    start = (mark - 1)->offset;
    units = (mark - 1)->units;
  }
  return {static_cast<uint32_t>(next - starts_.begin()),
          units + Utf16Units(text_.substr(start, offset - start)) + 1};
}

Location LineTable::Locate(ByteSpan span) const { return {span, At(span.start), At(span.end())}; }

std::string_view LineTable::Line(uint32_t line) const {
  if (line == 0 || line > starts_.size()) return {};
  const uint32_t start = starts_[line - 1];
  uint32_t end = line < starts_.size() ? starts_[line] : static_cast<uint32_t>(text_.size());
  while (end > start && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  return text_.substr(start, end - start);
}

}  // namespace krepis::analyzer
