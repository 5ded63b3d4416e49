#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// Half-open byte range of one file.
struct ByteSpan {
  uint32_t start = 0;
  uint32_t length = 0;

  uint32_t end() const { return start + length; }
  friend bool operator==(const ByteSpan&, const ByteSpan&) = default;
};

/// 1-based; the column counts UTF-16 code units, as LSP and SARIF do by default. {0, 0} is
/// "nowhere".
struct Position {
  uint32_t line = 0;
  uint32_t column = 0;

  friend auto operator<=>(const Position&, const Position&) = default;
};

/// A span with its positions, computed once while the text is at hand.
struct Location {
  ByteSpan span;
  Position begin;
  Position end;

  friend bool operator==(const Location&, const Location&) = default;
};

/// The line table of one text; it does not own the text, which must outlive it. Lines end with LF,
/// CRLF or CR. Invalid UTF-8 counts one unit per byte. Immutable after construction, so safe to
/// share between threads. Asking for a position takes time logarithmic in the text, however long
/// its lines are.
class LineTable {
 public:
  explicit LineTable(std::string_view text);

  /// `offset` beyond the text means its end.
  Position At(uint32_t offset) const;
  Location Locate(ByteSpan span) const;
  /// Line `line` (1-based) without its end; empty past the last line.
  std::string_view Line(uint32_t line) const;
  uint32_t line_count() const { return static_cast<uint32_t>(starts_.size()); }

 private:
  /// A place inside a long line, so that columns need not be counted from its start.
  struct Mark {
    uint32_t offset = 0;
    uint32_t units = 0;  // UTF-16 units before it on its line
  };

  std::string_view text_;
  std::vector<uint32_t> starts_;
  std::vector<Mark> marks_;  // by offset
};

}  // namespace krepis::analyzer
