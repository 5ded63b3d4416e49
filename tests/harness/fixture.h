#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"

namespace krepis::testing {

// A fixture is a small tree in one text that says what krepis must find in it:
//
//     // What this one is about, in comment lines.
//     # --- krepis.toml
//     version = 1
//     ...
//     // --- apps/shop/a.ts
//     import { b } from "../admin/b";  // error: [layering/deny apps-are-islands] "may not depend"
//     //                ^^^^^^^^^^^^
//
// A line `// --- PATH` or `# --- PATH` starts a file, in any language. In it:
//
//     CODE // error: [RULE] "part of the message"      a finding that starts on this line. RULE is
//                                                       the family id, or it and the user's own id
//     CODE // error: [A] "x" warning: [B] "y"           two of them
//     //   ^^^^ error: [RULE] "part"                    the same for the code line above, with its
//                                                       span: first and last column as drawn
//     //   ^^^^                                         the span of the expectation above
//     //<^^^^                                           a span that starts in column 1
//     //   ^...                                         a span that ends on a later line
//     CODE // unknown: [KIND] "part"                    what could not be decided
//     CODE // chain: [GET /x] "cors [cors] > show"      the whole chain of a route that is
//                                                       registered here, as ChainLine() has it
//
// Comments start with // or #. A quote or backslash in the part is written \" or \\. Missing and
// surplus findings both fail; only unknowns may go unmentioned, and the chains of a line that
// mentions none.

enum class FindingKind : uint8_t { kError, kWarning, kUnknown, kChain };

/// "error", "warning", "unknown" or "chain".
std::string_view FindingKindName(FindingKind kind);

/// Columns of one line, 1-based in UTF-16 units, end exclusive.
struct ColumnSpan {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool open = false;  // goes on in a later line; `end` says nothing

  friend bool operator==(const ColumnSpan&, const ColumnSpan&) = default;
};

struct Expectation {
  FindingKind kind = FindingKind::kError;
  std::string rule;   // or the kind of an unknown; of a route's name what stands before its space
  std::string id;     // empty: any; the rest of a route's name
  std::string part;   // of the message, or a whole chain
  size_t file = 0;    // index into Fixture::files
  uint32_t line = 0;  // of the finding, in its file
  std::optional<ColumnSpan> span;
  uint32_t written_line = 0;  // of the file: where the expectation itself stands
  uint32_t span_line = 0;     // of the file: where its carets stand; 0: nowhere
};

struct FixtureFile {
  std::string path;
  std::string contents;      // with the expectations, which are comments of its language
  uint32_t marker_line = 0;  // 1-based, of the fixture's text
};

struct Fixture {
  std::string name;
  std::string text;
  std::vector<FixtureFile> files;
  std::vector<Expectation> expectations;

  analyzer::MemoryFileSystem FileSystem() const;
};

/// Reads a fixture; `name` is its path, for messages. Fails, with the place, on what looks like an
/// expectation but cannot be read.
analyzer::Result<Fixture> ParseFixture(std::string name, std::string text);

/// The path that a `// --- PATH` or `# --- PATH` line names, or nothing.
std::optional<std::string_view> MarkedPath(std::string_view line);

/// `[rule id] "message"`, as an expectation writes it after its kind.
std::string ExpectationText(std::string_view rule, std::string_view id, std::string_view part);

}  // namespace krepis::testing
