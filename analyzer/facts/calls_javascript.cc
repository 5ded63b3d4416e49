#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "analyzer/facts/calls_extract.h"
#include "analyzer/facts/javascript_exports.h"
#include "analyzer/facts/javascript_methods.h"
#include "analyzer/facts/javascript_paths.h"

namespace krepis::analyzer {
namespace {

/// Nodes between what is handed on and the call that gets it.
constexpr int kDepth = 16;

/// The names of a file, by which a path into the file itself has to go on.
class FileNames {
 public:
  explicit FileNames(const CallFacts& facts) {
    for (const FunctionFact& function : facts.functions) Add(function.name, kFunction);
    for (const TypeFact& type : facts.types) Add(type.name, type.bases.empty() ? kType : kDerived);
    for (const ValueFact& value : facts.values) Add(value.name, kValue);
  }

  bool MayLead(const JavaScriptPath& path, CallKind kind) const {
    if (path.root != JavaScriptPath::Root::kLocal || path.function != FunctionTable::kNone)
      return true;
    const std::string_view text = std::string_view(path.text).substr(6);
    for (size_t size = text.size(); size != 0 && size != std::string_view::npos;
         size = Shorter(text, size)) {
      const auto found = names_.find(text.substr(0, size));
      if (found == names_.end()) continue;
      const std::string_view rest = text.substr(size);
      const uint8_t known = found->second;
      if (rest.empty() || rest == "()" || (known & kValue) != 0) return true;
      // A method may be inherited, one that is called also be another class's.
      const bool member = rest.rfind('.') == (rest[0] == '.' ? 0 : 2);
      if ((known & kDerived) != 0) return member || kind != CallKind::kPass;
      if ((known & kType) != 0) return member && kind != CallKind::kPass;
      if ((known & kFunction) != 0) return kind != CallKind::kPass;
    }
    return false;
  }

 private:
  enum : uint8_t { kFunction = 1, kType = 2, kDerived = 4, kValue = 8, kHolder = 16 };

  /// The name, and what holds it: an object literal has no name of its own here.
  void Add(std::string_view name, uint8_t kind) {
    names_[name] |= kind;
    for (size_t dot = name.rfind('.'); dot != std::string_view::npos && dot != 0;
         dot = name.rfind('.', dot - 1)) {
      if (!names_.try_emplace(name.substr(0, dot), kHolder).second) break;
    }
  }
  static size_t Shorter(std::string_view path, size_t size) {
    if (path.substr(0, size).ends_with("()")) return size - 2;
    return path.substr(0, size).rfind('.');
  }

  std::unordered_map<std::string_view, uint8_t> names_;
};

class CallPass {
 public:
  CallPass(const Scopes& scopes, std::string_view source, const FunctionTable& functions,
           const JavaScriptPaths& paths, const FileNames& names, CallCollector& calls)
      : scopes_(scopes),
        ast_(scopes.ast()),
        source_(source),
        functions_(functions),
        paths_(paths),
        names_(names),
        calls_(calls) {}

  void Run() {
    for (Node node = 1; node < ast_.size(); ++node) {
      switch (ast_.kind(node)) {
        case NodeKind::kCall:
          Call(node);
          break;
        case NodeKind::kAttribute:
          Decorator(node);
          break;
        case NodeKind::kExpression:
          Element(node);
          break;
        case NodeKind::kName:
        case NodeKind::kMember:
          Handed(node);
          break;
        case NodeKind::kImport:
          // What waits for it calls what it needs; a router or `lazy` gets the whole module.
          if (ast_.Has(node, kDynamic) && !IsObject(node) &&
              !ast_.Is(scopes_.parent(node), NodeKind::kAwait))
            Add(node, CallKind::kPass, ModuleDefault(node));
          break;
        default:
          break;
      }
    }
  }

 private:
  void Add(Node node, CallKind kind, const JavaScriptPath& path) {
    if (!path || !names_.MayLead(path, kind)) return;
    calls_.Add(node, ast_.span(node), kind, path.text, Confidence::kResolved, path.function);
  }

