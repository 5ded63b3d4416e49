#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/source_text.h"
#include "analyzer/frontend/kept_comments.h"
#include "analyzer/frontend/lexical_scanner.h"

namespace krepis::analyzer {

/// A walk over the tokens of TypeScript, TSX and JavaScript that knows as much of the grammar as it
/// takes to tell strings, templates, comments, regular expressions and JSX from code. Split by
/// subject over javascript_scanner{,_jsx,_imports,_calls,_emit}.cc.
class JavaScriptScanner final : public LexicalScanner {
 public:
  std::string_view Scan(Language language, std::string_view source, AstBuilder& out) override;

 private:
  /// How deep brackets and elements may nest.
  static constexpr size_t kDepth = 100'000;

  enum class TokenKind : uint8_t {
    kStart,     // nothing: a statement begins
    kWord,      // an identifier or keyword
    kOperand,   // a number, string, template, regex, JSX element, or a member's name
    kDot,       // . or ?.
    kOpen,      // mark: the bracket
    kClose,     // ) or ]; what it closed is in closed_
    kBrace,     // } of a block or object; what it closed is in closed_
    kOperator,  // mark: its last character
  };
  struct Token {
    TokenKind kind = TokenKind::kStart;
    char mark = 0;
    uint32_t start = 0;  // of a word
    uint32_t length = 0;
  };

  /// What is open around the place of the walk, innermost last.
  enum class Bracket : uint8_t {
    kParenthesis,
    kSquare,
    kBrace,
    kSubstitution,   // ${ in a template
    kJsxElement,     // before.start, .length: its name
    kJsxAttribute,   // { in a tag
    kJsxExpression,  // { in the text of an element
  };
  struct Open {
    Bracket bracket;
    Token before;       // the token in front of it
    uint32_t call = 0;  // 1 + index of the record whose arguments it opens
  };

  struct Name {
    ByteSpan imported;       // of its text
    ByteSpan local;          // {}: the same
    std::string_view fixed;  // in place of `imported`: "default", "*"
    bool type_only = false;
    ByteSpan span;
  };
  enum class RecordKind : uint8_t { kDropped, kImport, kDynamic, kTypeImport, kRequire };
  struct Record {
    RecordKind kind = RecordKind::kImport;
    uint32_t flags = 0;
    ByteSpan span;
    ByteSpan specifier;       // between the quotes
    bool literal = true;      // there is a specifier
    uint32_t first_name = 0;  // of names_
    uint32_t names = 0;
    Token before;
  };
  /// A word, string or single character inside an import statement.
  struct Piece {
    enum class Kind : uint8_t { kEnd, kWord, kString, kMark } kind = Kind::kEnd;
    char mark = 0;
    ByteSpan span;
  };

  // javascript_scanner.cc: the walk. Functions that return bool return false with doubt_ set.
  bool Doubt(std::string_view why) {
    doubt_ = why;
    return false;
  }
  bool Walk();
  bool Word();
  bool Slash();
  bool Regex();
  bool QuotedString();
  bool TemplateText();
  bool Less();
  void Bang();
  void PlusOrMinus();
  void DotOrSpread();
  bool OpenBracket(Bracket bracket, char mark);
  bool CloseBracket(Bracket bracket);
  bool CloseBrace();
  /// Whether the last token ends an operand, so that `/` divides and `<` compares.
  bool AfterOperand() const;
  bool IsObject(const Token& before) const;
  /// The first byte from `at` on that is neither blank nor in a comment, or end_. Notes the
  /// comments that are kept.
  const char* BehindBlanks(const char* at);
  /// Behind the comment at `at`.
  const char* BehindComment(const char* at);
  /// Behind the identifier at `at`.
  const char* BehindWord(const char* at);
  /// Behind the literal at `at`, of which it notes what stands between the quotes; null when it has
  /// no end or is a template with substitutions.
  const char* BehindString(const char* at, ByteSpan& inside) const;

  // javascript_scanner_jsx.cc
  bool IsTypeParameters(const char* at);
  /// Where a walk over JSX goes on: within a tag, in the text between tags, or in code behind the
  /// element or within its braces.
  enum class Place : uint8_t { kTag, kText, kCode, kSubstitution };
  /// Reads on in JSX until code begins.
  bool Jsx(Place place);
  bool OpenTag();
  bool TypeArguments();
  bool InTag(Place& place);
  bool CloseTag(Place& place);
  Place LeaveElement();
  const char* BehindTagName(const char* at) const;

  // javascript_scanner_imports.cc: statements
  bool Import(uint32_t start);
  bool Export(uint32_t start);
  bool StatementMayBegin() const;
  void LoadedModule(uint32_t start);
  bool ImportStatement(uint32_t start);
  bool ImportClause(Piece piece, Record& record);
  bool From(Piece piece, Record& record);
  /// `{ a, type b as c }`, behind its brace.
  bool NamedList();
  bool NamedItem(const Piece (&pieces)[4], uint32_t count);
  bool EndStatement(Record& record);
  Piece Next();
  Piece Peek();
  bool IsWord(const Piece& piece, std::string_view word) const {
    return piece.kind == Piece::Kind::kWord && Text(piece.span) == word;
  }
  static bool IsMark(const Piece& piece, char mark) {
    return piece.kind == Piece::Kind::kMark && piece.mark == mark;
  }

  // javascript_scanner_calls.cc: import(…) and require(…)
  bool Require(uint32_t start);
  bool RequireNotCalled(const Token& before, const char* next);
  bool DeclaredRequire();
  bool BeginCall(RecordKind kind, uint32_t start, const char* parenthesis);
  bool EndCall(Record& record);
  bool EndDynamicImport(Record& record, const char* behind);
  bool MayBeType(const Record& record) const;
  bool IsMethodName(const Token& before) const;

  // javascript_scanner_emit.cc
  bool Emit(AstBuilder& out);
  bool RequireIsClear() const;
  void EmitImport(const Record& record, AstBuilder& out);
  void EmitCall(const Record& record, AstBuilder& out);
  std::string_view Decoded(ByteSpan span);

  std::string_view Text(ByteSpan span) const { return {begin_ + span.start, span.length}; }
  std::string_view Text(const Token& token) const { return {begin_ + token.start, token.length}; }
  bool IsWordToken(const Token& token, std::string_view word) const {
    return token.kind == TokenKind::kWord && Text(token) == word;
  }
  uint32_t Offset(const char* at) const { return static_cast<uint32_t>(at - begin_); }
  ByteSpan Span(const char* from, const char* to) const {
    return {Offset(from), static_cast<uint32_t>(to - from)};
  }

  const char* begin_ = nullptr;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  Language language_ = Language::kNone;
  bool jsx_ = false;
  KeptComments kept_comments_;
  std::string_view doubt_;

  Token before_;  // the last token
  Open closed_{};
  std::vector<Open> open_;
  uint32_t pending_call_ = 0;  // of the parenthesis that comes next

  std::vector<Record> records_;
  std::vector<ByteSpan> loaded_;  // what loads code by its place
  std::vector<Name> names_;
  std::vector<ByteSpan> comments_;
  uint32_t comments_end_ = 0;  // those before it are noted
  uint32_t first_code_ = 0;

  // What the file does with the name `require`.
  bool require_unclear_ = false;   // may declare it somewhere below the top level
  bool require_declared_ = false;  // declares it at the top level
  ByteSpan require_maker_;         // as the result of this function
  ByteSpan loader_maker_;          // the local name of an imported createRequire
  std::string decoded_;
};

}  // namespace krepis::analyzer
