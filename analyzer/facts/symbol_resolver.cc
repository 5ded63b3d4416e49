#include "analyzer/facts/symbol_resolver.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

/// Segments that implementations add: std::filesystem::__cxx11::path, std::chrono::_V2::….
bool IsInlineNamespace(std::string_view segment) {
  return segment.substr(0, 2) == "__" || segment == "_V2";
}

std::string WithoutInlineNamespaces(std::string_view path) {
  std::string result;
  while (!path.empty()) {
    const size_t end = path.find("::");
    const std::string_view segment = path.substr(0, end);
    const bool last = end == std::string_view::npos;
    if (last || !IsInlineNamespace(segment)) {
      if (!result.empty()) result += "::";
      result += segment;
    }
    path = last ? std::string_view() : path.substr(end + 2);
  }
  return result;
}

/// Aliases repeat a long name wherever they are used; nothing that anyone writes is longer.
constexpr size_t kSymbolBytes = 1000;

bool StartsWithPathKeyword(std::string_view path) {
  const std::string_view first = FirstSegment(path);
  return first == "crate" || first == "self" || first == "super" || first == "Self";
}

/// Index of the first row with that range or a later one: calls of calls share their beginning.
uint32_t FirstRow(const Semantics& rows, ByteSpan span) {
  uint32_t low = rows.LowerBound(span.start);
  uint32_t high = rows.LowerBound(span.start + 1);
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (rows.row(middle).span.length < span.length) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace

Symbol SymbolResolver::Resolve(Node expression) const {
  Symbol symbol = GroupOf(ast_.language()) == LanguageGroup::kTypeScript
                      ? ResolveJavaScript(expression)
                      : ResolvePath(expression);
  if (symbol.text.size() > kSymbolBytes) return {};
  return symbol;
}

Symbol SymbolResolver::ResolvePath(Node expression) const {
  Symbol symbol;
  if (scopes_.has_semantics_ && CompilerSymbol(expression, symbol)) return symbol;
  switch (ast_.kind(expression)) {
    case NodeKind::kName:
    case NodeKind::kBase:
    case NodeKind::kTypeReference:
    case NodeKind::kAttribute:
    case NodeKind::kMacro:
      break;
    default:
      return {};  // a member needs the type of its object: only the compiler knows it
  }
  std::string_view written = ast_.name(expression);
  if (written.empty()) return {};
  const bool absolute = written.substr(0, 2) == "::";
  if (absolute) written.remove_prefix(2);
  const uint32_t binding = absolute ? Scopes::kNone : scopes_.bindings_[expression];
  symbol = Expand(written, binding);
  if (GroupOf(ast_.language()) != LanguageGroup::kCpp) return symbol;
  symbol.text = WithoutInlineNamespaces(symbol.text);
  if (symbol.origin == SymbolOrigin::kLocal) return symbol;
  // Without the compiler a bare name may be a member that a base class or the header declares.
  const bool bare = !absolute && binding == Scopes::kNone && written.find("::") == written.npos;
  symbol.confidence =
      bare && InMemberFunction(expression) ? Confidence::kImport : Confidence::kResolved;
  return symbol;
}

Symbol SymbolResolver::Expand(std::string_view written, uint32_t binding) const {
  Symbol symbol{SymbolOrigin::kExternal, Confidence::kDirect, 0, std::string(written)};
  for (int hop = 0; hop < kHops && binding != Scopes::kNone; ++hop) {
    const Declaration& declared = scopes_.declarations_[binding];
    const std::string_view first = FirstSegment(symbol.text);
    if (symbol.declaration == 0) symbol.declaration = declared.node;
    std::string_view target;
    uint32_t next = Scopes::kNone;
    if (declared.alias && declared.assignments == 0) {
      switch (ast_.kind(declared.node)) {
        case NodeKind::kImport:
        case NodeKind::kUsing:
          target = ast_.name(declared.node);
          next = declared.root;
          break;
        case NodeKind::kTypeAlias:
        case NodeKind::kVariable:
          if (declared.initial != 0 && (ast_.Is(declared.initial, NodeKind::kName) ||
                                        ast_.Is(declared.initial, NodeKind::kTypeReference))) {
            target = ast_.name(declared.initial);
            next = scopes_.bindings_[declared.initial];
            symbol.confidence = Confidence::kResolved;
          }
          break;
        default:
          break;
      }
    }
    if (target.empty()) {
      symbol.origin = SymbolOrigin::kLocal;
      symbol.declaration = declared.node;
      symbol.text.insert(0, "local#");
      return symbol;
    }
    if (target.substr(0, 2) == "::") target.remove_prefix(2);
    symbol.text = std::string(target) + symbol.text.substr(first.size());
    if (next == binding) break;
    binding = next;
  }
  if (StartsWithPathKeyword(symbol.text)) {
    symbol.origin = SymbolOrigin::kFirstParty;
  } else if (symbol.text.find("::") == std::string::npos) {
    symbol.origin = SymbolOrigin::kGlobal;
  }
  return symbol;
}

/// What the compiler says about a call (or its callee) or a base class.
bool SymbolResolver::CompilerSymbol(Node expression, Symbol& result) const {
  if (ast_.Is(expression, NodeKind::kBase)) return CompilerBase(expression, result);
  Node call = expression;
  if (!ast_.Is(call, NodeKind::kCall)) {
    call = scopes_.parent(expression);
    if (!ast_.Is(call, NodeKind::kCall) || ast_.first_child(call) != expression) return false;
  }
  const Semantics& rows = scopes_.semantics_;
  for (const ByteSpan span : scopes_.CompilerSpans(call)) {
    for (uint32_t i = FirstRow(rows, span); i < rows.size(); ++i) {
      const SemanticRow row = rows.row(i);
      if (row.span != span) break;
      if (row.kind != SemanticKind::kCall) continue;
      result = OfRow(row);
      return true;
    }
  }
  return false;
}

/// The compiler's range of a base begins with its access specifier.
bool SymbolResolver::CompilerBase(Node base, Symbol& result) const {
  constexpr uint32_t kSpecifierBytes = 64;
  const ByteSpan span = ast_.span(base);
  const Semantics& rows = scopes_.semantics_;
  for (uint32_t i = rows.LowerBound(span.start - std::min(span.start, kSpecifierBytes));
       i < rows.size(); ++i) {
    const SemanticRow row = rows.row(i);
    if (row.span.start > span.start) break;
    if (row.kind != SemanticKind::kBase || row.span.end() != span.end()) continue;
    result = OfRow(row);
    return true;
  }
  return false;
}

Symbol SymbolResolver::OfRow(const SemanticRow& row) {
  return {row.file.empty() ? SymbolOrigin::kExternal : SymbolOrigin::kFirstParty,
          Confidence::kDirect, 0, WithoutInlineNamespaces(row.symbol)};
}

bool SymbolResolver::InMemberFunction(Node node) const {
  constexpr int kDepth = 64;
  for (int depth = 0; depth < kDepth && node != 0; ++depth, node = scopes_.parent(node)) {
    if (ast_.Is(node, NodeKind::kClass)) return true;
    if (ast_.Is(node, NodeKind::kFunction) && ast_.name(node).find("::") != std::string_view::npos)
      return true;
  }
  return false;
}

}  // namespace krepis::analyzer
