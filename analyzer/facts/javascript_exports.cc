#include "analyzer/facts/javascript_exports.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace krepis::analyzer {
namespace {

/// A file with more is generated.
constexpr size_t kMaxValues = 50'000;
/// Nodes between a value and the export or function that it belongs to.
constexpr int kDepth = 64;

class ValuePass {
 public:
  ValuePass(const Scopes& scopes, const FunctionTable& functions, const JavaScriptPaths& paths,
            CallFacts& facts)
      : scopes_(scopes), ast_(scopes.ast()), functions_(functions), paths_(paths), facts_(facts) {}

  void Run() {
    for (Node node = 1; node < ast_.size(); ++node) {
      switch (ast_.kind(node)) {
        case NodeKind::kClass:
          Class(node);
          break;
        case NodeKind::kTypeAlias:
          if (ast_.has_children(node) && functions_.Of(node) == 0)
            AddType(paths_.NameOf(node), ast_.first_child(node));
          break;
        case NodeKind::kExport:
          Export(node);
          break;
        case NodeKind::kVariable:
          Variable(node);
          break;
        case NodeKind::kAssign:
          Assignment(node);
          break;
        case NodeKind::kProperty:
          Property(node);
          break;
        case NodeKind::kSpread:
          Spread(node);
          break;
        case NodeKind::kCall:
          if (functions_.Of(node) == 0) Mixin(node);
          break;
        case NodeKind::kFunction:
        case NodeKind::kLambda:
          Result(node);
          break;
        case NodeKind::kReturn:
          Returned(node);
          break;
        default:
          break;
      }
    }
  }

 private:
  void Add(std::string name, const JavaScriptPath& path) {
    if (!path || name.empty() || facts_.values.size() >= kMaxValues) return;
    if (path.root == JavaScriptPath::Root::kLocal && path.text.substr(6) == name) return;
    std::string key = name + '\n' + path.text;
    if (!known_.insert(std::move(key)).second) return;
    facts_.values.push_back({std::move(name), path.text, path.instance});
  }
  /// What a value of that declared type leads to.
  void AddType(std::string name, Node type) {
    if (ast_.Is(type, NodeKind::kTypeReference) && ast_.name(type).empty()) {
      for (const Node part : ast_.Children(type)) AddType(name, part);
      return;
    }
    JavaScriptPath path = paths_.OfType(type);
    path.instance = true;
    Add(std::move(name), path);
  }

  void Class(Node node) {
    const std::string name = paths_.NameOf(node);
    if (name.empty()) return;
    TypeFact& type = facts_.types.emplace_back();
    type.name = name;
    type.interface = ast_.Has(node, kInterface);
    for (const Node child : ast_.Children(node)) {
      if (ast_.Is(child, NodeKind::kBase)) {
        JavaScriptPath base = paths_.OfType(child);
        if (base) type.bases.push_back(std::move(base.text));
      } else if (ast_.Is(child, NodeKind::kVariable)) {
        Field(name, child);
      } else if (ast_.Is(child, NodeKind::kFunction) && ast_.Has(child, kConstructor)) {
        // `constructor(private repo: Repo)` and `this.repo = repo` say the same.
        for (const Node parameter : ast_.Children(child)) {
          const bool typed = ast_.Is(parameter, NodeKind::kParameter) &&
                             ast_.child(parameter, NodeKind::kTypeReference) != 0;
          if (typed && !ast_.name(parameter).empty()) Field(name, parameter);
        }
      }
    }
  }

  void Field(const std::string& holder, Node field) {
    if (ast_.name(field).empty() || !ast_.has_children(field)) return;
    std::string name = holder + "." + std::string(ast_.name(field));
    if (const Node type = ast_.child(field, NodeKind::kTypeReference)) AddType(name, type);
    if (ast_.Is(field, NodeKind::kVariable) && ast_.child(field, NodeKind::kLambda) == 0)
      Add(std::move(name), paths_.Of(ast_.last_child(field)));
  }

  void Export(Node node) {
    if (ast_.Has(node, kTypeOnly)) return;
    if (ast_.Has(node, kDefault)) {
      if (ast_.has_children(node)) AddValue("default", ast_.last_child(node));
      return;
    }
    for (const Node child : ast_.Children(node)) {
      if (ast_.Is(child, NodeKind::kBinding)) {
        const Node alias = ast_.child(child, NodeKind::kAlias);
        if (const Node declared = TopLevel(ast_.name(child)))
          Add(std::string(ast_.name(alias != 0 ? alias : child)), Declared(declared));
      } else if (!ast_.Is(child, NodeKind::kVariable) && !IsDeclaration(child)) {
        AddValue("exports", child);  // export = value
      }
    }
  }
  static bool IsDeclaration(NodeKind kind) {
    return kind == NodeKind::kFunction || kind == NodeKind::kClass || kind == NodeKind::kModule ||
           kind == NodeKind::kTypeAlias || kind == NodeKind::kImport;
  }
  bool IsDeclaration(Node node) const { return IsDeclaration(ast_.kind(node)); }

