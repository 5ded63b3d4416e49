#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/harness/fixture.h"

namespace krepis::testing {

/// What one line of a fixture's file says about findings.
struct ExpectationLine {
  /// Bytes of the line before the comment and the blanks that lead to it: the code.
  size_t code_size = 0;
  /// The line is a comment of carets, about the code line above.
  std::optional<ColumnSpan> carets;
  /// Kind, rule, id and part are set.
  std::vector<Expectation> expectations;
  /// Why the line cannot be read; empty when it can.
  std::string error;
};

/// Reads `line` (without its line end).
ExpectationLine ReadExpectationLine(std::string_view line);

}  // namespace krepis::testing
