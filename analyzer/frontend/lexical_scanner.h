#pragma once

#include <memory>
#include <string_view>

#include "analyzer/ast/ast_builder.h"
#include "analyzer/core/language.h"

namespace krepis::analyzer {

/// Finds what the files of one language group import by their bytes alone: the part of
/// MakeLexicalFrontend() that each language writes for itself. One pass, linear in the text, no
/// recursion on its depth, no clock. Not thread-safe; reused from file to file.
class LexicalScanner {
 public:
  virtual ~LexicalScanner() = default;

  /// Adds to `out`, which has been started for `source`, every node that the facts `imports`,
  /// `mods` and `suppressions` are made of, as the tree-sitter frontend would have it, and no
  /// other. Returns "" when that is certain, else in a few words (static text) what is not: then a
  /// parser has to read the file, and what has been added is of no use.
  virtual std::string_view Scan(Language language, std::string_view source, AstBuilder& out) = 0;
};

/// TypeScript, TSX and JavaScript.
std::unique_ptr<LexicalScanner> MakeJavaScriptScanner();
/// C and C++: what their directives include. Modules of C++20 are not certain.
std::unique_ptr<LexicalScanner> MakeCppScanner();
/// Rust: items within a macro's brackets are not certain where what stands there is hardly Rust.
std::unique_ptr<LexicalScanner> MakeRustScanner();

}  // namespace krepis::analyzer
