#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/core/disk_answer.h"
#include "analyzer/core/result.h"
#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// How much of a unit is wanted.
enum class ClangDepth : uint8_t {
  kIncludes,   // include rows and missing headers, exact; no errors counted
  kBases,      // base rows as well; bodies of functions are read where a class stands in them
  kSemantics,  // every row
};

/// What libclang is asked to parse: one entry of a compile database.
struct ClangUnit {
  std::string file;       // absolute, or relative to `directory`
  std::string directory;  // absolute: where the compiler would have run
  /// The entry's arguments without the compiler, the input and the output. They pass FilterFlags()
  /// again before libclang sees them, whatever has been done to them before.
  std::vector<std::string> flags;
  ClangDepth depth = ClangDepth::kSemantics;
};

/// By which a unit is told from every other.
LongChecksum ClangUnitId(const ClangUnit& unit);

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

/// What a unit takes from a file of the disk: all of its text, or, with kIncludes, its directives:
/// what the preprocessor reads, but where it stands only of what includes.
struct ClangText {
  DiskFile file;
  LongChecksum checksum;  // zeros: it cannot be told
  friend bool operator==(const ClangText&, const ClangText&) = default;
};

/// By which a ClangFile is told from every other.
LongChecksum ClangFileId(const ClangFile& file);

/// The outcome of one unit: the files of the workspace that it touched, sorted by path. With
/// kIncludes and kBases, only what the worker has not said word for word of an earlier unit: the
/// union over all units is whole, and the one over those of a worker that died is, too.
struct ClangUnitResult {
  std::vector<ClangFile> files;
  uint32_t errors_outside = 0;  // compile errors located in no file of the workspace
  /// Where the request wants `asked`: what is left out of `files`, and the files of the disk of
  /// whose text the unit is made, sorted. None: it is made of more.
  std::vector<LongChecksum> again;
  std::optional<std::vector<DiskFile>> made_of;
  /// Of files that no earlier unit of the worker was made of, what this one takes; others in their
  /// place, of which that is the same, make the same unit, unless it hangs on more of their texts.
  /// Also the answer to ClangRequest::directives_of, in its order; zeros where one cannot be told.
  std::vector<ClangText> texts;
  bool by_text = true;
  /// Where the request wants it: what was asked of the disk since the last result that says so, as
  /// DiskAnswers::Add() takes it. None: it cannot be told.
  std::optional<std::string> asked;
};

// What ClangClient and the clang worker say to each other inside the frames of worker.proto. Both
// ends check: a worker that has parsed a hostile file is not trusted either.

struct ClangRequest {
  std::string root;  // absolute path of the workspace
  ClangUnit unit;
  bool asked = false;  // ClangUnitResult::asked is wanted
  /// Instead of a unit: the directives of these files are wanted, in this order.
  std::vector<std::string> directives_of;
};

std::string EncodeClangRequest(const ClangRequest& request);
Result<ClangRequest> DecodeClangRequest(std::string_view bytes);
std::string EncodeClangFile(const ClangFile& file);
/// The semantics are validated.
Result<ClangFile> DecodeClangFile(std::string_view bytes);
std::string EncodeClangResult(const ClangUnitResult& result);
/// The semantics are validated.
Result<ClangUnitResult> DecodeClangResult(std::string_view bytes);

}  // namespace krepis::analyzer