  /// What the file's top level calls so, or 0.
  Node TopLevel(std::string_view name) {
    if (top_.empty()) {
      for (const Node child : ast_.Children(0)) {
        Declaring(child);
        if (!ast_.Is(child, NodeKind::kExport)) continue;
        for (const Node exported : ast_.Children(child)) Declaring(exported);
      }
      top_.emplace("", 0);
    }
    const auto found = top_.find(name);
    return found == top_.end() ? 0 : found->second;
  }
  void Declaring(Node node) {
    const bool pattern = ast_.Is(node, NodeKind::kVariable) && ast_.name(node).empty();
    if (ast_.Is(node, NodeKind::kImport) || pattern) {
      for (const Node binding : ast_.Children(node)) {
        if (!ast_.Is(binding, NodeKind::kBinding)) continue;
        const Node alias = ast_.child(binding, NodeKind::kAlias);
        top_.emplace(ast_.name(alias != 0 ? alias : binding), binding);
      }
    } else if (ast_.Is(node, NodeKind::kVariable) || IsDeclaration(node)) {
      top_.emplace(ast_.name(node), node);
    }
  }
  JavaScriptPath Declared(Node declaration) const { return paths_.OfDeclared(declaration); }

  void Variable(Node node) {
    if (functions_.Of(node) != 0 && functions_.At(node) == FunctionTable::kNone) return;
    const Node around = scopes_.parent(node);
    if (ast_.Is(around, NodeKind::kClass)) return;
    const std::string_view name = ast_.name(node);
    const bool top = ast_.Is(around, NodeKind::kFile) || ast_.Is(around, NodeKind::kExport) ||
                     ast_.Is(around, NodeKind::kModule);
    if (!top) return;
    if (name.empty()) {
      if (!ast_.Is(around, NodeKind::kExport)) return;
      for (const Node binding : ast_.Children(node)) {
        if (!ast_.Is(binding, NodeKind::kBinding)) continue;
        const Node alias = ast_.child(binding, NodeKind::kAlias);
        Add(std::string(ast_.name(alias != 0 ? alias : binding)), Declared(binding));
      }
      return;
    }
    const Node value = ast_.has_children(node) ? ast_.last_child(node) : 0;
    // const api = module.exports = { … }
    if (value != 0 && !ast_.Is(value, NodeKind::kTypeReference)) {
      const Node exports = ast_.Is(value, NodeKind::kAssign) ? ast_.first_child(value) : value;
      if (exports != 0 && paths_.IsExports(exports)) {
        Add(std::string(name), LocalPath("exports"));
        Add("exports", LocalPath(name));
        return;
      }
      if (ast_.Is(value, NodeKind::kObject)) {
        // An object of that type is one more of those that implement it.
        if (const Node type = ast_.child(node, NodeKind::kTypeReference)) {
          JavaScriptPath base = paths_.OfType(type);
          if (base) facts_.types.push_back({paths_.NameOf(node), {std::move(base.text)}, false});
        }
        return;
      }
    }
    if (ast_.Is(around, NodeKind::kFile)) return;  // this file sees through it
    if (value != 0 && ast_.Is(value, NodeKind::kCall) && scopes_.ValueOf(node) == value &&
        ast_.child(node, NodeKind::kTypeReference) == 0)
      return AddValue(paths_.NameOf(node), value);
    Add(paths_.NameOf(node), Declared(node));
  }
  static JavaScriptPath LocalPath(std::string_view name) {
    JavaScriptPath path;
    path.root = JavaScriptPath::Root::kLocal;
    path.text = "local#";
    path.text.append(name);
    return path;
  }

  /// The function that the code at `node` is part of.
  JavaScriptPath OwnerOf(Node node) const {
    const std::string& name = functions_.functions()[functions_.Of(node)].name;
    return name.empty() ? JavaScriptPath() : LocalPath(name);
  }

