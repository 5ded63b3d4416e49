#include "analyzer/facts/code_text.h"

namespace krepis::analyzer {
namespace {

constexpr int kDepth = 256;
constexpr size_t kTextLength = 60;

}  // namespace

std::vector<Node> ArgumentsOf(const Ast& ast, Node call) {
  std::vector<Node> arguments;
  bool callee = true;
  for (const Node child : ast.Children(call)) {
    if (!callee && !ast.Is(child, NodeKind::kComment)) arguments.push_back(child);
    callee = false;
  }
  return arguments;
}

std::string OneLine(const Ast& ast, std::string_view source, Node node) {
  const ByteSpan span = ast.span(node);
  std::string text;
  if (span.start >= source.size()) return text;
  for (const char c : source.substr(span.start, span.length)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (blank && (text.empty() || text.back() == ' ')) continue;
    if (text.size() >= kTextLength && (static_cast<unsigned char>(c) & 0xC0) != 0x80)
      return text + "…";
    text.push_back(blank ? ' ' : c);
  }
  return text;
}

std::string EnclosingPath(const Scopes& scopes, Node node) {
  const Ast& ast = scopes.ast();
  std::string path;
  node = scopes.parent(node);
  for (int depth = 0; depth < kDepth && node != 0; ++depth, node = scopes.parent(node)) {
    const NodeKind kind = ast.kind(node);
    const std::string_view name = ast.name(node);
    if ((kind != NodeKind::kModule && kind != NodeKind::kClass) || name.empty()) continue;
    path = path.empty() ? std::string(name) : std::string(name) + "::" + path;
  }
  return path;
}

}  // namespace krepis::analyzer
