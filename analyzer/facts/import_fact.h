#pragma once

#include <string>
#include <vector>

#include "analyzer/core/edge_kind.h"
#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// One name that an import brings in: `import { a as b }` is {a, b}, a default import {default, x},
/// a namespace {*, ns}.
struct ImportedName {
  std::string imported;
  std::string local;

  friend bool operator==(const ImportedName&, const ImportedName&) = default;
};

/// One dependency as the source states it, before resolution.
struct ImportFact {
  EdgeKind kind = EdgeKind::kImport;
  /// As written: "./x.js", "vector", "crate::a::b"; "" when computed. Paths in code and bases have
  /// use-aliases expanded; call, reference and inherit of C++ are the compiler's qualified names.
  std::string specifier;
  Location location;     // of the specifier or path, the place that a finding points at
  Location statement;    // of the whole import
  std::string resolved;  // C and C++ under a compile database: the file that the compiler saw
  std::string scope;    // Rust: path of the inline modules around it ("a::b"), "" at the file's top
  bool system = false;  // #include <…>; /// <reference types="…" />
  bool reexport = false;
  bool glob = false;
  bool computed = false;   // the specifier is no literal: unknown (dynamic-import)
  bool test_only = false;  // under #[cfg(test)]
  bool extern_crate = false;
  bool require = false;  // require(): packages may give it another file than an import
  std::vector<ImportedName> names;
  /// The specifier is computed, but for the folder that it begins with: "*" in it stands for what
  /// is not known, "./locale/*.js".
  bool pattern = false;

  friend bool operator==(const ImportFact&, const ImportFact&) = default;
};

}  // namespace krepis::analyzer
