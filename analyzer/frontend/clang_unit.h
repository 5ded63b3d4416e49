#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// What libclang is asked to parse: one entry of a compile database.
struct ClangUnit {
  std::string file;       // absolute, or relative to `directory`
  std::string directory;  // absolute: where the compiler would have run
  /// The entry's arguments without the compiler, the input and the output. They pass FilterFlags()
  /// again before libclang sees them, whatever has been done to them before.
  std::vector<std::string> flags;
  /// False: function bodies are not parsed. Includes and bases stay exact, calls are not found, and
  /// the unit costs about half. For runs whose rules need no calls, and for units none of whose
  /// files mentions a symbol that a rule asks for.
  bool bodies = true;
};

/// An #include that the preprocessor could not open.
struct MissingInclude {
  ByteSpan span;     // of the header name as written, delimiters included
  std::string name;  // as written, without delimiters
  friend auto operator<=>(const MissingInclude& a, const MissingInclude& b) {
    if (const auto order = a.span.start <=> b.span.start; order != 0) return order;
    if (const auto order = a.span.length <=> b.span.length; order != 0) return order;
    return a.name <=> b.name;
  }
  friend bool operator==(const MissingInclude&, const MissingInclude&) = default;
};

/// What one unit says about one file of the workspace.
struct ClangFile {
  std::string path;       // workspace-relative, canonical
  std::string semantics;  // a serialised krepis.v1.Semantics
  uint32_t errors = 0;    // compile errors located in this file; their text is never kept
  std::vector<MissingInclude> missing;  // sorted
};

/// The outcome of one unit: every file of the workspace that it touched, sorted by path.
struct ClangUnitResult {
  std::vector<ClangFile> files;
  uint32_t errors_outside = 0;  // compile errors located in no file of the workspace
};

// The messages between ClangClient and the clang worker, without their framing. Both ends check:
// a worker that has parsed a hostile file is not trusted either.
std::string EncodeUnit(const ClangUnit& unit);
Result<ClangUnit> DecodeUnit(std::string_view bytes);
std::string EncodeUnitResult(const Result<ClangUnitResult>& result);
/// The worker's error, or "malformed" for bytes that are not a result; the semantics are validated.
Result<ClangUnitResult> DecodeUnitResult(std::string_view bytes);

}  // namespace krepis::analyzer
