#include "analyzer/frontend/rust_macros.h"

#include <algorithm>
#include <utility>

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

bool RustMacros::KeepUses() {
  if (!scratch_.starts_with('{') || scratch_.find("use") == std::string::npos) return false;
  std::string kept(scratch_.size(), ' ');
  bool any = false;
  uint32_t exported = 0;  // behind a `pub` that stands before the word
  for (uint32_t from = 1;;) {
    const rust::TextToken token = rust::NextToken(scratch_, from);
    if (token.kind == rust::TextToken::Kind::kEnd) break;
    const std::string_view text = scratch_;
    from = token.start + token.length;
    const std::string_view word = text.substr(token.start, token.length);
    size_t start = token.start;
    if (word == "pub") {
      exported = from;
      continue;
    }
    if (exported != 0 &&
        text.substr(exported, start - exported).find_first_not_of(" \t\r\n") == text.npos) {
      start = exported - 3;
    }
    exported = 0;
    if (word != "use") continue;
    const size_t end = rust::BehindUse(text, token.start);
    if (end == std::string_view::npos) continue;
    kept.replace(start, end - start, scratch_, start, end - start);
    from = static_cast<uint32_t>(end);
    any = true;
  }
  kept.front() = '{';
  kept.replace(kept.size() - 2, 2, "};");
  scratch_ = std::move(kept);
  return any;
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
  auto outcome = parser.Parse(request, tree);
  const bool whole = outcome == SyntaxParser::Outcome::kDone;
  if (outcome == SyntaxParser::Outcome::kBroken && KeepUses()) {
    request.text = scratch_;
    outcome = parser.Parse(request, tree);
  }
  const bool read = outcome == SyntaxParser::Outcome::kDone;
  tree.expansions.push_back({node, read ? root : 0, read && !whole});
  return outcome != SyntaxParser::Outcome::kTimeOut;
}

}  // namespace krepis::analyzer
