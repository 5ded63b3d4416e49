#pragma once

#include <cstdint>
#include <string>

#include "analyzer/core/source_text.h"
#include "analyzer/report/quoted_lines.h"

namespace krepis::analyzer {

/// One source line made fit for a terminal, and where its span stands in it.
struct Snippet {
  uint32_t line = 0;
  /// Escaped, tabs expanded to stops of four, cut with "..." where it was too long.
  std::string code;
  /// Columns of the terminal before the marked part, and in it (at least 1).
  uint32_t mark_start = 0;
  uint32_t mark_width = 1;
  /// The span goes on in a later line, or past the cut.
  bool continues = false;
};

/// `line`, which is the first of `location`, with at most `width` columns of code. A location that
/// does not fit it (the text may have changed since) is clamped to it. The work is bounded by
/// `width`, not by the line's length, as long as the location has its byte span.
Snippet MakeSnippet(const SourceLine& line, const Location& location, uint32_t width);

}  // namespace krepis::analyzer
