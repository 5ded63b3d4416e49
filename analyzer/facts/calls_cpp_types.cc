#include <algorithm>
#include <array>

#include "analyzer/facts/calls_cpp.h"

namespace krepis::analyzer {
namespace {

/// Names are looked through, and expressions walked down, this far: input decides how long they
/// are.
constexpr int kHops = 16;
constexpr size_t kPathBytes = 300;
constexpr size_t kElementTypes = 4;

template <size_t N>
bool Contains(const std::array<std::string_view, N>& sorted, std::string_view name) {
  return std::binary_search(sorted.begin(), sorted.end(), name);
}

constexpr std::array<std::string_view, 12> kSmartPointers = {
    "Ref",           "RefPtr",        "intrusive_ptr",
    "lw_shared_ptr", "optional",      "reference_wrapper",
    "scoped_ptr",    "scoped_refptr", "shared_ptr",
    "unique_ptr",    "weak_ptr",      "with_lock"};
constexpr std::array<std::string_view, 6> kMakers = {"allocate_shared", "make_intrusive",
                                                     "make_lw_shared",  "make_optional",
                                                     "make_shared",     "make_unique"};
/// Functions whose result is their first argument.
constexpr std::array<std::string_view, 7> kSame = {"addressof", "as_const", "cref", "forward",
                                                   "launder",   "move",     "ref"};
/// Methods whose result is what the object holds or points at.
constexpr std::array<std::string_view, 4> kInner = {"get", "lock", "operator->", "value"};
/// Methods whose result is an element.
constexpr std::array<std::string_view, 4> kElement = {"at", "back", "front", "top"};

}  // namespace

bool IsStandard(std::string_view symbol) {
  return symbol.starts_with("std::") || symbol.starts_with("::std::");
}
bool MakesArgument(std::string_view callee) { return Contains(kMakers, LastSegment(callee)); }
bool IsCast(std::string_view callee) {
  return LastSegment(callee).find("cast") != std::string_view::npos;
}

std::string CppTypes::CompiledName(Node name) const {
  const Semantics* const rows = scopes_.semantics();
  if (rows == nullptr) return {};
  const ByteSpan span = ast_.span(name);
  const std::string_view last = LastSegment(ast_.name(name));
  for (uint32_t i = rows->LowerBound(span.start); i < rows->size(); ++i) {
    const SemanticRow row = rows->row(i);
    if (row.span.start >= span.end()) break;
    if (row.kind != SemanticKind::kReference || row.file.empty()) continue;
    if (LastSegment(row.symbol) == last) return "::" + std::string(row.symbol);
  }
  return {};
}

std::string CppTypes::NameOf(Node type) const {
  std::string compiled = CompiledName(type);
  if (!compiled.empty()) return compiled;
  const Symbol symbol = scopes_.Resolve(type);
  std::string text = symbol ? symbol.text : std::string(ast_.name(type));
  if (text.starts_with("local#")) text.erase(0, 6);
  if (text.size() > kPathBytes) return {};
  // What the compiler says of a base is its whole name.
  const bool base = ast_.Is(type, NodeKind::kBase) && symbol.confidence == Confidence::kDirect &&
                    scopes_.semantics() != nullptr && symbol.origin == SymbolOrigin::kFirstParty;
  if (base) text.insert(0, "::");
  return text;
}

std::string_view CppTypes::TextBehind(Node node) const {
  std::string_view text = source_.substr(std::min<size_t>(ast_.span(node).end(), source_.size()));
  for (;;) {
    const size_t blank = text.find_first_not_of(" \t\r\n");
    if (blank == std::string_view::npos) return {};
    text.remove_prefix(blank);
    if (!text.starts_with("const ")) return text;
    text.remove_prefix(6);
  }
}

Node CppTypes::TypeOf(Node declaration) const {
  Node type = 0;
  for (const Node child : ast_.Children(declaration)) {
    if (ast_.Is(child, NodeKind::kTypeReference)) type = child;
    if (ast_.Is(child, NodeKind::kBlock)) break;
  }
  return type;
}

/// Whether what is declared points at the type. The declarator tells, which the tree does not keep.
bool CppTypes::IsPointed(Node type, Node declaration) const {
  if (declaration != 0 && ast_.Is(declaration, NodeKind::kVariable)) {
    const std::string_view text =
        source_.substr(std::min<size_t>(ast_.span(declaration).start, source_.size()));
    return text.starts_with('*') || text.starts_with('&');
  }
  const std::string_view text = TextBehind(type);
  return text.starts_with('*') || text.starts_with('&') || text.starts_with('(');
}

std::string CppTypes::DeclaredType(Node declaration) const {
  Node type = TypeOf(declaration);
  if (type == 0) return {};
  bool pointed = ast_.Is(declaration, NodeKind::kFunction) || IsPointed(type, declaration);
  for (int hop = 0; hop < kHops; ++hop) {
    const std::string_view last = LastSegment(ast_.name(type));
    if (!Contains(kSmartPointers, last) || !ast_.has_children(type)) break;
    pointed |= last == "weak_ptr" || last == "reference_wrapper";
    type = ast_.first_child(type);
  }
  std::string name = NameOf(type);
  if (!name.empty() && pointed) name += '*';
  return name;
}

std::vector<std::string> CppTypes::ElementTypes(Node declaration) const {
  std::vector<std::string> types;
  Node type = TypeOf(declaration);
  if (type == 0) return types;
  if (Contains(kSmartPointers, LastSegment(ast_.name(type)))) return types;
  const bool pointed = IsPointed(type, declaration);
  for (Node argument = type + 1; argument < ast_.end(type) && types.size() < kElementTypes;
       argument = ast_.end(argument)) {
    if (!ast_.Is(argument, NodeKind::kTypeReference)) continue;
    Node inner = argument;
    bool held = !pointed && !IsPointed(argument, 0);
    for (int hop = 0; hop < kHops; ++hop) {
      if (!Contains(kSmartPointers, LastSegment(ast_.name(inner)))) break;
      if (!ast_.has_children(inner)) break;
      inner = ast_.first_child(inner);
      held = held && !IsPointed(inner, 0);
    }
    std::string name = NameOf(inner);
    if (name.empty() || IsStandard(name)) continue;
    if (!held) name += '*';
    types.push_back(std::move(name));
  }
  return types;
}

bool CppTypes::IsLocalVariable(Node name) const {
  const Node declaration = scopes_.DeclarationOf(name);
  if (declaration == 0) return false;
  switch (ast_.kind(declaration)) {
    case NodeKind::kParameter:
      return true;
    case NodeKind::kVariable:
    case NodeKind::kBinding: {
      const Node variable =
          ast_.Is(declaration, NodeKind::kBinding) ? scopes_.parent(declaration) : declaration;
      const NodeKind around = ast_.kind(scopes_.parent(variable));
      return around != NodeKind::kClass && around != NodeKind::kModule && around != NodeKind::kFile;
    }
    default:
      return false;
  }
}

/// The expression whose elements a range-for gives to its variable: it stands before the loop, as
/// it is evaluated once.
Node CppTypes::RangeOf(Node variable) const {
  const Node loop = scopes_.parent(variable);
  if (!ast_.Is(loop, NodeKind::kLoop) || loop == 0) return 0;
  Node before = loop - 1;
  for (int depth = 0; depth < kHops && before != 0; ++depth) {
    if (scopes_.parent(before) == scopes_.parent(loop)) break;
    before = scopes_.parent(before);
  }
  const ByteSpan whole = ast_.span(loop);
  const ByteSpan span = ast_.span(before);
  const bool inside =
      ast_.Is(before, NodeKind::kStatement) && span.start > whole.start && span.end() < whole.end();
  return inside ? ast_.first_child(before) : 0;
}

/// The name that a range-for goes over, where it is but a name: the tree does not keep it.
std::string_view CppTypes::RangeName(Node variable) const {
  if (!ast_.Is(scopes_.parent(variable), NodeKind::kLoop)) return {};
  std::string_view text = TextBehind(variable);
  if (!text.starts_with(':') || text.starts_with("::")) return {};
  text.remove_prefix(1);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const size_t end = text.find(')');
  if (end == std::string_view::npos || end > kPathBytes) return {};
  const std::string_view name = text.substr(0, end);
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return plain ? name : std::string_view();
}

/// The variable or parameter of that name which stands last before `node` in its function.
Node CppTypes::DeclarationBefore(Node node, std::string_view name) const {
  constexpr Node kRows = 20'000;
  const Node function = functions_.functions()[functions_.Of(node)].node;
  const Node least = std::max(function, node - std::min(node, kRows));
  for (Node before = node - 1; function != 0 && before > least; --before) {
    const bool declares =
        ast_.Is(before, NodeKind::kVariable) || ast_.Is(before, NodeKind::kParameter);
    if (declares && ast_.name(before) == name) return before;
  }
  return 0;
}

/// The path of a variable's type, or of what it is made from.
std::string CppTypes::LocalPath(Node declaration) const {
  std::string type = DeclaredType(declaration);
  if (type.ends_with('*')) type.pop_back();
  return IsTemplateParameter(declaration, type) ? std::string() : type;
}

/// What a call gives: the type that it makes, or the path of its callee. Sets `inner` to an
/// argument when the call gives that back.
std::string CppTypes::CallPath(Node call, Node* inner) const {
  const Node callee = ast_.first_child(call);
  if (callee == 0) return {};
  if (ast_.Is(callee, NodeKind::kName)) {
    const std::string_view name = ast_.name(callee);
    const Node argument = ast_.child(callee, NodeKind::kTypeReference);
    if (argument != 0 && (IsCast(name) || MakesArgument(name))) return NameOf(argument);
    if (Contains(kSame, LastSegment(name)) && ast_.end(callee) < ast_.end(call)) {
      *inner = ast_.end(callee);
      return {};
    }
    return IsLocalVariable(callee) ? std::string() : NameOf(callee);
  }
  if (!ast_.Is(callee, NodeKind::kMember)) return {};
  *inner = callee;
  return {};
}

std::string CppTypes::PathOf(Node expression) const {
  std::string behind;  // with a dot or [] before each segment
  for (int hop = 0; hop < kHops && expression != 0; ++hop) {
    if (behind.size() > kPathBytes) return {};
    switch (ast_.kind(expression)) {
      case NodeKind::kName: {
        const std::string_view name = ast_.name(expression);
        if (name == "this") return std::string("this").append(behind);
        if (!IsLocalVariable(expression)) {
          const std::string named = NameOf(expression);
          return named.empty() ? named : named + behind;
        }
        const Node declaration = scopes_.DeclarationOf(expression);
        if (ast_.Is(declaration, NodeKind::kBinding)) return {};
        if (behind.starts_with("[]")) {
          const std::vector<std::string> elements = ElementTypes(declaration);
          if (!elements.empty()) {
            std::string element = elements.back();
            if (element.ends_with('*')) element.pop_back();
            return element + behind.substr(2);
          }
        }
        // What points at several is indexed as well.
        if (behind.starts_with("[]") && !DeclaredType(declaration).empty()) behind.erase(0, 2);
        const std::string type = LocalPath(declaration);
        if (!type.empty()) return type + behind;
        if (const std::string_view range = RangeName(declaration); !range.empty()) {
          const Node held = DeclarationBefore(declaration, range);
          if (held == 0) return std::string(range).append("[]").append(behind);
          const std::vector<std::string> elements = ElementTypes(held);
          if (elements.empty()) return {};
          return elements.back().substr(0, elements.back().find('*')) + behind;
        }
        if (const Node range = RangeOf(declaration)) {
          behind.insert(0, "[]");
          expression = range;
        } else {
          expression = scopes_.ValueOf(declaration);
        }
        break;
      }
      case NodeKind::kMember: {
        const std::string_view name = ast_.name(expression);
        const Node parent = scopes_.parent(expression);
        const bool called =
            ast_.Is(parent, NodeKind::kCall) && ast_.first_child(parent) == expression;
        expression = ast_.first_child(expression);
        if (called && Contains(kInner, name)) break;
        if (called && Contains(kElement, name)) {
          behind.insert(0, "[]");
        } else {
          behind.insert(0, std::string(".").append(name));
        }
        break;
      }
      case NodeKind::kIndex:
        behind.insert(0, "[]");
        expression = ast_.first_child(expression);
        break;
      case NodeKind::kUnary:
        if (ast_.name(expression) != "*" && ast_.name(expression) != "&") return {};
        expression = ast_.first_child(expression);
        break;
      case NodeKind::kAwait:
        expression = ast_.first_child(expression);
        break;
      case NodeKind::kCall: {
        Node inner = 0;
        const std::string made = CallPath(expression, &inner);
        if (!made.empty()) return made + behind;
        expression = inner;
        break;
      }
      default:
        return {};
    }
  }
  return {};
}

bool CppTypes::InTemplate(Node node) const {
  constexpr int kDepth = 64;
  for (int depth = 0; depth < kDepth && node != 0; ++depth, node = scopes_.parent(node)) {
    const bool lambda = ast_.Is(node, NodeKind::kLambda);
    const bool function = ast_.Is(node, NodeKind::kFunction);
    if (!lambda && !function && !ast_.Is(node, NodeKind::kClass)) continue;
    for (const Node child : ast_.Children(node)) {
      if (!ast_.Is(child, NodeKind::kParameter)) break;
      const ByteSpan span = ast_.span(child);
      const std::string_view text =
          source_.substr(std::min<size_t>(span.start, source_.size()), span.length);
      if (text.starts_with("auto") || text.starts_with("const auto")) return true;
    }
    if (!lambda && !TemplateHead(node).empty()) return true;
  }
  return false;
}

/// The text from "template" up to a function or class; "" of what is no template.
std::string_view CppTypes::TemplateHead(Node node) const {
  constexpr size_t kHead = 500;
  std::string_view before =
      source_.substr(0, std::min<size_t>(ast_.span(node).start, source_.size()));
  const size_t last = before.find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos || before[last] != '>') return {};
  before = before.substr(before.size() - std::min(before.size(), kHead));
  const size_t head = before.rfind("template");
  return head == std::string_view::npos ? before : before.substr(head);
}

bool CppTypes::IsTemplateParameter(Node node, std::string_view type) const {
  constexpr int kDepth = 64;
  if (type.empty() || type.find(':') != std::string_view::npos) return false;
  for (int depth = 0; depth < kDepth && node != 0; ++depth, node = scopes_.parent(node)) {
    if (!ast_.Is(node, NodeKind::kFunction) && !ast_.Is(node, NodeKind::kClass)) continue;
    if (HasWord(TemplateHead(node), type)) return true;
  }
  return false;
}

}  // namespace krepis::analyzer
