#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/facts/facts.h"
#include "analyzer/frontend/language_frontend.h"

namespace krepis::testing {

/// What the lexical frontend and a parser make of one text.
struct LexicalComparison {
  bool sure = false;
  std::string doubt;    // why the lexical frontend is not
  bool parsed = false;  // the parser has read the text, without an error in it if `sound`
  bool sound = false;
  std::string lexical;  // the facts that are not in both, a line each, of either side
  std::string parser;

  /// The lexical frontend says what the parser says, or nothing.
  bool agrees() const { return !sure || !parsed || (lexical.empty() && parser.empty()); }
};

/// Compares the facts that the lexical tier stands for. Not thread-safe.
class LexicalComparer {
 public:
  LexicalComparer();

  LexicalComparison Compare(std::string_view path, analyzer::Language language,
                            std::string_view text);
  /// The lexical frontend alone; whether it is sure.
  bool Scan(std::string_view path, analyzer::Language language, std::string_view text);

 private:
  std::unique_ptr<analyzer::LanguageFrontend> lexical_;
  std::unique_ptr<analyzer::LanguageFrontend> parser_;
};

}  // namespace krepis::testing
