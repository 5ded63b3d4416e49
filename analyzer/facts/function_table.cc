#include "analyzer/facts/function_table.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

/// Names of what is nested deeper, or is longer, lead nowhere: input decides both.
constexpr int kDepth = 64;
constexpr size_t kNameBytes = 400;

/// `exports.f`, `module.exports.f` and `f` of what is assigned to a chain of names; "" otherwise.
std::string TargetName(const Ast& ast, Node target) {
  std::string name;
  for (int depth = 0; depth < kDepth; ++depth) {
    const std::string_view segment = ast.name(target);
    if (ast.Is(target, NodeKind::kName)) {
      if (segment == "module" && name.starts_with("exports")) return name;
      return name.empty() ? std::string(segment) : std::string(segment).append(".").append(name);
    }
    if (!ast.Is(target, NodeKind::kMember) || !ast.has_children(target)) return {};
    // A.prototype.f is a method of A.
    if (segment != "prototype" || name.empty())
      name = name.empty() ? std::string(segment) : std::string(segment).append(".").append(name);
    target = ast.first_child(target);
  }
  return {};
}

}  // namespace

FunctionTable::FunctionTable(const Scopes& scopes) : scopes_(scopes), ast_(scopes.ast()) {
  functions_.push_back({});
  functions_[0].test_only = ast_.Has(0, kTestOnly);
  owner_.resize(ast_.size(), 0);
  Node end = 0;  // of the function around the node
  Node test_end = 0;
  for (Node node = 1; node < ast_.size(); ++node) {
    if (node >= test_end && ast_.Has(node, kTestOnly)) test_end = ast_.end(node);
    if (node < end) {
      owner_[node] = static_cast<uint32_t>(functions_.size() - 1);
      continue;
    }
    const bool function = IsFunction(node);
    const bool member = !function && IsMemberInitializer(node);
    const bool held = !function && !member && IsHeld(node);
    if (!function && !held && !member) continue;
    Function found;
    found.name = NameOf(member ? scopes_.parent(node) : node);
    if (member && !found.name.empty()) {
      const std::string own(LastSegment(found.name));
      found.name.append("::").append(own);
    }
    if (found.name.empty() || found.name.size() > kNameBytes) {
      if (!ast_.Is(node, NodeKind::kFunction)) continue;
    }
    found.node = node;
    found.held = held;
    found.test_only = node < test_end || functions_[0].test_only;
    const bool cpp = GroupOf(ast_.language()) == LanguageGroup::kCpp;
    found.bodiless = function && ast_.child(node, NodeKind::kBlock) == 0;
    for (Node around = node; cpp && around != 0 && !found.local; around = scopes_.parent(around)) {
      const bool unnamed = ast_.Is(around, NodeKind::kModule) && ast_.name(around).empty() &&
                           !ast_.Has(around, kExtern);
      const bool static_item = ast_.Has(around, kStatic) && (ast_.Is(around, NodeKind::kFunction) ||
                                                             ast_.Is(around, NodeKind::kVariable));
      const bool hidden = static_item && !ast_.Has(around, kMethod) &&
                          !ast_.Is(scopes_.parent(around), NodeKind::kClass);
      found.local = unnamed || hidden;
    }
    owner_[node] = static_cast<uint32_t>(functions_.size());
    functions_.push_back(std::move(found));
    end = ast_.end(node);
  }
}

uint32_t FunctionTable::Around(uint32_t byte) const {
  const auto behind = [this](uint32_t at, const Function& function) {
    return at < ast_.span(function.node).start;
  };
  const auto after = std::upper_bound(functions_.begin() + 1, functions_.end(), byte, behind);
  if (after == functions_.begin() + 1) return 0;
  const ByteSpan span = ast_.span((after - 1)->node);
  const bool inside = byte - span.start < span.length;
  return inside ? static_cast<uint32_t>(after - 1 - functions_.begin()) : 0;
}

bool FunctionTable::IsFunction(Node node) const {
  const Node parent = scopes_.parent(node);
  if (ast_.Is(node, NodeKind::kFunction)) {
    if (!ast_.Is(parent, NodeKind::kObject)) return true;
    return !NameOf(parent).empty();
  }
  if (!ast_.Is(node, NodeKind::kLambda) || GroupOf(ast_.language()) != LanguageGroup::kTypeScript)
    return false;
  switch (ast_.kind(parent)) {
    case NodeKind::kVariable:
    case NodeKind::kProperty:
    case NodeKind::kAssign:
      return true;
    case NodeKind::kExport:
      return ast_.Has(parent, kDefault);
    default:
      return false;
  }
}

