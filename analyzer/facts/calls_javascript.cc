#include <string>
#include <string_view>

#include "analyzer/facts/calls_extract.h"
#include "analyzer/facts/javascript_exports.h"
#include "analyzer/facts/javascript_methods.h"
#include "analyzer/facts/javascript_paths.h"

namespace krepis::analyzer {
namespace {

/// Nodes between what is handed on and the call that gets it.
constexpr int kDepth = 16;

class CallPass {
 public:
  CallPass(const Scopes& scopes, std::string_view source, const FunctionTable& functions,
           const JavaScriptPaths& paths, CallCollector& calls)
      : scopes_(scopes),
        ast_(scopes.ast()),
        source_(source),
        functions_(functions),
        paths_(paths),
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
    if (!path) return;
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
    const JavaScriptPath path = paths_.Of(callee);
    if (path) {
      if (IsForeignResult(path.text, ast_.name(callee))) return;
      Add(callee, made ? CallKind::kConstruct : CallKind::kCall, path);
      if (made && GoesToForeignCode(call)) Add(callee, CallKind::kPass, path);
    } else if (path.root == JavaScriptPath::Root::kUnknown) {
      Unknown(callee, made);
    }
  }

  /// A method of the language's on what a call gives, which is a promise, a list or a builder.
  static bool IsForeignResult(std::string_view path, std::string_view method) {
    const size_t called = path.rfind("().");
    if (called == std::string_view::npos || called + 3 + method.size() != path.size()) return false;
    if (method == "then" || method == "catch" || method == "finally") return true;
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
    if (path.instance && !GoesToForeignCode(node)) return;
    Add(node, CallKind::kPass, path);
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
          return path.root != JavaScriptPath::Root::kModule || package;
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
  CallCollector& calls_;
};

}  // namespace

void ExtractJavaScriptCalls(const Scopes& scopes, std::string_view source,
                            const FunctionTable& functions, CallCollector& calls,
                            FileFacts& facts) {
  const JavaScriptPaths paths(scopes, functions, source);
  ExtractJavaScriptValues(scopes, functions, paths, facts.calls);
  CallPass(scopes, source, functions, paths, calls).Run();
}

}  // namespace krepis::analyzer
