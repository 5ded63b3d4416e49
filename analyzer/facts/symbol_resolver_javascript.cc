#include <algorithm>
#include <array>

#include "analyzer/facts/module_name.h"
#include "analyzer/facts/symbol_resolver.h"

namespace krepis::analyzer {
namespace {

constexpr std::array<std::string_view, 4> kGlobalObjects = {"globalThis", "window", "self",
                                                            "global"};
/// What compilers to CommonJS wrap around require(); the module comes out as it went in.
constexpr std::array<std::string_view, 6> kInteropWrappers = {
    "__importStar", "__importDefault",        "__toESM",
    "_interop",     "_interopRequireDefault", "_interopRequireWildcard"};

template <size_t N>
bool Contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Symbol SymbolResolver::ResolveJavaScript(Node node) const {
  Walk walk;
  walk.node = node;
  for (int hop = 0; hop < kHops && walk.segments.size() <= kSegments; ++hop) {
    if (StepJavaScript(walk)) continue;
    if (!walk.result) break;
    if (walk.result.declaration == 0) walk.result.declaration = walk.last_local.declaration;
    return walk.result;
  }
  return walk.last_local;
}

/// One step towards the root: true when the walk moved on, false when it ended, with or without a
/// result.
bool SymbolResolver::StepJavaScript(Walk& walk) const {
  const Node node = walk.node;
  switch (ast_.kind(node)) {
    case NodeKind::kMember:
      walk.segments.push_back(ast_.name(node));
      walk.node = ast_.first_child(node);
      return walk.node != 0;
    case NodeKind::kIndex: {
      const Node key = ast_.last_child(node);
      if (key == 0 || !ast_.Is(key, NodeKind::kString)) return false;
      walk.segments.push_back(ast_.name(key));
      walk.node = ast_.first_child(node);
      return walk.node != key;
    }
    case NodeKind::kAwait:  // only what awaits an import() leads anywhere
      walk.node = ast_.first_child(node);
      return walk.node != 0 && ast_.Is(walk.node, NodeKind::kImport);
    case NodeKind::kImport:
      if (!ast_.Has(node, kComputed) && ast_.Is(scopes_.parent(node), NodeKind::kAwait))
        walk.result = OfModule(ast_.name(node), "*", walk);
      return false;
    case NodeKind::kCall:
      return StepCall(walk);
    case NodeKind::kName:
    case NodeKind::kBase:
    case NodeKind::kTypeReference:
    case NodeKind::kAttribute:
      return StepName(walk);
    default:
      return false;
  }
}

bool SymbolResolver::IsRequire(Node callee) const {
  if (!ast_.Is(callee, NodeKind::kName)) return false;
  const uint32_t binding = scopes_.bindings_[callee];
  if (binding == Scopes::kNone) return ast_.name(callee) == "require";
  // const require = createRequire(import.meta.url)
  const Declaration& declared = scopes_.declarations_[binding];
  if (declared.initial == 0 || !ast_.Is(declared.initial, NodeKind::kCall)) return false;
  const Node maker = ast_.first_child(declared.initial);
  if (maker == 0 || !ast_.Is(maker, NodeKind::kName)) return false;
  const uint32_t imported = scopes_.bindings_[maker];
  if (imported == Scopes::kNone) return false;
  const Node from = scopes_.declarations_[imported].node;
  return ast_.Is(from, NodeKind::kBinding) && ast_.name(from) == "createRequire" &&
         ast_.Is(scopes_.parent(from), NodeKind::kImport) &&
         CanonicalModule(ast_.name(scopes_.parent(from))).module == "node/module";
}

/// process.getBuiltinModule, which gives what require() gives.
bool SymbolResolver::IsBuiltinLoader(Node callee) const {
  if (!ast_.Is(callee, NodeKind::kMember) || ast_.name(callee) != "getBuiltinModule") return false;
  const Node object = ast_.first_child(callee);
  return object != 0 && ast_.Is(object, NodeKind::kName) && ast_.name(object) == "process" &&
         scopes_.bindings_[object] == Scopes::kNone;
}

bool SymbolResolver::StepCall(Walk& walk) const {
  const Node call = walk.node;
  const Node callee = ast_.first_child(call);
  if (callee == 0 || ast_.Has(call, kNew)) return false;
  // f.bind(…) is f.
  if (ast_.Is(callee, NodeKind::kMember) && ast_.name(callee) == "bind" && walk.segments.empty()) {
    walk.node = ast_.first_child(callee);
    return walk.node != 0;
  }
  const Node argument = ast_.end(callee);
  if (argument == ast_.end(call)) return false;
  if (IsRequire(callee) || IsBuiltinLoader(callee)) {
    if (ast_.Is(argument, NodeKind::kString))
      walk.result = OfModule(ast_.name(argument), "*", walk);
    return false;
  }
  // promisify(f) is f, whoever promisifies; interop helpers give the module that they are given.
  const std::string_view name = ast_.name(callee);
  const bool named = ast_.Is(callee, NodeKind::kName) || ast_.Is(callee, NodeKind::kMember);
  walk.node = argument;
  return named &&
         ((name == "promisify" && walk.segments.empty()) || Contains(kInteropWrappers, name));
}

bool SymbolResolver::PatternSegments(Node binding, Segments& segments) const {
  Node node = binding;
  while (segments.size() <= kSegments) {
    if (!ast_.Is(node, NodeKind::kBinding)) return ast_.Is(node, NodeKind::kVariable);
    if (ast_.name(node).empty()) return false;  // an array element, a rest
    if (ast_.name(node) != "*")
      segments.push_back(ast_.name(node));  // `...rest` is the same object
    node = scopes_.parent(node);
  }
  return false;
}

bool SymbolResolver::StepName(Walk& walk) const {
  const Node node = walk.node;
  const std::string_view written = ast_.name(node);
  if (written.empty() || written == "this" || written == "super") return false;
  // `ns.Base`, as types and decorators are written, is a chain in one name.
  for (size_t end = written.size(), dot; (dot = written.rfind('.', end - 1)) != written.npos;
       end = dot) {
    walk.segments.push_back(written.substr(dot + 1, end - dot - 1));
    if (dot == 0 || walk.segments.size() > kSegments) return false;
  }
  const uint32_t binding = scopes_.bindings_[node];
  if (binding == Scopes::kNone) {
    walk.segments.push_back(FirstSegment(written));
    walk.result = OfGlobal(walk.segments);
    walk.result.confidence = walk.confidence;
    return false;
  }
  const Declaration& declared = scopes_.declarations_[binding];
  const Node from = scopes_.parent(declared.node);
  const bool binds = ast_.Is(declared.node, NodeKind::kBinding);
  if (binds && ast_.Is(from, NodeKind::kImport)) {
    walk.result = OfModule(ast_.name(from), ast_.name(declared.node), walk);
    walk.result.declaration = declared.node;
    return false;
  }
  walk.last_local = {SymbolOrigin::kLocal, walk.confidence, declared.node,
                     "local#" + std::string(FirstSegment(written))};
  for (auto segment = walk.segments.rbegin(); segment != walk.segments.rend(); ++segment)
    walk.last_local.text.append(".").append(*segment);
  if (!declared.alias || declared.initial == 0 || declared.assignments != 0) return false;
  if (binds && !PatternSegments(declared.node, walk.segments)) return false;
  walk.node = declared.initial;
  const NodeKind kind = ast_.kind(walk.node);
  if (kind == NodeKind::kName || kind == NodeKind::kMember) walk.confidence = Confidence::kResolved;
  return true;
}

Symbol SymbolResolver::OfModule(std::string_view specifier, std::string_view exported,
                                const Walk& walk) const {
  const ModuleName module = CanonicalModule(specifier);
  std::vector<std::string_view> path;
  if (!module.member.empty()) path.push_back(module.member);
  // The default export and the namespace of an external are the module; of our own files, they are
  // what they are.
  if (exported != "*" && !(exported == "default" && !module.first_party)) path.push_back(exported);
  path.insert(path.end(), walk.segments.rbegin(), walk.segments.rend());
  if (!module.first_party) {
    const size_t own = module.member.empty() ? 0 : 1;
    if (path.size() > own && path[own] == "default") path.erase(path.begin() + own);
  }
  if (path.empty()) path.push_back(module.first_party ? "*" : "default");
  const bool process = module.module == "node/process";
  Symbol symbol{module.first_party ? SymbolOrigin::kFirstParty : SymbolOrigin::kExternal,
                walk.confidence, 0, process ? "global#process" : module.module};
  char separator = process ? '.' : '#';
  for (const std::string_view segment : path) {
    if (process && segment == "default") continue;
    symbol.text.push_back(separator);
    symbol.text.append(segment);
    separator = '.';
  }
  return symbol;
}

Symbol SymbolResolver::OfGlobal(const Segments& segments) const {
  auto segment = segments.rbegin();
  while (segment + 1 != segments.rend() && Contains(kGlobalObjects, *segment)) ++segment;
  Symbol symbol{SymbolOrigin::kGlobal, Confidence::kDirect, 0, "global#"};
  symbol.text.append(*segment);
  for (++segment; segment != segments.rend(); ++segment) symbol.text.append(".").append(*segment);
  return symbol;
}

}  // namespace krepis::analyzer
