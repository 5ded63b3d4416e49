#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/core/source_text.h"
#include "analyzer/lsp/json.h"

namespace krepis::analyzer {

/// What a client counts characters in.
enum class PositionEncoding : uint8_t { kUtf8, kUtf16, kUtf32 };

/// "utf-8", "utf-16", "utf-32".
std::string_view PositionEncodingName(PositionEncoding encoding);
/// Of those that a client offers the best: utf-8, then utf-32; utf-16 where it offers nothing.
PositionEncoding ChooseEncoding(const Json& client_capabilities);

/// A place as a client says it: both from 0.
struct LspPosition {
  uint32_t line = 0;
  uint32_t character = 0;

  friend auto operator<=>(const LspPosition&, const LspPosition&) = default;
};
struct LspRange {
  LspPosition start;
  LspPosition end;
};

/// Where the lines of a text begin; they end with LF, CRLF or CR (LSP 3.17, "Text Documents").
/// Bytes that are no UTF-8 count one character each. Does not own the text, which must outlive it.
class LineIndex {
 public:
  /// `skip`: bytes at the start that the client does not count (a byte order mark on the disk).
  explicit LineIndex(std::string_view text, uint32_t skip = 0);

  uint32_t line_count() const { return static_cast<uint32_t>(starts_.size()); }
  /// The byte of a position. Beyond the end of a line is its end, beyond the last line the end of
  /// the text, within a character its start.
  uint32_t OffsetOf(LspPosition position, PositionEncoding encoding) const;
  /// The position of a byte; beyond the text is its end, within a character its start.
  LspPosition At(uint32_t offset, PositionEncoding encoding) const;
  LspRange RangeOf(ByteSpan span, PositionEncoding encoding) const;
  /// A line without its end; empty past the last one.
  std::string_view Line(uint32_t line) const;
  uint32_t LineStart(uint32_t line) const;

 private:
  std::string_view text_;
  std::vector<uint32_t> starts_;
};

/// Bytes of a byte order mark at the start of a text: 3 or 0.
uint32_t ByteOrderMark(std::string_view text);

Json ToJson(LspPosition position);
Json ToJson(const LspRange& range);
/// Nullopt where it is no position. Numbers that are too large or negative are cut.
std::optional<LspPosition> ReadPosition(const Json* value);
std::optional<LspRange> ReadRange(const Json* value);

}  // namespace krepis::analyzer
