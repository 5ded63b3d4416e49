#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "analyzer/core/language.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/facts.h"
#include "analyzer/facts/pattern_search.h"

namespace krepis::analyzer {

/// Decides by the bytes of a file whether a family could say more about it if it had its tree: one
/// search for the words of all families together (design D1). Immutable, so safe to share between
/// threads.
class StructureFilter {
 public:
  /// Refers to the tables of `families`.
  explicit StructureFilter(const ExtractOptions& families);

  /// Whether the facts of a file may hold more than `imports`, those that a lexical frontend's tree
  /// gives. `families` are those that the filter was made of, or some of them.
  bool NeedsStructure(const FileFacts& imports, std::string_view source,
                      const ExtractOptions& families) const;

 private:
  std::array<PatternSearch, 4> searches_;  // by LanguageGroup
};

}  // namespace krepis::analyzer
