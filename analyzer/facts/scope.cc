#include "analyzer/facts/scope.h"

#include "analyzer/facts/scope_builder.h"
#include "analyzer/facts/symbol_resolver.h"

namespace krepis::analyzer {
namespace {

/// How long a member chain may be before its symbol is no longer asked for.
constexpr int kChainLength = 32;
/// More imports of whole namespaces than any file needs, and few enough to try each for every name.
constexpr size_t kMaxCandidates = 32;

}  // namespace

Scopes::Scopes(const Ast& ast, const Semantics* semantics) : ast_(ast) {
  if (semantics != nullptr) {
    semantics_ = *semantics;
    has_semantics_ = true;
  }
  ScopeBuilder(*this).Build();
}

Symbol Scopes::Resolve(Node expression) const { return SymbolResolver(*this).Resolve(expression); }

std::vector<std::string> Scopes::Candidates(Node name) const {
  std::vector<std::string> names;
  const bool named = ast_.Is(name, NodeKind::kName) || ast_.Is(name, NodeKind::kTypeReference);
  if (!named || bindings_[name] != kNone) return names;
  const std::string_view written = ast_.name(name);
  const size_t first = globs_.size() > kMaxCandidates ? globs_.size() - kMaxCandidates : 0;
  for (auto glob = globs_.rbegin(); glob != globs_.rend() - static_cast<std::ptrdiff_t>(first);
       ++glob) {
    if (name < glob->scope || name >= ast_.end(glob->scope)) continue;
    names.push_back(std::string(ast_.name(glob->node)).append("::").append(written));
  }
  return names;
}

Node Scopes::DeclarationOf(Node expression) const {
  for (int depth = 0; depth < kChainLength && ast_.Is(expression, NodeKind::kMember); ++depth) {
    if (!ast_.has_children(expression)) return 0;
    expression = ast_.first_child(expression);
  }
  if (bindings_[expression] == kNone) return 0;
  return declarations_[bindings_[expression]].node;
}

Node Scopes::ValueOf(Node declaration) const {
  if (bindings_[declaration] == kNone) return 0;
  const Declaration& found = declarations_[bindings_[declaration]];
  const bool variable = found.node == declaration && ast_.Is(declaration, NodeKind::kVariable);
  return variable && found.assignments == 0 ? found.initial : 0;
}

std::vector<ByteSpan> Scopes::CompilerSpans(Node call) const {
  const ByteSpan whole = ast_.span(call);
  std::vector<ByteSpan> spans = {whole};
  const Node callee = ast_.first_child(call);
  if (callee == 0 || !ast_.Has(call, kNew)) return spans;
  const uint32_t start = ast_.span(callee).start;
  if (start > whole.start && start < whole.end()) spans.push_back({start, whole.end() - start});
  if (ast_.Is(parents_[call], NodeKind::kVariable)) spans.push_back(ast_.span(parents_[call]));
  return spans;
}

bool Scopes::IsRequire(Node callee) const { return SymbolResolver(*this).IsRequire(callee); }

std::string_view FirstSegment(std::string_view path) {
  const size_t end = path.find_first_of(".:");
  return path.substr(0, end);
}

std::string_view LastSegment(std::string_view path) {
  const size_t end = path.find_last_of(".:#");
  return end == std::string_view::npos ? path : path.substr(end + 1);
}

}  // namespace krepis::analyzer