  void Call(Node call) {
    Node callee = ast_.first_child(call);
    if (callee == 0 || scopes_.IsRequire(callee)) return;
    const bool made = ast_.Has(call, kNew);
    if (!made && ast_.Is(callee, NodeKind::kMember) && ast_.has_children(callee) &&
        (ast_.name(callee) == "call" || ast_.name(callee) == "apply"))
      callee = ast_.first_child(callee);
    if (!made && ast_.Is(callee, NodeKind::kMember) && ast_.name(callee) == "bind")
      return Bound(callee);
    if (ast_.Is(callee, NodeKind::kName) && ast_.name(callee) == "super") return SuperCall(callee);
    const std::string_view method = ast_.name(callee);
    if (method == "then" || method == "catch" || method == "finally") return;
    const JavaScriptPath path = paths_.Of(callee);
    if (path) {
      if (IsForeignResult(path.text, ast_.name(callee))) return;
      Add(callee, made ? CallKind::kConstruct : CallKind::kCall, path);
      if (made && GoesToForeignCode(call)) Add(callee, CallKind::kPass, InstanceOf(path));
    } else if (path.root == JavaScriptPath::Root::kUnknown) {
      Unknown(callee, made);
    }
  }

  /// A method of the language's on what a call gives, which is a promise, a list or a builder.
  static bool IsForeignResult(std::string_view path, std::string_view method) {
    const size_t called = path.rfind("().");
    if (called == std::string_view::npos || called + 3 + method.size() != path.size()) return false;
    return path.starts_with("npm/") && IsCommonMethod(method);
  }

  void Bound(Node bind) {
    const JavaScriptPath path = paths_.Of(ast_.first_child(bind));
    if (!path.instance) Add(bind, CallKind::kPass, path);
  }

  void SuperCall(Node callee) {
    const Node around = paths_.ClassAround(callee);
    const Node base = around == 0 ? 0 : ast_.child(around, NodeKind::kBase);
    if (base == 0) return;
    const JavaScriptPath path = paths_.OfType(base);
    if (path)
      calls_.Add(callee, ast_.span(callee), CallKind::kConstruct, path.text, Confidence::kResolved,
                 path.function);
  }

  /// A method of something that nothing is known of.
  void Unknown(Node callee, bool made) {
    if (made || !ast_.Is(callee, NodeKind::kMember)) return;
    const std::string_view name = ast_.name(callee);
    if (name.empty() || name[0] == '#' || IsCommonMethod(name)) return;
    // A class without a name is part of the function around it, and so are its methods.
    const Node object = ast_.first_child(callee);
    if (ast_.Is(object, NodeKind::kName) && ast_.name(object) == "this") return;
    calls_.Add(callee, ast_.span(callee), CallKind::kCall, "*." + std::string(name));
  }

  void Decorator(Node attribute) { Add(attribute, CallKind::kCall, paths_.OfType(attribute)); }

  /// <Panel onClick={save}/> runs Panel.
  void Element(Node node) {
    const uint32_t start = ast_.span(node).start;
    if (!ast_.has_children(node) || start >= source_.size() || source_[start] != '<') return;
    const Node component = ast_.first_child(node);
    if (IsTag(component)) Add(component, CallKind::kCall, paths_.Of(component));
  }

  /// Whether `node` is the name of a JSX element.
  bool IsTag(Node node) const {
    const Node element = scopes_.parent(node);
    const uint32_t start = ast_.span(element).start;
    return ast_.Is(element, NodeKind::kExpression) && ast_.first_child(element) == node &&
           start < source_.size() && source_[start] == '<' && ast_.span(node).start == start + 1;
  }

  /// Whether `node` is the object of a member or the callee of a call.
  bool IsObject(Node node) const {
    const Node parent = scopes_.parent(node);
    if (ast_.first_child(parent) != node) return false;
    const NodeKind kind = ast_.kind(parent);
    return kind == NodeKind::kMember || kind == NodeKind::kCall || kind == NodeKind::kIndex;
  }

  /// A function, a class or an object of functions that is not called here but handed on by name.
  void Handed(Node node) {
    if (IsObject(node) || IsTag(node) || !IsHandedOn(node)) return;
    JavaScriptPath path = paths_.Of(node);
    if (!path || (path.text.ends_with(")") && !path.instance)) return;
    if (path.typed && path.root == JavaScriptPath::Root::kModule) return;
    if (IsOfResult(path.text) || IsConstantName(path.text)) return;
    // Of an instance whose type alone is known, data goes on; a new one is there to be used.
    if (path.instance && (!path.text.ends_with(")") || !GoesToForeignCode(node))) return;
    Add(node, CallKind::kPass, IsRegistered(node) ? InstanceOf(path) : path);
  }

  /// Code that is handed an instance may call all of its methods, of a class that it is handed it
  /// may make one; often that is but a key.
  static JavaScriptPath InstanceOf(JavaScriptPath path) {
    if (!path.text.ends_with(")") && path.function == FunctionTable::kNone) path.text += "()";
    return path;
  }

