#include "analyzer/lsp/position.h"

#include <algorithm>
#include <limits>

#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

uint32_t Units(const CodePoint& point, PositionEncoding encoding) {
  switch (encoding) {
    case PositionEncoding::kUtf8:
      return point.length;
    case PositionEncoding::kUtf16:
      return point.Utf16Units();
    case PositionEncoding::kUtf32:
      break;
  }
  return point.valid ? 1 : point.length;
}

std::optional<uint32_t> ReadNumber(const Json& value, std::string_view name) {
  const Json* member = Member(value, name);
  if (member == nullptr || !member->is_number_integer()) return std::nullopt;
  if (member->is_number_unsigned()) {
    return static_cast<uint32_t>(
        std::min<uint64_t>(member->get<uint64_t>(), std::numeric_limits<uint32_t>::max()));
  }
  return 0;
}

}  // namespace

std::string_view PositionEncodingName(PositionEncoding encoding) {
  switch (encoding) {
    case PositionEncoding::kUtf8:
      return "utf-8";
    case PositionEncoding::kUtf32:
      return "utf-32";
    case PositionEncoding::kUtf16:
      break;
  }
  return "utf-16";
}

PositionEncoding ChooseEncoding(const Json& client_capabilities) {
  const auto offers = [&](std::string_view name) {
    return Lists(client_capabilities, {"general", "positionEncodings"}, name);
  };
  if (offers("utf-8")) return PositionEncoding::kUtf8;
  if (offers("utf-32")) return PositionEncoding::kUtf32;
  return PositionEncoding::kUtf16;
}

uint32_t ByteOrderMark(std::string_view text) { return text.starts_with("\xEF\xBB\xBF") ? 3 : 0; }

LineIndex::LineIndex(std::string_view text, uint32_t skip)
    : text_(text.substr(0, std::numeric_limits<uint32_t>::max())) {
  starts_.push_back(std::min<uint32_t>(skip, static_cast<uint32_t>(text_.size())));
  for (size_t at = text_.find_first_of("\r\n"); at != text_.npos;
       at = text_.find_first_of("\r\n", at)) {
    at += text_.substr(at).starts_with("\r\n") ? 2 : 1;
    starts_.push_back(static_cast<uint32_t>(at));
  }
}

uint32_t LineIndex::LineStart(uint32_t line) const {
  return line < starts_.size() ? starts_[line] : static_cast<uint32_t>(text_.size());
}

std::string_view LineIndex::Line(uint32_t line) const {
  if (line >= starts_.size()) return {};
  std::string_view text = text_.substr(starts_[line], LineStart(line + 1) - starts_[line]);
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

uint32_t LineIndex::OffsetOf(LspPosition position, PositionEncoding encoding) const {
  if (position.line >= starts_.size()) return static_cast<uint32_t>(text_.size());
  const std::string_view line = Line(position.line);
  uint32_t units = 0;
  size_t at = 0;
  while (at < line.size() && units < position.character) {
    const CodePoint point = DecodeUtf8(line, at);
    const uint32_t width = Units(point, encoding);
    // Of bytes that are no UTF-8 each is a character of its own.
    if (!point.valid) {
      const uint32_t taken = std::min(width, position.character - units);
      units += taken;
      at += taken;
      continue;
    }
    if (units + width > position.character) break;
    units += width;
    at += point.length;
  }
  return starts_[position.line] + static_cast<uint32_t>(at);
}

LspPosition LineIndex::At(uint32_t offset, PositionEncoding encoding) const {
  offset = std::min(offset, static_cast<uint32_t>(text_.size()));
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  if (after == starts_.begin()) return {};  // within what is skipped
  const auto line = static_cast<uint32_t>(after - starts_.begin() - 1);
  const std::string_view text = Line(line);
  const size_t end = std::min<size_t>(offset - starts_[line], text.size());
  uint32_t units = 0;
  for (size_t at = 0; at < end;) {
    const CodePoint point = DecodeUtf8(text, at);
    if (at + point.length > end) {
      if (!point.valid) units += static_cast<uint32_t>(end - at);
      break;
    }
    units += Units(point, encoding);
    at += point.length;
  }
  return {line, units};
}

LspRange LineIndex::RangeOf(ByteSpan span, PositionEncoding encoding) const {
  return {At(span.start, encoding), At(span.end(), encoding)};
}

Json ToJson(LspPosition position) {
  return {{"line", position.line}, {"character", position.character}};
}

Json ToJson(const LspRange& range) {
  return {{"start", ToJson(range.start)}, {"end", ToJson(range.end)}};
}

std::optional<LspPosition> ReadPosition(const Json* value) {
  if (value == nullptr) return std::nullopt;
  const std::optional<uint32_t> line = ReadNumber(*value, "line");
  const std::optional<uint32_t> character = ReadNumber(*value, "character");
  if (!line || !character) return std::nullopt;
  return LspPosition{*line, *character};
}

std::optional<LspRange> ReadRange(const Json* value) {
  if (value == nullptr) return std::nullopt;
  const std::optional<LspPosition> start = ReadPosition(Member(*value, "start"));
  const std::optional<LspPosition> end = ReadPosition(Member(*value, "end"));
  if (!start || !end) return std::nullopt;
  return LspRange{*start, *end};
}

}  // namespace krepis::analyzer
