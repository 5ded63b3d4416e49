#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/source_text.h"
#include "analyzer/frontend/cpp_modules.h"
#include "analyzer/frontend/cpp_scanner.h"

namespace krepis::analyzer {

/// Without the preprocessor, a macro that stands where the language has nothing breaks the parse of
/// what follows: `class API_EXPORT Service : public Base {`, `LIB_BEGIN_NAMESPACE`, `Mutex mu_
/// GUARDED_BY(lock)`, `template <class T, ENABLE_IF(x)>`, `TEST_CASE("name") {`, `LIST_BEGIN
/// ADD(x, "y"); LIST_END` in a class, which stands for a function. A few forms of the language that
/// the grammar lacks, those of modules among them, are treated in the same way. Such macros are
/// known by their spelling (LIKE_THIS) and by what stands around them, outside of function bodies.
/// Calls of macros and macros that may be a type stay.
class CppMacros {
 public:
  /// `text` with such macros overwritten by blanks, so that every other byte keeps its place. Valid
  /// until the next call; `text` itself when there was none.
  std::string_view Clean(std::string_view text);
  /// The #include lines of the text that Clean() read last, in order; not those between brackets.
  const std::vector<ByteSpan>& includes() const { return includes_; }
  /// What the text that Clean() read last imports as C++20's modules do, in order.
  const std::vector<cpp::ModuleStatement>& modules() const { return modules_; }

 private:
  using Token = cpp::Token;

  /// A brace that is open: whether declarations stand in it, and not statements or values.
  enum class Scope : char { kDeclarations, kOther };
  /// A pair of macros in a class that stands for a function with statements in it.
  struct Pair {
    size_t braces = 0;  // that were open, with the one that the first macro stands for
    std::string end;    // the second macro
  };

  void Directive(const Token& token, std::string_view directive);
  bool EndsWithAccess(const cpp::Scanner& scanner);
  Scope ScopeOf(const cpp::Scanner& scanner) const;
  void Statement(const cpp::Scanner& scanner, char terminator);
  bool Module(const cpp::Scanner& scanner, char terminator);
  /// Whether only blanks stand before `at` on its line.
  bool StartsLine(size_t at) const;
  bool IsClass(const cpp::Scanner& scanner) const;
  void BeginPair(const cpp::Scanner& scanner);
  void EndPair(const cpp::Scanner& scanner);
  void Heads(const cpp::Scanner& scanner);
  void Unsupported(const cpp::Scanner& scanner, char terminator);
  void Body(const cpp::Scanner& scanner);
  void Leading(const cpp::Scanner& scanner, char terminator);
  void Specifiers(const cpp::Scanner& scanner);
  void Annotations(const cpp::Scanner& scanner);
  void TemplateParameters(const cpp::Scanner& scanner);

  bool Is(size_t token, Token::Kind kind) const {
    return token < statement_.size() && statement_[token].kind == kind;
  }
  bool IsPunct(const cpp::Scanner& scanner, size_t token, std::string_view text) const {
    return Is(token, Token::Kind::kPunct) && scanner.TextOf(statement_[token]) == text;
  }
  /// The macro's arguments, when they follow at once: 1 token, else 0.
  size_t ArgumentsOf(size_t macro) const;
  void Overwrite(uint32_t from, uint32_t to, std::string_view text);
  void Blank(size_t from, size_t to);
  char* Writable();

  std::string_view text_;
  std::string cleaned_;
  bool changed_ = false;
  std::vector<Token> statement_;
  std::vector<ByteSpan> includes_;
  std::vector<cpp::ModuleStatement> modules_;
  bool only_modules_ = true;  // no other statement stands before the one at hand
  bool is_interface_ = false;
  std::vector<Scope> open_;
  std::vector<bool> classes_;       // of open_: whether it is the brace of a class
  std::vector<Pair> pairs_;         // that are open
  int searched_ = 0;                // ends of pairs that were looked for
  Token guard_;                     // the last directive, if it asks for __cplusplus
  std::string guarded_;             // what stands behind the last directive, as far as it matters
  std::vector<size_t> conditions_;  // how many braces were open at each #if
};

}  // namespace krepis::analyzer
