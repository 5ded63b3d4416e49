#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/core/source_text.h"
#include "analyzer/frontend/cpp_macros.h"
#include "analyzer/frontend/kept_comments.h"
#include "analyzer/frontend/lexical_scanner.h"

namespace krepis::analyzer {

/// A walk over C and C++ that stops at comments, literals and the directives that include, and at
/// nothing else. All branches of conditionals are read, as the tree-sitter frontend does.
class CppDirectiveScanner final : public LexicalScanner {
 public:
  std::string_view Scan(Language language, std::string_view source, AstBuilder& out) override;

 private:
  bool Doubt(std::string_view why) {
    doubt_ = why;
    return false;
  }
  bool Walk(AstBuilder& out);
  bool Comment();
  bool String();
  bool RawString();
  void Character();
  bool Directive(AstBuilder& out);
  bool Include(size_t hash, size_t at, AstBuilder& out);

  /// Whether only blanks and comments stand between `at` and the start of its line.
  bool StartsLine(size_t at) const;
  /// Behind the quote that ends the literal opened at `at`, or at the end of its line.
  size_t BehindQuoted(size_t at, char quote) const;
  /// The first byte from `at` on that is neither blank nor in a comment.
  size_t BehindBlanks(size_t at) const;
  size_t BehindComment(size_t at) const;
  /// Behind the last byte before `at` that is no blank.
  size_t BeforeBlanks(size_t at) const;
  bool MentionsModules() const;

  std::string_view text_;
  CppMacros macros_;  // knows where a statement stands
  size_t at_ = 0;
  KeptComments kept_comments_;
  std::string_view doubt_;
  std::vector<ByteSpan> comments_;
  /// The last comment, when nothing but blanks and comments stands before it on its line.
  size_t leading_comment_end_ = 0;
  /// Behind the last single quote that ended a literal, or separates digits (quote_separates_).
  size_t quote_end_ = 0;
  bool quote_separates_ = false;
};

}  // namespace krepis::analyzer
