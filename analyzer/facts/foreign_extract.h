#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/pattern_search.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// What of a workspace decides which of its files have something to say about code in other
/// languages: the functions that Rust declares or exports with C linkage. C and C++ are looked
/// through for these alone. Immutable.
class ForeignWords {
 public:
  ForeignWords() = default;
  explicit ForeignWords(std::vector<std::string> functions);
  /// Of the facts of all Rust files.
  static ForeignWords Of(std::span<const FileFacts> rust);

  bool IsFunction(std::string_view name) const;
  bool NamesFunction(std::string_view source) const { return search_.Find(source).any(); }

 private:
  std::vector<std::string> functions_;  // sorted
  PatternSearch search_;
};

/// Whether the tree of a file may hold foreign facts, by its words and its imports.
bool MayBeForeign(const ForeignWords& words, LanguageGroup group, std::string_view source,
                  std::span<const ImportFact> imports);

/// Adds the foreign facts of a file, in the order of the source. Locations have their spans only.
void ExtractForeign(const Scopes& scopes, std::string_view source, const ForeignWords& words,
                    FileFacts& facts);

// By language; ExtractForeign picks one.
void ExtractRustForeign(const Scopes& scopes, std::string_view source, FileFacts& facts);
void ExtractCppForeign(const Scopes& scopes, std::string_view source, const ForeignWords& words,
                       FileFacts& facts);
void ExtractJavaScriptForeign(const Scopes& scopes, FileFacts& facts);

/// The name of a function where it stands within its `declaration`, before its parameters; all of
/// the declaration where that cannot be seen.
ByteSpan FunctionNameSpan(std::string_view source, ByteSpan declaration, std::string_view name);

}  // namespace krepis::analyzer
