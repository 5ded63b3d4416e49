#pragma once

// Internal to the include worker: what clang's own libraries say of a unit's files.

#include <clang/Basic/FileEntry.h>

#include <cstdint>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "analyzer/ast/semantics.h"
#include "analyzer/frontend/clang_paths.h"
#include "analyzer/frontend/clang_unit.h"

namespace krepis::analyzer {

/// What clang says of one place of a file.
struct ClangRow {
  SemanticKind kind = SemanticKind::kInclude;
  ByteSpan span;                     // of the header name, or the base specifier
  const ClangPath* other = nullptr;  // the file opened, or that declares the base; null: none
  std::string name;                  // of an include that could not be opened, or of the base
  friend auto operator<=>(const ClangRow& a, const ClangRow& b) {
    return std::tie(a.span.start, a.span.length, a.kind, a.other, a.name) <=>
           std::tie(b.span.start, b.span.length, b.kind, b.other, b.name);
  }
  friend bool operator==(const ClangRow& a, const ClangRow& b) { return (a <=> b) == 0; }
};
using ClangRows = std::vector<ClangRow>;

/// The file as it leaves the worker.
ClangFile Described(const std::string& path, const ClangRows& rows);

/// The files that one run of clang over a unit reads. Not thread-safe.
class UnitFiles {
 public:
  struct Named {
    const ClangPath* path = nullptr;  // null: no file
    ClangRows* rows = nullptr;        // null: outside the workspace
  };

  UnitFiles(const std::string& directory, ClangPaths& paths)
      : directory_(directory), paths_(paths) {}

  /// Only a file that is read has an entry, as libclang has it; what is merely named is read sooner
  /// or later, or was before.
  Named Look(clang::OptionalFileEntryRef file);
  std::unordered_map<const ClangPath*, ClangRows>& rows() { return rows_; }

 private:
  const std::string& directory_;
  ClangPaths& paths_;
  std::unordered_map<const ClangPath*, ClangRows> rows_;
  std::unordered_map<const clang::FileEntry*, Named> by_entry_;
};

}  // namespace krepis::analyzer
