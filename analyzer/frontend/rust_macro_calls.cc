#include <algorithm>

#include "analyzer/frontend/rust_lowering.h"
#include "analyzer/frontend/rust_text.h"

namespace krepis::analyzer {
namespace {

bool IsKeyword(std::string_view word) {
  static constexpr std::string_view kKeywords[] = {
      "as",    "async", "await",  "break", "const", "continue", "crate",  "dyn",    "else",
      "enum",  "false", "fn",     "for",   "if",    "impl",     "in",     "let",    "loop",
      "match", "mod",   "move",   "mut",   "pub",   "ref",      "return", "struct", "trait",
      "true",  "type",  "unsafe", "use",   "where", "while"};
  return std::binary_search(std::begin(kKeywords), std::end(kKeywords), word);
}

/// The first character that is no blank from `at` on, or 0.
char NextCharacter(std::string_view text, size_t at) {
  const size_t found = text.find_first_not_of(" \t\r\n", at);
  return found == std::string_view::npos ? '\0' : text[found];
}

}  // namespace

void RustLowering::Macro(uint32_t node) {
  const uint32_t name = Child(node, Field::Macro);
  const Node row = Open(NodeKind::kMacro, 0, name == 0 ? std::string_view() : Path(name), node);
  const auto& expansions = tree().expansions;
  const auto found = std::lower_bound(
      expansions.begin(), expansions.end(), node,
      [](const Expansion& expansion, uint32_t key) { return expansion.node < key; });
  if (found != expansions.end() && found->node == node) {
    if (found->root != 0) MacroTree(found->root);
    if (found->root == 0 || found->uses_only) {
      if (const uint32_t arguments = ChildOf(node, Symbol::TokenTree))
        MacroTokens(arguments, found->uses_only);
    }
  }
  ThenClose(row);
}

/// The brackets were read as a block, a tuple or an array: what they hold is the argument.
void RustLowering::MacroTree(uint32_t root) {
  uint32_t arguments = root;
  const uint32_t statement = FirstChild(root);
  const bool single = statement != 0 && end(statement) == end(root) &&
                      symbol(statement) == Symbol::ExpressionStatement;
  if (single && Inner(statement) != 0) arguments = Inner(statement);
  switch (symbol(arguments)) {
    case Symbol::SourceFile:
    case Symbol::Block:
      return Items(arguments, kItem);
    case Symbol::TupleExpression:
    case Symbol::ArrayExpression:
    case Symbol::Parenthesized:
      for (uint32_t child = first(arguments); child < end(arguments); child = end(child)) {
        if (symbol(child) != Symbol::AttributeItem) Then(kExpression, child);
      }
      return;
    default:
      return Then(kExpression, arguments);
  }
}

/// Of an argument that is no Rust (`select! { value = f() => … }`), or nothing but a list: its
/// strings, names, calls and macros, one behind the other.
void RustLowering::MacroTokens(uint32_t arguments, bool without_uses) {
  const std::string_view text = Text(arguments);
  for (uint32_t from = 0;;) {
    const rust::TextToken token = rust::NextToken(text, from);
    if (token.kind == rust::TextToken::Kind::kEnd) return;
    from = token.start + token.length;
    const std::string_view word = text.substr(token.start, token.length);
    const ByteSpan span = {at(arguments).start + token.start, token.length};
    if (token.kind == rust::TextToken::Kind::kString) {
      bool raw = false;
      const std::string_view body = rust::StringBody(word, &raw);
      out().Leaf(NodeKind::kString, 0, raw ? body : Decode(body), span);
      continue;
    }
    if (word == "use" && without_uses) {
      const size_t behind = rust::BehindUse(text, token.start);
      if (behind != text.npos) from = static_cast<uint32_t>(behind);
      continue;
    }
    if (IsKeyword(word) || rust::IsToolPath(word)) continue;
    const std::string_view before = text.substr(0, token.start);
    const bool member = before.ends_with('.') && !before.ends_with("..");
    const char next = NextCharacter(text, from);
    if (next == '(') {
      const Node call = out().Open(NodeKind::kCall, 0, {}, span);
      if (member) {
        const Node callee = out().Open(NodeKind::kMember, 0, word, span);
        out().Leaf(NodeKind::kExpression, 0, {}, span);
        out().Close(callee);
      } else {
        out().Leaf(NodeKind::kName, 0, word, span);
      }
      out().Close(call);
    } else if (next == '!' && text.substr(from, 2) != "!=") {
      out().Leaf(NodeKind::kMacro, 0, word, span);
      if (rust::TakesData(word)) from = rust::BehindMacro(text, from);
    } else if (!member) {
      out().Leaf(NodeKind::kName, 0, word, span);
    }
  }
}

}  // namespace krepis::analyzer
