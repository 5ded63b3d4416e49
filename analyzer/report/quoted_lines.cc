#include "analyzer/report/quoted_lines.h"

#include <algorithm>
#include <charconv>

#include "analyzer/core/packed_bytes.h"
#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

/// Longer ones are seldom written by people, and files have few of them.
constexpr size_t kMaxLineBytes = 4096;

template <class Number>
std::optional<Number> NumberOf(std::optional<std::string_view> text) {
  Number number = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return number;
}

}  // namespace

uint32_t SourceLine::ByteColumn(uint32_t column) const {
  size_t offset = 0;
  for (uint32_t at = 1; offset < text.size() && at < column;) {
    const CodePoint point = DecodeUtf8(text, offset);
    at += point.Utf16Units();
    offset += point.length;
  }
  return static_cast<uint32_t>(offset) + 1;
}

QuotedLines::QuotedLines(std::string_view packed, const std::vector<std::string>& changed) {
  while (const std::optional<std::string_view> path = TakeText(packed)) {
    const auto number = NumberOf<uint32_t>(TakeText(packed));
    const auto start = NumberOf<size_t>(TakeText(packed));
    const std::optional<std::string_view> text = TakeText(packed);
    if (!number || !start || !text) return;
    if (std::binary_search(changed.begin(), changed.end(), *path)) continue;
    earlier_[*path].insert_or_assign(*number, SourceLine{*text, *start});
  }
}

std::optional<SourceLine> QuotedLines::Find(std::string_view path, uint32_t number) const {
  const auto file = earlier_.find(path);
  if (file == earlier_.end()) return std::nullopt;
  const auto line = file->second.find(number);
  if (line == file->second.end()) return std::nullopt;
  return line->second;
}

void QuotedLines::Note(std::string_view path, uint32_t number, const SourceLine& line) {
  if (line.text.size() > kMaxLineBytes) return;
  const auto [noted, added] = noted_.try_emplace({std::string(path), number});
  if (!added) return;
  PutText(noted->second, path);
  PutText(noted->second, std::to_string(number));
  PutText(noted->second, std::to_string(line.start));
  PutText(noted->second, line.text);
}

std::string QuotedLines::Pack(const std::function<bool(std::string_view path)>& wanted) const {
  std::string bytes;
  for (const auto& [place, line] : noted_) {
    if (wanted(place.first)) bytes += line;
  }
  return bytes;
}

}  // namespace krepis::analyzer
