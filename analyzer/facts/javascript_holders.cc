// What `this` and `exports` mean where they stand, and what things are called.

#include "analyzer/facts/javascript_paths.h"

namespace krepis::analyzer {
namespace {

/// How far out the holder of a `this` is looked for.
constexpr int kDepth = 64;

}  // namespace

std::string JavaScriptPaths::NameOf(Node node) const {
  const uint32_t owner = functions_.Of(node);
  if (owner != 0 && functions_.functions()[owner].node != node) return {};
  if (!ast_.Is(node, NodeKind::kTypeAlias)) return functions_.NameOf(node);
  std::string around = functions_.NameOf(scopes_.parent(node));
  if (!around.empty()) around.push_back('.');
  return around.append(ast_.name(node));
}

uint32_t JavaScriptPaths::FunctionNamed(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? FunctionTable::kNone : found->second;
}

bool JavaScriptPaths::IsExports(Node node) const {
  if (ast_.Is(node, NodeKind::kName))
    return ast_.name(node) == "exports" && scopes_.DeclarationOf(node) == 0;
  if (!ast_.Is(node, NodeKind::kMember) || ast_.name(node) != "exports") return false;
  const Node object = ast_.first_child(node);
  return object != 0 && ast_.Is(object, NodeKind::kName) && ast_.name(object) == "module" &&
         scopes_.DeclarationOf(object) == 0;
}

bool JavaScriptPaths::IsFunctionExpression(Node lambda) const {
  const ByteSpan span = ast_.span(lambda);
  if (span.start >= source_.size()) return false;
  const std::string_view text = source_.substr(span.start, 16);
  return text.starts_with("function") || text.starts_with("async function");
}

Node JavaScriptPaths::ClassAround(Node node) const {
  for (int depth = 0; depth < kDepth && node != 0; ++depth) {
    node = scopes_.parent(node);
    if (ast_.Is(node, NodeKind::kClass)) return node;
  }
  return 0;
}

std::string JavaScriptPaths::HolderAround(Node node) const {
  for (int depth = 0; depth < kDepth && node != 0; ++depth) {
    const Node below = node;
    node = scopes_.parent(node);
    const NodeKind kind = ast_.kind(below);
    const NodeKind around = ast_.kind(node);
    if (around == NodeKind::kClass) return NameOf(node);
    if (kind == NodeKind::kFunction) {
      if (around == NodeKind::kObject) return NameOf(node);
      return NameOf(below);  // function Repo() { this.load = …
    }
    if (kind != NodeKind::kLambda || !IsFunctionExpression(below)) continue;
    if (around == NodeKind::kProperty) return NameOf(scopes_.parent(node));
    if (around == NodeKind::kAssign || around == NodeKind::kVariable) {
      // Repo.prototype.save = function () {…
      const std::string name = NameOf(below);
      const size_t dot = name.rfind('.');
      return dot == std::string::npos ? name : name.substr(0, dot);
    }
  }
  return {};
}

}  // namespace krepis::analyzer