  /// Whether a decorator or a container gets it, to make one: `providers: [Repo]`, `useClass:
  /// Repo`.
  bool IsRegistered(Node node) const {
    for (int depth = 0; depth < kDepth; ++depth) {
      node = scopes_.parent(node);
      switch (ast_.kind(node)) {
        case NodeKind::kArray:
        case NodeKind::kObject:
        case NodeKind::kSpread:
        case NodeKind::kConditional:
          continue;
        case NodeKind::kProperty:
          if (ast_.name(node) == "useClass") return true;
          continue;
        default:
          return ast_.Is(node, NodeKind::kAttribute);
      }
    }
    return false;
  }

  /// A member of what a function gives: data, where it is not of a new instance.
  static bool IsOfResult(std::string_view path) {
    const size_t called = path.find("().");
    if (called == std::string_view::npos) return false;
    const size_t begin = path.find_last_of(".#", called) + 1;
    return path[begin] < 'A' || path[begin] > 'Z';
  }

  /// MAX_SIZE: no function is called so.
  static bool IsConstantName(std::string_view path) {
    const std::string_view name = path.substr(path.find_last_of(".#") + 1);
    return name.size() > 1 && name != "*" &&
           std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  bool IsHandedOn(Node node) const {
    const Node parent = scopes_.parent(node);
    switch (ast_.kind(parent)) {
      case NodeKind::kCall:
      case NodeKind::kArray:
      case NodeKind::kSpread:
      case NodeKind::kReturn:
      case NodeKind::kYield:
      case NodeKind::kLogical:
      case NodeKind::kExpression:
      case NodeKind::kAttribute:
      case NodeKind::kParameter:
        return true;
      case NodeKind::kConditional:
        return ast_.first_child(parent) != node;
      case NodeKind::kProperty:
        // What a named object holds is called by that name.
        return ast_.first_child(parent) == node && paths_.NameOf(parent).empty();
      case NodeKind::kVariable:
        return functions_.Of(parent) != 0 && scopes_.ValueOf(parent) != node;
      case NodeKind::kAssign:
        return ast_.last_child(parent) == node && !IsKept(ast_.first_child(parent));
      default:
        return false;
    }
  }

  /// Whether what is assigned to `target` is found by that name.
  bool IsKept(Node target) const {
    if (paths_.IsExports(target)) return true;
    if (!ast_.Is(target, NodeKind::kMember)) return false;
    return paths_.Of(target).root == JavaScriptPath::Root::kLocal;
  }

  /// Whether an instance is an argument, or part of one, of what no source of this tree says more
  /// about: that may call all of its methods.
  bool GoesToForeignCode(Node node) const {
    for (int depth = 0; depth < kDepth; ++depth) {
      const Node parent = scopes_.parent(node);
      switch (ast_.kind(parent)) {
        case NodeKind::kArray:
        case NodeKind::kObject:
        case NodeKind::kProperty:
        case NodeKind::kSpread:
        case NodeKind::kConditional:
        case NodeKind::kLogical:
          node = parent;
          continue;
        case NodeKind::kAttribute:
          return true;
        case NodeKind::kCall: {
          const Node callee = ast_.first_child(parent);
          if (callee == node) return false;
          const JavaScriptPath path = paths_.Of(callee);
          if (path.root == JavaScriptPath::Root::kLocal ||
              path.root == JavaScriptPath::Root::kInner)
            return false;
          // "@/x" is an alias into the tree.
          const bool package = path.text.starts_with("npm/") && !path.text.starts_with("npm/@/") &&
                               !path.text.starts_with("npm/~");
          // Of lists, assertions and what else takes a value, nothing more comes.
          return path.root == JavaScriptPath::Root::kModule ? package : ast_.name(callee) == "use";
        }
        default:
          return false;
      }
    }
    return false;
  }

  JavaScriptPath ModuleDefault(Node import) const {
    JavaScriptPath path = paths_.Of(import);
    if (path) path.text = path.text.substr(0, path.text.rfind('#')) + "#default";
    return path;
  }

  const Scopes& scopes_;
  const Ast& ast_;
  std::string_view source_;
  const FunctionTable& functions_;
  const JavaScriptPaths& paths_;
  const FileNames& names_;
  CallCollector& calls_;
};

}  // namespace

void ExtractJavaScriptCalls(const Scopes& scopes, std::string_view source,
                            const FunctionTable& functions, CallCollector& calls,
                            FileFacts& facts) {
  const JavaScriptPaths paths(scopes, functions, source);
  ExtractJavaScriptValues(scopes, functions, paths, facts.calls);
  const FileNames names(facts.calls);
  CallPass(scopes, source, functions, paths, names, calls).Run();
}

}  // namespace krepis::analyzer