/// Whether a name of the file's top level stands for what a call makes of closures.
bool FunctionTable::IsHeld(Node node) const {
  const NodeKind kind = ast_.kind(node);
  const bool holder = kind == NodeKind::kVariable || kind == NodeKind::kAssign ||
                      (kind == NodeKind::kExport && ast_.Has(node, kDefault));
  if (!holder || !ast_.has_children(node)) return false;
  // What closures outside any function hold is not seen from other files.
  if (kind == NodeKind::kVariable) {
    Node around = scopes_.parent(node);
    bool lazy = false;  // lazy_static! { static ref … }, thread_local! { … }
    while (around != 0) {
      const bool macro =
          GroupOf(ast_.language()) == LanguageGroup::kRust && ast_.Is(around, NodeKind::kMacro);
      lazy |= macro;
      if (!macro && !ast_.Is(around, NodeKind::kExport) && !ast_.Is(around, NodeKind::kModule) &&
          !ast_.Is(around, NodeKind::kClass))
        break;
      around = scopes_.parent(around);
    }
    if (around != 0) return false;
    if (lazy && ast_.Has(node, kStatic)) {
      const Node value = ast_.last_child(node);
      return !ast_.Is(value, NodeKind::kLiteral) && !ast_.Is(value, NodeKind::kTypeReference);
    }
  }
  const Node value = ast_.last_child(node);
  // A table of C or C++ may hold functions by their names.
  const bool table =
      GroupOf(ast_.language()) == LanguageGroup::kCpp && ast_.Is(value, NodeKind::kArray);
  if (!ast_.Is(value, NodeKind::kCall) && !table) return false;
  for (Node inside = value + 1; inside < ast_.end(value); ++inside) {
    if (ast_.Is(inside, NodeKind::kLambda) || ast_.Is(inside, NodeKind::kFunction)) return true;
    if (table && ast_.Is(inside, NodeKind::kName)) return true;
  }
  return false;
}

/// Whether it is a member of a C++ class that an instance begins with, made by a call.
bool FunctionTable::IsMemberInitializer(Node node) const {
  if (GroupOf(ast_.language()) != LanguageGroup::kCpp) return false;
  if (!ast_.Is(node, NodeKind::kVariable) || ast_.Has(node, kStatic)) return false;
  if (!ast_.Is(scopes_.parent(node), NodeKind::kClass)) return false;
  for (Node inside = node + 1; inside < ast_.end(node); ++inside) {
    if (ast_.Is(inside, NodeKind::kCall)) return true;
  }
  return false;
}

/// `TEST_F(Fixture, Name) {…}` is a member of what is derived from the fixture.
template <class Prepend>
bool FunctionTable::PrependTest(Node function, const Prepend& prepend) const {
  const std::string_view macro = ast_.name(function);
  if (GroupOf(ast_.language()) != LanguageGroup::kCpp) return false;
  if (macro != "TEST_F" && macro != "TEST_P" && macro != "BENCHMARK_F") return false;
  std::string_view names[2];
  size_t count = 0;
  for (const Node child : ast_.Children(function)) {
    if (!ast_.Is(child, NodeKind::kParameter)) break;
    const Node type = ast_.child(child, NodeKind::kTypeReference);
    if (type == 0 || !ast_.name(child).empty() || count == 2) return false;
    names[count++] = ast_.name(type);
  }
  if (count != 2) return false;
  prepend(names[1]);
  prepend(names[0]);
  return true;
}

std::string FunctionTable::NameOf(Node node) const {
  const bool dotted = GroupOf(ast_.language()) == LanguageGroup::kTypeScript;
  const std::string_view separator = dotted ? "." : "::";
  std::string name;
  const auto prepend = [&](std::string_view segment) {
    if (segment.empty() || name.size() > kNameBytes) return;
    name =
        name.empty() ? std::string(segment) : std::string(segment).append(separator).append(name);
  };
  Node below = 0;
  int depth = 0;
  bool assigned = false;  // api = exports.api = { … }: the innermost name is the one
  for (Node at = node; at != 0 && depth < kDepth; below = at, at = scopes_.parent(at), ++depth) {
    switch (ast_.kind(at)) {
      case NodeKind::kFunction:
      case NodeKind::kLambda:
        if (at != node) return name;
        // The name of a function expression is its own affair.
        if (ast_.Is(at, NodeKind::kFunction) && !PrependTest(at, prepend)) prepend(ast_.name(at));
        break;
      case NodeKind::kVariable:
        if (assigned) break;
        prepend(ast_.name(at));
        break;
      case NodeKind::kClass:
        if (const Node base = ast_.Has(at, kImpl) ? ast_.child(at, NodeKind::kBase) : 0) {
          prepend(std::string("<")
                      .append(ast_.name(at))
                      .append(" as ")
                      .append(ast_.name(base))
                      .append(">"));
          break;
        }
        prepend(ast_.name(at));
        break;
      case NodeKind::kModule:
      case NodeKind::kTypeAlias:
        prepend(ast_.name(at));
        break;
      case NodeKind::kProperty:
        if (ast_.name(at).empty()) return {};  // computed
        prepend(ast_.name(at));
        break;
      case NodeKind::kObject:
      case NodeKind::kStatement:
      case NodeKind::kBlock:
      case NodeKind::kIf:
      case NodeKind::kTry:
        break;
      case NodeKind::kMacro:
        if (dotted || GroupOf(ast_.language()) != LanguageGroup::kRust) return name;
        break;
      case NodeKind::kExport:
        if (ast_.Has(at, kDefault) && (name.empty() || ast_.Is(below, NodeKind::kObject)))
          prepend("default");
        break;
      case NodeKind::kAssign:
        if (below == ast_.first_child(at) && below != 0) return {};
        if (!assigned) prepend(TargetName(ast_, ast_.first_child(at)));
        assigned = true;
        break;
      default:
        // Of a function that stands somewhere in an expression, its own name.
        return ast_.Is(node, NodeKind::kFunction) &&
                       !ast_.Is(scopes_.parent(node), NodeKind::kObject)
                   ? name
                   : std::string();
    }
  }
  return name;
}

}  // namespace krepis::analyzer
