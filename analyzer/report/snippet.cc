#include "analyzer/report/snippet.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "analyzer/core/escape.h"
#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

constexpr uint32_t kTabStop = 4;
constexpr std::string_view kCut = "...";

/// What one code point or broken byte looks like.
struct Cell {
  std::string text;
  uint32_t width = 0;
};

/// Half-open byte range of a line.
struct Range {
  size_t begin = 0;
  size_t end = 0;
};

size_t ToCodePointStart(std::string_view line, size_t offset) {
  for (int i = 0; i < 3 && offset > 0 && offset < line.size(); ++i) {
    if ((static_cast<unsigned char>(line[offset]) & 0xC0) != 0x80) break;
    --offset;
  }
  return offset;
}

/// The part of `line` that `location` marks.
Range MarkedBytes(const SourceLine& line, const Location& location) {
  Range mark{0, line.text.size()};
  const ByteSpan span = location.span;
  if (span.length > 0 && span.start >= line.start && span.start - line.start <= line.text.size()) {
    mark.begin = ToCodePointStart(line.text, span.start - line.start);
    mark.end = std::min<size_t>(line.text.size(), size_t{span.start} - line.start + span.length);
  } else {
    mark.begin = line.ByteColumn(location.begin.column) - 1;
    if (location.end.line <= location.begin.line)
      mark.end = line.ByteColumn(location.end.column) - 1;
  }
  mark.end = std::max(mark.begin, mark.end);
  return mark;
}

std::vector<Cell> MakeCells(std::string_view line, Range range, uint32_t column) {
  std::vector<Cell> cells;
  if (range.begin < range.end) cells.reserve(range.end - range.begin);
  for (size_t i = range.begin; i < range.end;) {
    Cell cell;
    const CodePoint point = DecodeUtf8(line, i);
    if (point.valid && point.value == '\t') {
      cell.width = kTabStop - column % kTabStop;
      cell.text.assign(cell.width, ' ');
      i += point.length;
    } else {
      const bool plain = point.valid && !MustEscape(point.value);
      i += AppendEscaped(cell.text, line, i);
      cell.width = plain ? static_cast<uint32_t>(DisplayWidth(point.value))
                         : static_cast<uint32_t>(cell.text.size());
    }
    column += cell.width;
    cells.push_back(std::move(cell));
  }
  return cells;
}

uint32_t WidthOf(const std::vector<Cell>& cells) {
  uint32_t width = 0;
  for (const Cell& cell : cells) width += cell.width;
  return width;
}

/// Drops cells from the end (or the start) until `width` columns are left.
void Keep(std::vector<Cell>& cells, uint32_t width, bool from_start) {
  uint32_t total = WidthOf(cells);
  size_t drop = 0;
  while (total > width) {
    total -= (from_start ? cells[cells.size() - 1 - drop] : cells[drop]).width;
    ++drop;
  }
  if (from_start) {
    cells.resize(cells.size() - drop);
  } else {
    cells.erase(cells.begin(), cells.begin() + static_cast<ptrdiff_t>(drop));
  }
}

void Append(std::string& out, const std::vector<Cell>& cells) {
  for (const Cell& cell : cells) out += cell.text;
}

}  // namespace

Snippet MakeSnippet(const SourceLine& source, const Location& location, uint32_t width) {
  const std::string_view line = source.text;
  const Range mark = MarkedBytes(source, location);
  if (line.size() <= width && PlainPrefix(line) == line.size()) {  // each byte is a column
    Snippet snippet;
    snippet.line = location.begin.line;
    snippet.continues = location.end.line > location.begin.line;
    snippet.code = line;
    snippet.mark_start = static_cast<uint32_t>(mark.begin);
    snippet.mark_width = std::max<uint32_t>(1, static_cast<uint32_t>(mark.end - mark.begin));
    return snippet;
  }

  // No code point takes more than four bytes a column but the combining ones, of which a window
  // may lose some.
  const size_t reach = size_t{4} * width + 16;
  const size_t from = mark.begin <= reach ? 0 : ToCodePointStart(line, mark.begin - reach);
  const size_t marked_to =
      mark.end - mark.begin <= reach ? mark.end : ToCodePointStart(line, mark.begin + reach);
  const size_t to =
      line.size() - marked_to <= reach ? line.size() : ToCodePointStart(line, marked_to + reach);

  std::vector<Cell> before = MakeCells(line, {from, mark.begin}, 0);
  const uint32_t before_width = WidthOf(before);
  std::vector<Cell> marked = MakeCells(line, {mark.begin, marked_to}, before_width);
  std::vector<Cell> after = MakeCells(line, {marked_to, to}, before_width + WidthOf(marked));

  Snippet snippet;
  snippet.line = location.begin.line;
  snippet.continues = location.end.line > location.begin.line || marked_to < mark.end;
  bool cut_left = from > 0;
  bool cut_right = to < line.size() || marked_to < mark.end;
  if (WidthOf(before) + WidthOf(marked) + WidthOf(after) > width || cut_left || cut_right) {
    const uint32_t cut = static_cast<uint32_t>(kCut.size());
    const uint32_t room = std::max(width, 4 * cut) - 2 * cut;
    if (WidthOf(marked) > room) {
      snippet.continues = true;
      Keep(marked, room, true);
      after.clear();
      cut_right = true;
    }
    // What is left goes to both sides alike, and to one where the other has no use for it.
    const uint32_t spare = room - WidthOf(marked);
    const uint32_t left = std::max(spare / 2, spare - std::min(spare, WidthOf(after)));
    if (WidthOf(before) > left) {
      Keep(before, left, false);
      cut_left = true;
    }
    const uint32_t right = spare - WidthOf(before);
    if (WidthOf(after) > right) {
      Keep(after, right, true);
      cut_right = true;
    }
  }
  if (cut_left) snippet.code += kCut;
  snippet.mark_start = (cut_left ? static_cast<uint32_t>(kCut.size()) : 0) + WidthOf(before);
  snippet.mark_width = std::max<uint32_t>(1, WidthOf(marked));
  Append(snippet.code, before);
  Append(snippet.code, marked);
  Append(snippet.code, after);
  if (cut_right) snippet.code += kCut;
  return snippet;
}

}  // namespace krepis::analyzer
