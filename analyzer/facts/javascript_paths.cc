#include "analyzer/facts/javascript_paths.h"

#include <algorithm>
#include <array>

#include "analyzer/facts/module_name.h"

namespace krepis::analyzer {
namespace {

/// Aliases, members and calls that one expression is followed through.
constexpr int kHops = 48;
constexpr size_t kSegments = 8;
constexpr int kCalls = 3;
constexpr size_t kTextBytes = 400;
/// How far out the holder of a `this`, or a pattern's variable, is looked for.
constexpr int kDepth = 64;

/// Types that stand around the one whose members code uses.
constexpr std::array<std::string_view, 12> kTransparentTypes = {
    "Promise", "PromiseLike", "Awaited",  "Readonly", "Partial", "Required",
    "Mutable", "NonNullable", "Optional", "Nullable", "Maybe",   "InstanceType"};
/// Calls that give the function that they are given.
constexpr std::array<std::string_view, 3> kGivesArgument = {"promisify", "__importStar",
                                                            "__importDefault"};

/// Calls that give an instance of the class, or of the interface of the token, that they are given.
constexpr std::array<std::string_view, 5> kGivesInstance = {"get", "resolve", "inject",
                                                            "getService", "createInstance"};
/// Calls that keep an object for its end, or wrap it, and give it back.
constexpr std::array<std::string_view, 9> kGivesObject = {
    "_register", "register", "add", "track", "freeze", "reactive", "markRaw", "observable", "use"};

template <size_t N>
bool Contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

JavaScriptPaths::JavaScriptPaths(const Scopes& scopes, const FunctionTable& functions,
                                 std::string_view source)
    : scopes_(scopes), ast_(scopes.ast()), functions_(functions), source_(source) {
  const std::vector<FunctionTable::Function>& all = functions.functions();
  for (uint32_t i = 1; i < all.size(); ++i) {
    const auto [known, added] = by_name_.try_emplace(all[i].name, i);
    if (!added && all[known->second].bodiless && !all[i].bodiless) known->second = i;
    const std::string_view name = all[i].name;
    if (const size_t dot = name.find('.'); dot != std::string_view::npos)
      holders_.insert(name.substr(0, dot));
  }
  for (Node node = 1; node < ast_.size(); ++node) {
    const bool type = ast_.Is(node, NodeKind::kTypeAlias) ||
                      (ast_.Is(node, NodeKind::kClass) && ast_.Has(node, kInterface));
    if (type && functions.Of(node) == 0) types_.try_emplace(ast_.name(node), node);
  }
}

JavaScriptPath JavaScriptPaths::Of(Node expression) const {
  Walk walk;
  walk.node = expression;
  for (int hop = 0; hop < kHops && Step(walk); ++hop) {
  }
  return std::move(walk.path);
}

JavaScriptPath JavaScriptPaths::OfType(Node reference) const {
  Walk walk;
  if (StepType(walk, reference)) {
    for (int hop = 0; hop < kHops && Step(walk); ++hop) {
    }
  }
  walk.path.instance = walk.path.typed = false;
  return std::move(walk.path);
}

JavaScriptPath JavaScriptPaths::OfDeclared(Node declaration) const {
  Walk walk;
  if (StepDeclared(walk, declaration)) {
    for (int hop = 0; hop < kHops && Step(walk); ++hop) {
    }
  }
  return std::move(walk.path);
}

/// One step towards the root: true when the walk moved on, false when it ended.
bool JavaScriptPaths::Step(Walk& walk) const {
  const Node node = walk.node;
  switch (ast_.kind(node)) {
    case NodeKind::kName:
      return StepName(walk);
    case NodeKind::kMember:
      if (IsExports(node)) return Local(walk, "exports", FunctionTable::kNone);
      walk.node = ast_.first_child(node);
      return walk.node != 0 && Push(walk, ast_.name(node));
    case NodeKind::kIndex: {
      const Node key = ast_.last_child(node);
      walk.node = ast_.first_child(node);
      return key != 0 && key != walk.node && ast_.Is(key, NodeKind::kString) &&
             Push(walk, ast_.name(key));
    }
    case NodeKind::kCall:
      return StepCall(walk);
    case NodeKind::kAwait:
      walk.node = ast_.first_child(node);
      return walk.node != 0;
    case NodeKind::kAssign:
    case NodeKind::kLogical:
    case NodeKind::kConditional:  // `a ?? new B()`: what is made in the end says most
      walk.node = ast_.last_child(node);
      return walk.node != 0;
    case NodeKind::kImport:
      if (ast_.Has(node, kComputed)) return false;
      return Module(walk, ast_.name(node), "*");
    case NodeKind::kLambda:
    case NodeKind::kFunction:
    case NodeKind::kObject:
    case NodeKind::kClass: {
      const uint32_t function = functions_.At(node);
      if (function != FunctionTable::kNone)
        return Local(walk, functions_.functions()[function].name, function);
      const std::string name = NameOf(node);
      if (name.empty()) return End(walk, JavaScriptPath::Root::kInner);
      return Local(walk, name, FunctionTable::kNone);
    }
    case NodeKind::kString:
    case NodeKind::kTemplate:
    case NodeKind::kLiteral:
    case NodeKind::kArray:
      return End(walk, JavaScriptPath::Root::kForeign);
    default:
      return false;
  }
}

bool JavaScriptPaths::StepCall(Walk& walk) const {
  const Node call = walk.node;
  const Node callee = ast_.first_child(call);
  if (callee == 0) return false;
  const Node argument = ast_.end(callee);
  const bool argued = argument < ast_.end(call);
  if (ast_.Has(call, kNew)) {
    if (walk.bare()) walk.path.instance = true;
  } else if (ast_.Is(callee, NodeKind::kMember) && ast_.name(callee) == "bind") {
    walk.node = ast_.first_child(callee);
    return walk.node != 0;
  } else if (scopes_.IsRequire(callee)) {
    if (!argued || !ast_.Is(argument, NodeKind::kString)) return false;
    return Module(walk, ast_.name(argument), "*");
  } else if (argued && Contains(kGivesArgument, ast_.name(callee))) {
    walk.node = argument;
    return true;
  } else if (argued && Contains(kGivesObject, ast_.name(callee)) && MakesInstance(argument)) {
    walk.node = argument;
    return true;
  } else if (argued && Contains(kGivesInstance, ast_.name(callee)) && IsTypeName(argument) &&
             (ast_.end(argument) == ast_.end(call) || MakesInstance(call))) {
    if (walk.bare()) walk.path.instance = true;
    return StepDeclared(walk, scopes_.DeclarationOf(argument));
  }
  walk.node = callee;
  return ++walk.calls <= kCalls;
}

/// `new Repo()`, `container.createInstance(Repo, …)`.
bool JavaScriptPaths::MakesInstance(Node node) const {
  if (!ast_.Is(node, NodeKind::kCall)) return false;
  const Node callee = ast_.first_child(node);
  return ast_.Has(node, kNew) || (callee != 0 && ast_.name(callee) == "createInstance");
}

/// Whether it is a name that is written as classes and interfaces are, and known.
bool JavaScriptPaths::IsTypeName(Node node) const {
  const std::string_view name = ast_.name(node);
  if (!ast_.Is(node, NodeKind::kName) || name.empty() || name[0] < 'A' || name[0] > 'Z')
    return false;
  const Node declaration = scopes_.DeclarationOf(node);
  return declaration != 0 && (ast_.Is(declaration, NodeKind::kClass) ||
                              (ast_.Is(declaration, NodeKind::kBinding) &&
                               ast_.Is(scopes_.parent(declaration), NodeKind::kImport)));
}

bool JavaScriptPaths::StepName(Walk& walk) const {
  const Node node = walk.node;
  const std::string_view name = ast_.name(node);
  if (name == "this") {
    const std::string holder = HolderAround(node);
    if (holder.empty()) return false;
    if (walk.bare()) walk.path.instance = true;
    return Local(walk, holder, FunctionTable::kNone);
  }
  if (name == "super") {
    const Node around = ClassAround(node);
    const Node base = around == 0 ? 0 : ast_.child(around, NodeKind::kBase);
    if (base == 0) return false;
    ++walk.calls;  // its own methods, whatever is derived from it
    return StepType(walk, base);
  }
  if (IsExports(node)) return Local(walk, "exports", FunctionTable::kNone);
  const Node declaration = scopes_.DeclarationOf(node);
  if (declaration == 0)
    return End(walk, name == "undefined" ? JavaScriptPath::Root::kUnknown
                                         : JavaScriptPath::Root::kForeign);
  return StepDeclared(walk, declaration);
}

bool JavaScriptPaths::StepDeclared(Walk& walk, Node declaration) const {
  switch (ast_.kind(declaration)) {
    case NodeKind::kBinding:
      return StepBinding(walk, declaration);
    case NodeKind::kVariable:
      return StepVariable(walk, declaration);
    case NodeKind::kParameter:
      return StepParameter(walk, declaration);
    case NodeKind::kFunction:
    case NodeKind::kLambda: {
      const uint32_t function = functions_.At(declaration);
      if (function == FunctionTable::kNone) return End(walk, JavaScriptPath::Root::kInner);
      return Local(walk, functions_.functions()[function].name, function);
    }
    default: {
      const std::string name = NameOf(declaration);
      if (name.empty()) return End(walk, JavaScriptPath::Root::kInner);
      return Local(walk, name, FunctionTable::kNone);
    }
  }
}

Node JavaScriptPaths::ValueOfVariable(Node variable) const {
  const Node value = ast_.has_children(variable) ? ast_.last_child(variable) : 0;
  if (value == 0 || ast_.Is(value, NodeKind::kBinding) || ast_.Is(value, NodeKind::kTypeReference))
    return 0;
  return ast_.Is(scopes_.parent(variable), NodeKind::kLoop) ? 0 : value;
}

bool JavaScriptPaths::StepVariable(Walk& walk, Node variable) const {
  if (const uint32_t held = functions_.At(variable); held != FunctionTable::kNone)
    return Local(walk, functions_.functions()[held].name, held);
  const Node value = scopes_.ValueOf(variable);
  const Node type = ast_.child(variable, NodeKind::kTypeReference);
  // An object or function that has the type says more than the type does.
  const bool known = value != 0 && (ast_.Is(value, NodeKind::kObject) ||
                                    ast_.Is(value, NodeKind::kLambda) || ast_.Has(value, kNew));
  if (type != 0 && !known) {
    if (walk.bare()) walk.path.instance = true;
    return StepType(walk, type);
  }
  // app = express(); app.handle = function () {…
  const bool top = functions_.Of(variable) == 0 && holders_.contains(ast_.name(variable));
  if (top && (value == 0 || ast_.Is(value, NodeKind::kCall)))
    return Local(walk, ast_.name(variable), FunctionTable::kNone);
  walk.node = value;
  return value != 0;
}

bool JavaScriptPaths::StepBinding(Walk& walk, Node binding) const {
  Node node = binding;
  for (int depth = 0; depth < kDepth && ast_.Is(node, NodeKind::kBinding); ++depth) {
    const Node parent = scopes_.parent(node);
    if (ast_.Is(parent, NodeKind::kImport)) return Imported(walk, parent, ast_.name(node));
    if (ast_.name(node).empty()) return false;  // an element of an array
    if (ast_.name(node) != "*" && !Push(walk, ast_.name(node))) return false;
    node = parent;
  }
  if (ast_.Is(node, NodeKind::kParameter)) return StepParameter(walk, node);
  if (!ast_.Is(node, NodeKind::kVariable)) return false;
  if (const Node type = ast_.child(node, NodeKind::kTypeReference)) return StepType(walk, type);
  walk.node = ValueOfVariable(node);
  return walk.node != 0;
}

bool JavaScriptPaths::StepParameter(Walk& walk, Node parameter) const {
  if (const Node type = ast_.child(parameter, NodeKind::kTypeReference)) {
    if (walk.bare()) walk.path.instance = true;
    return StepType(walk, type);
  }
  // import("x").then((m) => …)
  const Node lambda = scopes_.parent(parameter);
  const Node call = scopes_.parent(lambda);
  if (ast_.Is(lambda, NodeKind::kLambda) && ast_.Is(call, NodeKind::kCall) &&
      ast_.child(lambda, NodeKind::kParameter) == parameter) {
    const Node callee = ast_.first_child(call);
    if (ast_.Is(callee, NodeKind::kMember) && ast_.name(callee) == "then" &&
        ast_.end(callee) == lambda) {
      walk.node = ast_.first_child(callee);
      return walk.node != 0;
    }
  }
  const Node fallback = ast_.has_children(parameter) ? ast_.last_child(parameter) : 0;
  if (fallback != 0 && ast_.Is(fallback, NodeKind::kCall) && ast_.Has(fallback, kNew)) {
    walk.node = fallback;
    return true;
  }
  return false;
}

bool JavaScriptPaths::StepType(Walk& walk, Node reference) const {
  if (++walk.types > kDepth) return false;
  walk.path.typed |= !walk.bare();
  for (int depth = 0; depth < kDepth; ++depth) {
    const std::string_view name = ast_.name(reference);
    if (!name.empty() && !Contains(kTransparentTypes, name)) break;
    const Node inner = ast_.child(reference, NodeKind::kTypeReference);
    if (inner == 0) {
      if (ast_.Is(reference, NodeKind::kBase) && name.empty() && ast_.has_children(reference)) {
        // class A extends mixin(B)
        walk.node = ast_.first_child(reference);
        if (!ast_.Is(walk.node, NodeKind::kCall)) return false;
        walk.node = ast_.last_child(walk.node);
        return true;
      }
      break;
    }
    reference = inner;
  }
  std::string_view written = ast_.name(reference);
  if (written.empty()) return false;
  for (size_t dot; (dot = written.rfind('.')) != std::string_view::npos;) {
    if (dot == 0 || !Push(walk, written.substr(dot + 1))) return false;
    written = written.substr(0, dot);
  }
  if (written == "this") {
    const std::string holder = HolderAround(reference);
    return !holder.empty() && Local(walk, holder, FunctionTable::kNone);
  }
  if (const Node declaration = scopes_.DeclarationOf(reference)) {
    const NodeKind kind = ast_.kind(declaration);
    if (kind == NodeKind::kClass || kind == NodeKind::kBinding || kind == NodeKind::kModule ||
        kind == NodeKind::kVariable || kind == NodeKind::kFunction)
      return StepDeclared(walk, declaration);
    return false;
  }
  const auto type = types_.find(written);
  if (type == types_.end()) return End(walk, JavaScriptPath::Root::kForeign);
  return Local(walk, NameOf(type->second), FunctionTable::kNone);
}

bool JavaScriptPaths::Imported(Walk& walk, Node import, std::string_view exported) const {
  return Module(walk, ast_.name(import), exported);
}

bool JavaScriptPaths::Module(Walk& walk, std::string_view specifier,
                             std::string_view exported) const {
  const ModuleName module = CanonicalModule(specifier);
  const bool package = module.module.starts_with("npm/") || module.module.starts_with("jsr/");
  if (!module.first_party && !package) return End(walk, JavaScriptPath::Root::kForeign);
  if (module.module.size() > kTextBytes) return false;
  walk.path.root = JavaScriptPath::Root::kModule;
  walk.path.text = module.module;
  walk.path.text.push_back('#');
  // Of a namespace, the member is the export.
  if (exported == "*" && walk.calls == 0 && !walk.segments.empty()) {
    exported = walk.segments.back().name;
    walk.calls = walk.segments.back().calls;
    walk.segments.pop_back();
  }
  walk.path.text.append(exported);
  return End(walk, JavaScriptPath::Root::kModule);
}

bool JavaScriptPaths::Local(Walk& walk, std::string_view name, uint32_t function) const {
  walk.path.text = "local#";
  walk.path.text.append(name);
  if (walk.bare() && function != FunctionTable::kNone && !walk.path.instance) {
    walk.path.function = functions_.functions()[function].bodiless ? FunctionNamed(name) : function;
  }
  return End(walk, JavaScriptPath::Root::kLocal);
}

/// The end of the walk: what has been collected on the way stands behind the root.
bool JavaScriptPaths::End(Walk& walk, JavaScriptPath::Root root) const {
  JavaScriptPath& path = walk.path;
  path.root = root;
  if (root != JavaScriptPath::Root::kModule && root != JavaScriptPath::Root::kLocal) return false;
  for (; walk.calls > 0; --walk.calls) path.text.append("()");
  for (auto segment = walk.segments.rbegin(); segment != walk.segments.rend(); ++segment) {
    path.text.append(".").append(segment->name);
    for (int call = 0; call < segment->calls; ++call) path.text.append("()");
  }
  if (path.text.size() > kTextBytes) path = {};
  return false;
}

bool JavaScriptPaths::Push(Walk& walk, std::string_view name) const {
  if (name.empty() || walk.segments.size() >= kSegments) return false;
  walk.segments.push_back({name, walk.calls});
  walk.calls = 0;
  return true;
}

}  // namespace krepis::analyzer