  /// Adds what an exported expression stands for; beside what a call gives, the function that it is
  /// given: `memo(List)`, `connect(state)(List)`.
  void AddValue(const std::string& name, Node value) {
    for (int depth = 0; depth < kDepth && value != 0; ++depth) {
      const JavaScriptPath path = paths_.Of(value);
      Add(name, path);
      if (!ast_.Is(value, NodeKind::kCall) || ast_.Has(value, kNew)) return;
      const Node callee = ast_.first_child(value);
      const Node argument = callee == 0 ? 0 : ast_.end(callee);
      if (callee == 0 || argument >= ast_.end(value)) return;
      if (path.function != FunctionTable::kNone) return;  // promisify(f)
      if (ast_.Is(argument, NodeKind::kName)) {
        const JavaScriptPath given = paths_.Of(argument);
        const bool ours = path.root == JavaScriptPath::Root::kLocal || path.text.starts_with(".");
        if (!given.instance && (!ours || given.function != FunctionTable::kNone)) Add(name, given);
        return;
      }
      value = ast_.Is(argument, NodeKind::kCall) ? argument : 0;
    }
  }

  void Assignment(Node node) {
    if (ast_.name(node) != "=" && ast_.name(node) != "?\?=" && ast_.name(node) != "||=") return;
    const Node target = ast_.first_child(node);
    const Node value = ast_.last_child(node);
    if (target == 0 || value == target) return;
    const uint32_t owner = functions_.Of(node);
    if (paths_.IsExports(target)) {
      Node given = value;
      if (ast_.Is(value, NodeKind::kAssign)) given = ast_.last_child(value);
      if (!ast_.Is(given, NodeKind::kObject)) AddValue("exports", given);
      return;
    }
    if (!ast_.Is(target, NodeKind::kMember)) return;
    const Node object = ast_.first_child(target);
    if (object == 0) return;
    if (ast_.Is(object, NodeKind::kName) && ast_.name(object) == "this") {
      const std::string holder = paths_.HolderAround(target);
      if (holder.empty()) return;
      // A closure is part of the function that makes it.
      const JavaScriptPath path = paths_.Of(value);
      Add(holder + "." + std::string(ast_.name(target)),
          ast_.Is(value, NodeKind::kLambda) && !path ? OwnerOf(target) : path);
      return;
    }
    if (ast_.Is(value, NodeKind::kLambda)) {
      GivenMember(target, object, value);
      return;
    }
    if (GivenMember(target, object, value)) return;
    // exports.f = f, api.f = f, A.prototype.f = f
    if (owner != 0 && functions_.functions()[owner].node != node) return;
    const bool prototype = ast_.Is(object, NodeKind::kMember) && ast_.name(object) == "prototype";
    const JavaScriptPath holder = paths_.Of(prototype ? ast_.first_child(object) : object);
    if (holder.root != JavaScriptPath::Root::kLocal || holder.text.ends_with(")")) return;
    AddValue(holder.text.substr(6) + "." + std::string(ast_.name(target)), value);
  }

  /// `module.exports = function (User) { User.load = …`: a function that adds to what it is given.
  bool GivenMember(Node target, Node object, Node value) {
    if (!ast_.Is(object, NodeKind::kName)) return false;
    const Node parameter = scopes_.DeclarationOf(object);
    if (parameter == 0 || !ast_.Is(parameter, NodeKind::kParameter)) return false;
    const Node function = scopes_.parent(parameter);
    const uint32_t index = functions_.At(function);
    if (index == FunctionTable::kNone || functions_.Of(target) != index) return true;
    const std::string& name = functions_.functions()[index].name;
    uint32_t position = 0;
    for (const Node child : ast_.Children(function)) {
      if (child == parameter) break;
      if (ast_.Is(child, NodeKind::kParameter)) ++position;
    }
    const JavaScriptPath path = paths_.Of(value);
    std::string member = name + "(" + std::to_string(position) + ").";
    member += ast_.name(target);
    Add(std::move(member), path ? path : LocalPath(name));  // a closure is part of the function
    return true;
  }

