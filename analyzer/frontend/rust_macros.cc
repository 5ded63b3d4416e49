#include "analyzer/frontend/rust_macros.h"

#include <algorithm>

#include "analyzer/frontend/rust_symbols.h"
#include "analyzer/frontend/rust_text.h"

namespace krepis::analyzer {
namespace {

using rust::Symbol;

/// Macros in macros in macros; of deeper ones the tokens have to do.
constexpr int kMaxDepth = 3;
constexpr uint32_t kMaxBytes = uint32_t{1} << 20;

/// Names, strings and numbers with commas between them: what the tokens say is all there is to it.
/// `arguments` begins with the bracket.
bool IsList(std::string_view arguments) {
  if (arguments.starts_with('{')) return false;
  for (uint32_t from = 1;;) {
    const rust::TextToken token = rust::NextToken(arguments, from);
    const std::string_view between = arguments.substr(from, token.start - from);
    if (between.find_first_of("([{;!?&|*.:") != std::string_view::npos) return false;
    if (token.kind == rust::TextToken::Kind::kEnd) return true;
    from = token.start + token.length;
  }
}

/// `if #[cfg(unix)] { … }`, the form of cfg_if!, is Rust but for its conditions.
void ReplaceConditions(std::string& text) {
  constexpr std::string_view kCondition = "if #[";
  constexpr std::string_view kTrue = "true";
  for (size_t at = text.find(kCondition); at != std::string::npos; at = text.find(kCondition, at)) {
    at += kCondition.size() - 2;
    const size_t end = rust::BehindBrackets(text, at + 1);
    if (end == std::string::npos || end - at < kTrue.size()) return;
    text.replace(at, end - at, end - at, ' ');
    text.replace(at, kTrue.size(), kTrue);
  }
}

}  // namespace

bool RustMacros::Expand(SyntaxParser& parser, std::string_view text, SyntaxTree& tree) {
  uint32_t from = 0;
  for (int depth = 0;; ++depth) {
    const auto to = static_cast<uint32_t>(tree.nodes.size());
    for (uint32_t node = from; node < to; ++node) {
      const bool macro = tree.nodes[node].symbol == static_cast<uint16_t>(Symbol::MacroInvocation);
      if (macro && !ExpandOne(parser, text, node, depth < kMaxDepth, tree)) return false;
    }
    if (tree.nodes.size() == to) return true;
    from = to;
  }
}

bool RustMacros::ExpandOne(SyntaxParser& parser, std::string_view text, uint32_t node, bool reparse,
                           SyntaxTree& tree) {
  uint32_t arguments = 0;
  std::string_view name;
  for (uint32_t child = node + 1; child < tree.nodes[node].end; child = tree.nodes[child].end) {
    const SyntaxNode& part = tree.nodes[child];
    if (part.symbol == static_cast<uint16_t>(Symbol::TokenTree)) {
      arguments = child;
    } else {
      name = text.substr(part.start, part.length);
    }
  }
  if (arguments == 0 || rust::TakesData(name)) return true;
  const SyntaxNode& tokens = tree.nodes[arguments];
  const std::string_view written = text.substr(tokens.start, tokens.length);
  if (!reparse || written.size() > kMaxBytes || IsList(written)) {
    tree.expansions.push_back({node, 0});
    return true;
  }
  // The brackets make a block, a tuple or an array of it; the semicolon makes it a statement.
  scratch_.assign(written);
  scratch_ += ';';
  ReplaceConditions(scratch_);
  SyntaxParser::Request request;
  request.text = scratch_;
  request.offset = tokens.start;
  request.limit = static_cast<uint32_t>(text.size());
  request.only_sound = true;
  const auto root = static_cast<uint32_t>(tree.nodes.size());
  const auto outcome = parser.Parse(request, tree);
  tree.expansions.push_back({node, outcome == SyntaxParser::Outcome::kDone ? root : 0});
  return outcome != SyntaxParser::Outcome::kTimeOut;
}

}  // namespace krepis::analyzer
