#include "analyzer/frontend/cpp_macros.h"

#include <algorithm>
#include <cstddef>

namespace krepis::analyzer {
namespace {

using cpp::Scanner;
using cpp::Token;

bool IsClassKey(std::string_view word) {
  return word == "class" || word == "struct" || word == "union" || word == "enum";
}

/// Of a statement up to its brace or semicolon; nothing is cleaned in longer ones, which no
/// declaration is.
constexpr size_t kMaxTokens = 128;

/// As long as `extern "C" {` without its blanks.
constexpr size_t kGuardBytes = 10;

/// Words that a declaration may have beside its type and name.
bool IsQualifier(std::string_view word) {
  static constexpr std::string_view kQualifiers[] = {"const",   "constexpr", "extern",  "inline",
                                                     "mutable", "static",    "volatile"};
  return std::find(std::begin(kQualifiers), std::end(kQualifiers), word) != std::end(kQualifiers);
}

/// Words that no type name can be followed by when it is the type of a declaration.
bool BeginsDeclaration(std::string_view word) {
  static constexpr std::string_view kBeginnings[] = {
      "auto",     "bool",   "char",   "class",   "consteval", "constexpr", "double", "enum",
      "explicit", "extern", "float",  "friend",  "inline",    "int",       "long",   "operator",
      "short",    "signed", "static", "struct",  "template",  "typename",  "union",  "unsigned",
      "virtual",  "void",   "using",  "typedef", "namespace"};
  return std::find(std::begin(kBeginnings), std::end(kBeginnings), word) != std::end(kBeginnings);
}

bool IsAccess(std::string_view word) {
  return word == "public" || word == "private" || word == "protected";
}

/// Whether what stands between the brackets can be the arguments of a call: two words side by side
/// cannot.
bool IsArgumentList(std::string_view group) {
  Scanner scanner(group.substr(1));
  bool word = false;
  for (Token token = scanner.Next(); token.kind != Token::Kind::kEnd; token = scanner.Next()) {
    const bool is_word = token.kind == Token::Kind::kWord || token.kind == Token::Kind::kMacro ||
                         scanner.TextOf(token).ends_with('"');
    if (word && is_word) return false;
    word = is_word;
  }
  return true;
}

bool HasUnderscore(std::string_view word) { return word.find('_') != std::string_view::npos; }

}  // namespace

std::string_view CppMacros::Clean(std::string_view text) {
  text_ = text;
  changed_ = false;
  statement_.clear();
  includes_.clear();
  modules_.clear();
  only_modules_ = true;
  is_interface_ = false;
  open_.clear();
  classes_.clear();
  pairs_.clear();
  searched_ = 0;
  conditions_.clear();
  guard_ = {};
  guarded_.clear();
  Scanner scanner(text);
  for (Token token = scanner.Next(); token.kind != Token::Kind::kEnd; token = scanner.Next()) {
    const std::string_view written = scanner.TextOf(token);
    if (token.kind == Token::Kind::kDirective) {
      Directive(token, written);
      continue;
    }
    if (guarded_.size() <= kGuardBytes) guarded_ += written;
    if (written == "{") {
      const Scope scope = ScopeOf(scanner);
      const bool is_class = scope == Scope::kDeclarations && IsClass(scanner);
      Statement(scanner, '{');
      open_.push_back(scope);
      classes_.resize(open_.size());
      classes_.back() = is_class;
    } else if (written == "}") {
      Statement(scanner, '}');
      if (!open_.empty()) open_.pop_back();
      while (!pairs_.empty() && pairs_.back().braces > open_.size()) pairs_.pop_back();
    } else if (written == ";") {
      Statement(scanner, ';');
    } else if (written == ":" && EndsWithAccess(scanner)) {
      statement_.pop_back();
      Statement(scanner, '}');
    } else if (statement_.size() <= kMaxTokens) {
      statement_.push_back(token);
    }
  }
  Statement(scanner, '}');
  return changed_ ? std::string_view(cleaned_) : text;
}

/// Branches of a conditional open the same braces; only those of the last one count.
void CppMacros::Directive(const Token& token, std::string_view directive) {
  const size_t name = directive.find_first_not_of("# \t");
  if (name == std::string_view::npos) return;
  const std::string_view word = directive.substr(name);
  if (word.starts_with("include") || word.starts_with("import")) {
    includes_.push_back({token.start, token.end - token.start});
  }
  // `#if __has_include(<x>)` is more than the grammar knows; which branch is taken is nothing to
  // anyone.
  const size_t condition = word.starts_with("if ") ? 3 : word.starts_with("elif ") ? 5 : 0;
  const bool asks_for_file = word.find("include") != std::string_view::npos ||
                             word.find("INCLUDE") != std::string_view::npos;
  if (condition != 0 && asks_for_file) {
    Overwrite(token.start + static_cast<uint32_t>(name + condition), token.end, "1");
  }
  // #ifdef __cplusplus around one brace of `extern "C" { … }` would tear the two apart.
  const bool opens = word.starts_with("if");
  if (word.starts_with("endif") && guard_.kind == Token::Kind::kDirective &&
      (guarded_ == "extern\"C\"{" || guarded_ == "}")) {
    Overwrite(guard_.start, guard_.end, {});
    Overwrite(token.start, token.end, {});
  }
  guard_ = opens && word.find("__cplusplus") != std::string_view::npos ? token : Token();
  guarded_.clear();
  if (opens) {
    conditions_.push_back(open_.size());
  } else if (word.starts_with("el") && !conditions_.empty()) {
    if (open_.size() > conditions_.back()) open_.resize(conditions_.back());
  } else if (word.starts_with("endif") && !conditions_.empty()) {
    conditions_.pop_back();
  }
}

/// Whether the statement so far ends with `public` or the like; a macro behind that (Qt's slots) is
/// taken away.
bool CppMacros::EndsWithAccess(const Scanner& scanner) {
  const size_t size = statement_.size();
  if (size == 0 || size > kMaxTokens) return false;
  if (IsAccess(scanner.TextOf(statement_.back()))) return true;
  const bool marked =
      size >= 2 && IsAccess(scanner.TextOf(statement_[size - 2])) &&
      (Is(size - 1, Token::Kind::kMacro) || scanner.TextOf(statement_.back()) == "slots");
  if (marked) Blank(size - 1, size);
  return marked;
}

CppMacros::Scope CppMacros::ScopeOf(const Scanner& scanner) const {
  if (!open_.empty() && open_.back() == Scope::kOther) {
    // A class inside of a function; anything else there holds statements.
    const bool local = !statement_.empty() && statement_[0].kind == Token::Kind::kWord &&
                       IsClassKey(scanner.TextOf(statement_[0])) &&
                       scanner.TextOf(statement_[0]) != "enum";
    return local ? Scope::kDeclarations : Scope::kOther;
  }
  bool declares = false;
  bool is_template = false;
  for (size_t i = 0; i < statement_.size(); ++i) {
    const std::string_view word = scanner.TextOf(statement_[i]);
    if (word == "template") is_template = true;
    // A value or an enumeration; the parameters of a template may have defaults.
    if (word == "enum" || (word == "=" && !is_template)) return Scope::kOther;
    if (word == "namespace" || IsClassKey(word)) declares = true;
    if (word == "extern" && i + 1 < statement_.size()) {
      declares |= scanner.TextOf(statement_[i + 1]).starts_with('"');
    }
    // The parameters of a function; a macro's arguments are none.
    if (statement_[i].kind != Token::Kind::kGroup || !word.starts_with('(')) continue;
    const bool attribute = i > 0 && (statement_[i - 1].kind == Token::Kind::kMacro ||
                                     scanner.TextOf(statement_[i - 1]) == "alignas");
    if (!attribute) return Scope::kOther;
  }
  return declares ? Scope::kDeclarations : Scope::kOther;
}

bool CppMacros::StartsLine(size_t at) const {
  while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
  return at == 0 || text_[at - 1] == '\n' || text_.substr(0, at) == "\xEF\xBB\xBF";
}

/// Whether the statement is one of modules. An `export` that stands in front of another one of the
/// unit goes, too.
bool CppMacros::Module(const Scanner& scanner, char terminator) {
  if (statement_.empty()) return false;
  if (terminator == ';' && statement_.size() <= kMaxTokens && StartsLine(statement_[0].start)) {
    if (auto read = cpp::ReadModuleStatement(scanner, statement_, only_modules_)) {
      is_interface_ |= read->exported;
      Overwrite(read->span.start, read->span.end(), {});
      if (!read->name.empty()) modules_.push_back(*std::move(read));
      return true;
    }
  }
  only_modules_ = false;
  if (is_interface_ && scanner.TextOf(statement_[0]) == "export") Blank(0, 1);
  return false;
}

bool CppMacros::IsClass(const Scanner& scanner) const {
  return std::any_of(statement_.begin(), statement_.end(), [&](const Token& token) {
    return token.kind == Token::Kind::kWord && IsClassKey(scanner.TextOf(token));
  });
}

void CppMacros::Statement(const Scanner& scanner, char terminator) {
  if (open_.empty() && Module(scanner, terminator)) return statement_.clear();
  EndPair(scanner);
  BeginPair(scanner);
  if (statement_.size() <= kMaxTokens && (open_.empty() || open_.back() == Scope::kDeclarations)) {
    Unsupported(scanner, terminator);
  }
  const bool any = statement_.size() <= kMaxTokens &&
                   std::any_of(statement_.begin(), statement_.end(), [](const Token& token) {
                     return token.kind == Token::Kind::kMacro;
                   });
  if (any) {
    Heads(scanner);
    if (open_.empty() || open_.back() == Scope::kDeclarations) {
      if (terminator == '{') Body(scanner);
      Leading(scanner, terminator);
      TemplateParameters(scanner);
      Specifiers(scanner);
      Annotations(scanner);
    }
  }
  statement_.clear();
}

/// What the grammar does not know though the language has it: `void f(Options options = {})` and
/// `enum : uint8_t {`. Neither the default nor the type is anything to anyone.
void CppMacros::Unsupported(const Scanner& scanner, char terminator) {
  if (terminator == '{' && statement_.size() > 2 && scanner.TextOf(statement_[0]) == "enum" &&
      IsPunct(scanner, 1, ":")) {
    Overwrite(statement_[1].start, statement_.back().end, {});
    statement_.resize(1);
  }
  for (const Token& token : statement_) {
    const std::string_view group = scanner.TextOf(token);
    if (token.kind != Token::Kind::kGroup || !group.starts_with('(')) continue;
    if (group.find('{') == std::string_view::npos) continue;
    Scanner inside(group.substr(1));
    Token equals, opening;
    for (Token part = inside.Next(); part.kind != Token::Kind::kEnd; part = inside.Next()) {
      const std::string_view written = inside.TextOf(part);
      const bool empty = written == "}" && opening.kind == Token::Kind::kPunct;
      if (empty) Overwrite(token.start + 1 + equals.start, token.start + 1 + part.end, {});
      opening = written == "{" && equals.kind == Token::Kind::kPunct ? part : Token();
      if (written != "{") equals = written == "=" ? part : Token();
    }
  }
}

size_t CppMacros::ArgumentsOf(size_t macro) const {
  const bool follows =
      Is(macro + 1, Token::Kind::kGroup) && text_[statement_[macro + 1].start] == '(';
  return follows ? 1 : 0;
}

char* CppMacros::Writable() {
  if (!changed_) cleaned_.assign(text_);
  changed_ = true;
  return cleaned_.data();
}

/// Puts `text` and blanks in the place of the bytes from `from` to `to`. Lines keep their ends.
void CppMacros::Overwrite(uint32_t from, uint32_t to, std::string_view text) {
  char* bytes = Writable();
  for (uint32_t at = from; at < to; ++at) {
    if (bytes[at] == '\n' || bytes[at] == '\r') continue;
    const uint32_t offset = at - from;
    // A backslash before a line's end continues the directive.
    const bool continues = bytes[at] == '\\' && at + 1 < to;
    bytes[at] = offset < text.size() ? text[offset] : continues ? '\\' : ' ';
  }
}

/// Overwrites the tokens from `from` to before `to` and takes them out of the statement.
void CppMacros::Blank(size_t from, size_t to) {
  Overwrite(statement_[from].start, statement_[to - 1].end, {});
  statement_.erase(statement_.begin() + static_cast<ptrdiff_t>(from),
                   statement_.begin() + static_cast<ptrdiff_t>(to));
}

/// class EXPORT Name, struct ALIGNED(8) Name; if LIB_CONSTEXPR (condition)
void CppMacros::Heads(const Scanner& scanner) {
  for (size_t i = 0; i + 2 < statement_.size(); ++i) {
    if (Is(i, Token::Kind::kWord) && scanner.TextOf(statement_[i]) == "if" &&
        Is(i + 1, Token::Kind::kMacro) && ArgumentsOf(i + 1) != 0) {
      Blank(i + 1, i + 2);
    }
  }
  for (size_t i = 0; i + 2 < statement_.size(); ++i) {
    if (!Is(i, Token::Kind::kWord) || !IsClassKey(scanner.TextOf(statement_[i]))) continue;
    while (Is(i + 1, Token::Kind::kMacro)) {
      const size_t behind = i + 2 + ArgumentsOf(i + 1);
      const bool named = (Is(behind, Token::Kind::kWord) || Is(behind, Token::Kind::kMacro)) &&
                         scanner.TextOf(statement_[behind]) != "final";
      if (!named) break;
      Blank(i + 1, behind);
    }
  }
}

/// TEST_CASE("name") { … }: what the macro makes is a function, and so is MACRO() { … }.
void CppMacros::Body(const Scanner& scanner) {
  if (statement_.size() < 2) return;
  const size_t macro = statement_.size() - 2;
  if (!Is(macro, Token::Kind::kMacro) || ArgumentsOf(macro) == 0) return;
  if (macro > 0 && !statement_[macro].starts_line) return;
  const Token arguments = statement_[macro + 1];
  if (scanner.TextOf(arguments).find('"') == std::string_view::npos) return;
  Overwrite(arguments.start + 1, arguments.end - 1, {});
  statement_[macro].kind = Token::Kind::kWord;
}

/// Macros that stand alone before a declaration, each on its line.
void CppMacros::Leading(const Scanner& scanner, char terminator) {
  size_t first = 0;
  while (Is(first, Token::Kind::kMacro) && HasUnderscore(scanner.TextOf(statement_[first]))) {
    const size_t arguments = ArgumentsOf(first);
    const size_t behind = first + 1 + arguments;
    const bool last = behind == statement_.size();
    if (last ? terminator != '}' : !statement_[behind].starts_line) return;
    if (arguments == 0 || !IsArgumentList(scanner.TextOf(statement_[first + 1]))) {
      Blank(first, behind);
      continue;
    }
    // A call without its semicolon: the blank behind it becomes one.
    const uint32_t end = statement_[behind - 1].end;
    const bool room = end < text_.size() && (text_[end] == '\n' || text_[end] == ' ');
    if (!room) return;
    Writable()[end] = ';';
    statement_.erase(statement_.begin(), statement_.begin() + static_cast<ptrdiff_t>(behind));
    first = 0;
  }
}

/// LIB_API int f(); static LIB_INLINE Type f();
void CppMacros::Specifiers(const Scanner& scanner) {
  for (size_t i = 0; i < statement_.size();) {
    const Token::Kind kind = statement_[i].kind;
    if (kind == Token::Kind::kGroup || IsPunct(scanner, i, "=")) return;
    const bool macro = kind == Token::Kind::kMacro && HasUnderscore(scanner.TextOf(statement_[i]));
    const size_t behind = i + 1 + (macro ? ArgumentsOf(i) : 0);
    const bool followed = Is(behind, Token::Kind::kWord) || Is(behind, Token::Kind::kMacro);
    if (macro && IsPunct(scanner, behind, "~")) {  // LIB_API ~Name();
      Blank(i, behind);
      continue;
    }
    if (!macro || !followed || (i > 0 && IsPunct(scanner, i - 1, ":"))) {
      ++i;
      continue;
    }
    // LIB_API Name(…) : member_(…) is a constructor.
    if (Is(behind + 1, Token::Kind::kGroup) && IsPunct(scanner, behind + 2, ":")) {
      Blank(i, behind);
      continue;
    }
    // What follows must be a declaration without it: a type and a name.
    size_t words = 0;
    bool begins = false;
    for (size_t j = behind; j < statement_.size(); ++j) {
      if (statement_[j].kind == Token::Kind::kGroup || IsPunct(scanner, j, "=")) break;
      const bool joined = j > behind && IsPunct(scanner, j - 1, ":");
      if (Is(j, Token::Kind::kWord)) {
        const std::string_view word = scanner.TextOf(statement_[j]);
        begins |= j == behind && BeginsDeclaration(word);
        if (!joined && !IsQualifier(word)) ++words;
      } else if (Is(j, Token::Kind::kMacro) && !joined && ArgumentsOf(j) == 0) {
        ++words;
      }
    }
    if (!begins && words < 2) {
      ++i;
      continue;
    }
    Blank(i, behind);
  }
}

/// void f() REQUIRES(mu); int x GUARDED_BY(mu) = 1;
void CppMacros::Annotations(const Scanner& scanner) {
  size_t words = 0;
  bool in_type = false;
  bool parameters = false;
  for (size_t i = 0; i < statement_.size();) {
    if (IsPunct(scanner, i, ":") && !IsPunct(scanner, i + 1, ":") &&
        (i == 0 || !IsPunct(scanner, i - 1, ":"))) {
      return;
    }
    if (IsPunct(scanner, i, "=")) return;
    const bool macro = Is(i, Token::Kind::kMacro) && HasUnderscore(scanner.TextOf(statement_[i]));
    if (macro && i > 0) {
      const size_t arguments = ArgumentsOf(i);
      const size_t behind = i + 1 + arguments;
      const bool ends = behind == statement_.size() || IsPunct(scanner, behind, "=") ||
                        Is(behind, Token::Kind::kMacro) || Is(behind, Token::Kind::kWord) ||
                        IsPunct(scanner, behind, ":");
      const bool after_name = Is(i - 1, Token::Kind::kWord) || Is(i - 1, Token::Kind::kGroup);
      if (ends && (parameters || (after_name && arguments != 0 && words >= 2))) {
        Blank(i, behind);
        continue;
      }
    }
    if (Is(i, Token::Kind::kGroup)) {
      parameters |= i > 0 && Is(i - 1, Token::Kind::kWord) && text_[statement_[i].start] == '(';
    } else if (Is(i, Token::Kind::kWord) && !IsQualifier(scanner.TextOf(statement_[i]))) {
      // `unsigned int` and `struct s` are one type each.
      const std::string_view word = scanner.TextOf(statement_[i]);
      const bool begins = BeginsDeclaration(word);
      if (!IsClassKey(word) && !(begins && in_type)) ++words;
      in_type = begins && !IsClassKey(word);
    }
    ++i;
  }
}

/// template <class T, ENABLE_IF(condition)>: a parameter like any other.
void CppMacros::TemplateParameters(const Scanner& scanner) {
  bool in_template = false;
  for (size_t i = 0; i + 1 < statement_.size(); ++i) {
    if (Is(i, Token::Kind::kWord) && scanner.TextOf(statement_[i]) == "template")
      in_template = true;
    if (!in_template || !Is(i, Token::Kind::kMacro) || i == 0 || ArgumentsOf(i) == 0) continue;
    const bool begins = IsPunct(scanner, i - 1, ",") || IsPunct(scanner, i - 1, "<");
    const bool ends = IsPunct(scanner, i + 2, ",") || IsPunct(scanner, i + 2, ">");
    if (!begins || !ends) continue;
    Overwrite(statement_[i].start, statement_[i + 1].end, "int");
    statement_.erase(statement_.begin() + static_cast<ptrdiff_t>(i) + 1);
    statement_[i].kind = Token::Kind::kWord;
    statement_[i].end = statement_[i].start + 3;
  }
}

}  // namespace krepis::analyzer
