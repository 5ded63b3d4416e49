#pragma once

#include <string_view>

#include "analyzer/core/language.h"
#include "analyzer/frontend/byte_search.h"

namespace krepis::analyzer {

/// Which comments of a file the AST keeps: those that suppress, and those of JSDoc in JavaScript,
/// whose types import.
class KeptComments {
 public:
  KeptComments() = default;
  KeptComments(Language language, std::string_view source)
      : suppressions_(ContainsWord(source, kMarker)),
        types_(language == Language::kJavaScript && ContainsWord(source, "/**") &&
               (ContainsWord(source, "import(") || ContainsWord(source, "@import"))) {}

  /// Whether the file may hold one at all.
  bool any() const { return suppressions_ || types_; }

  /// `comment` with its markers.
  bool Keeps(std::string_view comment) const {
    return (suppressions_ && comment.find(kMarker) != std::string_view::npos) ||
           (types_ && comment.starts_with("/**") &&
            comment.find("import") != std::string_view::npos);
  }

 private:
  static constexpr std::string_view kMarker = "krepis:";

  bool suppressions_ = false;
  bool types_ = false;
};

}  // namespace krepis::analyzer
