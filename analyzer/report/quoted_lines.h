#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace krepis::analyzer {

/// A line of a source, without its end.
struct SourceLine {
  std::string_view text;
  size_t start = 0;  // byte of the source

  /// The 1-based column in bytes of one in UTF-16 units; one past the line's end means its end.
  uint32_t ByteColumn(uint32_t column) const;
};

/// The lines that a report quotes, so that the next report of much the same files need not read
/// them for these again. Not thread-safe.
class QuotedLines {
 public:
  QuotedLines() = default;
  /// What an earlier report quoted, Pack()'s bytes, but for the files that are others now (sorted).
  /// Both must outlive this, and the lines that are found.
  QuotedLines(std::string_view packed, const std::vector<std::string>& changed);

  /// Line `number` (1-based) of the source, if an earlier report quoted it.
  std::optional<SourceLine> Find(std::string_view path, uint32_t number) const;
  /// Notes that this report quotes a line.
  void Note(std::string_view path, uint32_t number, const SourceLine& line);
  /// The lines that were noted, of sources that `wanted` takes.
  std::string Pack(const std::function<bool(std::string_view path)>& wanted) const;

 private:
  using Lines = std::unordered_map<uint32_t, SourceLine>;
  std::unordered_map<std::string_view, Lines> earlier_;            // by path
  std::map<std::pair<std::string, uint32_t>, std::string> noted_;  // packed
};

}  // namespace krepis::analyzer