  /// `require("./load")(User)` and `Object.assign(User, other)`: what is added to an object.
  void Mixin(Node call) {
    const Node callee = ast_.first_child(call);
    if (callee == 0 || ast_.Has(call, kNew)) return;
    const bool assign = ast_.Is(callee, NodeKind::kMember) && ast_.name(callee) == "assign";
    JavaScriptPath source;
    if (!assign) {
      source = paths_.Of(callee);
      const bool ours = source.root == JavaScriptPath::Root::kLocal || source.text.starts_with(".");
      if (!ours || source.text.ends_with(")")) return;
    }
    std::string holder;
    uint32_t position = 0;
    for (Node argument = ast_.end(callee); argument < ast_.end(call);
         argument = ast_.end(argument), ++position) {
      if (assign && position != 0) {
        if (!holder.empty()) Add(holder + ".*", paths_.Of(argument));
        continue;
      }
      if (!ast_.Is(argument, NodeKind::kName) && !ast_.Is(argument, NodeKind::kMember)) continue;
      const bool prototype =
          ast_.Is(argument, NodeKind::kMember) && ast_.name(argument) == "prototype";
      const JavaScriptPath given = paths_.Of(prototype ? ast_.first_child(argument) : argument);
      if (given.root != JavaScriptPath::Root::kLocal || given.text.ends_with(")") ||
          given.instance || (given.function != FunctionTable::kNone && !assign))
        continue;
      holder = given.text.substr(6);
      if (assign) continue;
      JavaScriptPath added = source;
      added.text += "(" + std::to_string(position) + ")";
      Add(holder + ".*", added);
    }
  }

  /// A member of an object that others reach by its name.
  void Property(Node node) {
    if (ast_.name(node).empty() || !ast_.has_children(node)) return;
    const Node value = ast_.first_child(node);
    if (ast_.Is(value, NodeKind::kObject) || ast_.Is(value, NodeKind::kLambda)) return;
    const std::string name = paths_.NameOf(node);
    if (!name.empty()) AddValue(name, value);
  }

  void Spread(Node node) {
    const Node object = scopes_.parent(node);
    if (!ast_.Is(object, NodeKind::kObject) || !ast_.has_children(node)) return;
    const std::string name = paths_.NameOf(object);
    if (!name.empty()) Add(name + ".*", paths_.Of(ast_.first_child(node)));
  }

  void Result(Node node) {
    const uint32_t function = functions_.At(node);
    const Node type = ast_.child(node, NodeKind::kTypeReference);
    if (function == FunctionTable::kNone || type == 0) return;
    const std::string& name = functions_.functions()[function].name;
    if (!name.empty()) AddType(name + "()", type);
  }

  /// What the function itself, and not a closure inside it, gives.
  void Returned(Node node) {
    const uint32_t owner = functions_.Of(node);
    if (owner == 0 || !ast_.has_children(node)) return;
    const FunctionTable::Function& function = functions_.functions()[owner];
    if (function.name.empty()) return;
    Node around = scopes_.parent(node);
    for (int depth = 0; depth < kDepth && around != function.node; ++depth) {
      if (ast_.Is(around, NodeKind::kLambda) || ast_.Is(around, NodeKind::kFunction)) return;
      around = scopes_.parent(around);
    }
    if (around != function.node) return;
    const Node value = ast_.first_child(node);
    const Node type = ast_.child(function.node, NodeKind::kTypeReference);
    const std::string name = function.name + "()";
    if (ast_.Is(value, NodeKind::kObject)) {
      ReturnedObject(name, type, value);
    } else if (type == 0) {
      Add(name, paths_.Of(value));
    }
  }

  /// An object of closures: where the function says of what type it is, one more of those that
  /// implement it. They are part of the function.
  void ReturnedObject(const std::string& name, Node type, Node object) {
    const JavaScriptPath base = type == 0 ? JavaScriptPath() : paths_.OfType(type);
    const std::string function = name.substr(0, name.size() - 2);
    bool closures = false;
    for (const Node member : ast_.Children(object)) {
      if (ast_.name(member).empty()) continue;
      const bool property = ast_.Is(member, NodeKind::kProperty) && ast_.has_children(member);
      if (!property && !ast_.Is(member, NodeKind::kFunction)) continue;
      const JavaScriptPath path = property ? paths_.Of(ast_.first_child(member)) : JavaScriptPath();
      const bool closure = !property || path.root == JavaScriptPath::Root::kInner;
      if (closure && !base) continue;  // found without it
      closures |= closure;
      Add(name + "." + std::string(ast_.name(member)), closure ? LocalPath(function) : path);
    }
    if (closures && facts_.types.size() < kMaxValues)
      facts_.types.push_back({name, {base.text}, false});
  }

  const Scopes& scopes_;
  const Ast& ast_;
  const FunctionTable& functions_;
  const JavaScriptPaths& paths_;
  CallFacts& facts_;
  std::unordered_map<std::string_view, Node> top_;
  std::unordered_set<std::string> known_;
};

}  // namespace

void ExtractJavaScriptValues(const Scopes& scopes, const FunctionTable& functions,
                             const JavaScriptPaths& paths, CallFacts& facts) {
  ValuePass(scopes, functions, paths, facts).Run();
}

}  // namespace krepis::analyzer
