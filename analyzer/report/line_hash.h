#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// GitHub's primaryLocationLineHash for the lines of one file, by which code scanning follows an
/// alert through edits. Of each line: a rolling hash (base 37, modulo 2^64) over the first 100
/// UTF-16 units from its start that are neither space nor tab, with CR and CRLF read as LF, a
/// 0xFFFF at the end of the file and zeros after it; in hex, then ':' and which line of that hash
/// it is. Source: src/fingerprints.ts of github/codeql-action.
class LineHashes {
 public:
  explicit LineHashes(std::string_view text);

  /// The hash of a 1-based line; "" past the last one.
  std::string Of(uint32_t line) const;

 private:
  struct LineHash {
    uint64_t hash = 0;
    uint32_t occurrence = 0;
  };
  std::vector<LineHash> lines_;
};

}  // namespace krepis::analyzer
