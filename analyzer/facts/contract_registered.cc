// What functions are called, and to what they are handed.

#include <algorithm>

#include "analyzer/facts/contract_behaviors.h"
#include "analyzer/facts/name_lists.h"

namespace krepis::analyzer {
namespace {

constexpr int kSteps = 8;
constexpr size_t kMaxMentions = 16;

}  // namespace

const std::vector<std::string>& BehaviorFinder::SymbolsOf(Node function) {
  CollectNames();
  static const std::vector<std::string> kNone;
  const auto found = symbols_.find(function);
  return found == symbols_.end() ? kNone : found->second;
}

/// The function that an expression or a declaration surely is, or 0.
Node BehaviorFinder::FunctionOf(Node node) const {
  for (int step = 0; step < kSteps && node != 0; ++step) {
    switch (ast_.kind(node)) {
      case NodeKind::kFunction:
      case NodeKind::kLambda:
        return node;
      case NodeKind::kVariable:
        node = scopes_.ValueOf(node);
        break;
      case NodeKind::kName:
        node = scopes_.DeclarationOf(node);
        break;
      default:
        return 0;
    }
  }
  return 0;
}

/// One pass over the file: what functions are called, exported as, and where their names are handed
/// on.
void BehaviorFinder::CollectNames() {
  if (named_) return;
  named_ = true;
  if (GroupOf(ast_.language()) != LanguageGroup::kTypeScript) return;
  const auto add = [&](Node function, std::string_view name) {
    if (function == 0) return;
    std::vector<std::string>& names = symbols_[function];
    if (names.empty()) names.emplace_back(ast_.name(function));
    const auto known = std::find(names.begin() + 1, names.end(), name);
    if (!name.empty() && known == names.end()) names.emplace_back(name);
  };
  const auto add_members = [&](Node object) {
    for (const Node property : ast_.Children(object)) {
      const Node held =
          ast_.Is(property, NodeKind::kProperty) ? ast_.first_child(property) : property;
      if (held != 0) add(FunctionOf(held), ast_.name(property));
    }
  };
  const auto name_it = [&](Node function, std::string_view name) {
    std::vector<std::string>& names = symbols_[function];
    if (names.empty()) names.emplace_back();
    if (names.front().empty()) names.front() = name;
  };
  std::unordered_map<std::string_view, Node> top;  // functions declared at the top level
  for (const Node child : ast_.Children(0)) {
    const Node node = ast_.Is(child, NodeKind::kExport) ? ast_.first_child(child) : child;
    if (node == 0 || ast_.name(node).empty()) continue;
    if (ast_.Is(node, NodeKind::kFunction) || ast_.Is(node, NodeKind::kVariable))
      top.emplace(ast_.name(node), node);
  }
  std::vector<std::pair<Node, Node>> made;  // functions that another one gives, and that one
  for (Node node = 1; node < ast_.size(); ++node) {
    switch (ast_.kind(node)) {
      case NodeKind::kReturn: {
        const Node function = ast_.has_children(node) ? FunctionOf(ast_.first_child(node)) : 0;
        if (function == 0) break;
        Node maker = scopes_.parent(node);
        while (maker != 0 && !ast_.Is(maker, NodeKind::kFunction) &&
               !ast_.Is(maker, NodeKind::kLambda))
          maker = scopes_.parent(maker);
        if (maker != 0 && maker != function) made.emplace_back(function, maker);
        break;
      }
      case NodeKind::kVariable:
        if (const Node function = FunctionOf(node); function != 0)
          name_it(function, ast_.name(node));
        break;
      case NodeKind::kFunction:
        if (!ast_.Has(node, kMethod)) name_it(node, ast_.name(node));
        break;
      case NodeKind::kExport:
        for (const Node child : ast_.Children(node)) {
          if (ast_.Is(child, NodeKind::kBinding)) {
            const Node alias = ast_.child(child, NodeKind::kAlias);
            const auto declared = top.find(ast_.name(child));
            if (declared != top.end())
              add(FunctionOf(declared->second), ast_.name(alias != 0 ? alias : child));
          } else if (ast_.Is(child, NodeKind::kObject)) {
            add_members(child);
          } else {
            add(FunctionOf(child), ast_.Has(node, kDefault) ? "default" : ast_.name(child));
          }
        }
        break;
      case NodeKind::kAssign: {
        const Node target = ast_.first_child(node);
        const Node value = ast_.last_child(node);
        if (target == 0 || !ast_.Is(target, NodeKind::kMember)) break;
        const Node object = ast_.first_child(target);
        const std::string_view of = object == 0 ? std::string_view() : ast_.name(object);
        if (of == "exports") {
          add(FunctionOf(value), ast_.name(target));
        } else if (of == "module" && ast_.name(target) == "exports") {
          if (!ast_.Is(value, NodeKind::kObject)) {
            add(FunctionOf(value), "default");
            add(FunctionOf(value), "*");
            break;
          }
          add_members(value);
        }
        break;
      }
      case NodeKind::kName: {
        const Node parent = scopes_.parent(node);
        const bool handed =
            (ast_.Is(parent, NodeKind::kCall) && ast_.first_child(parent) != node) ||
            ast_.Is(parent, NodeKind::kArray);
        if (!handed) break;
        const Node function = FunctionOf(node);
        if (function == 0) break;
        std::vector<Node>& mentions = mentions_[function];
        if (mentions.size() < kMaxMentions) mentions.push_back(node);
        break;
      }
      default:
        break;
    }
  }
  // What a function gives is registered by its name: app.use(limit(3)).
  for (const auto& [function, maker] : made) {
    const auto names = symbols_.find(maker);
    if (names != symbols_.end()) symbols_.emplace(function, names->second);
  }
}

/// Whose something is that a file imports. A package of the framework's surroundings may be of the
/// framework, an alias of the workspace.
BehaviorFinder::Maker BehaviorFinder::MakerOf(const Symbol& symbol,
                                              const ContractPreset& preset) const {
  const std::string_view package = std::string_view(symbol.text).substr(0, symbol.text.find('#'));
  if (symbol.origin != SymbolOrigin::kExternal) return Maker::kUnknown;
  if (Contains(preset.uses, package)) return Maker::kFramework;
  const bool unclear = package.find(preset.framework) != std::string_view::npos ||
                       package.find("router") != std::string_view::npos ||
                       package.starts_with("npm/@/") || package.starts_with("npm/~") ||
                       package.starts_with("npm/#");
  return unclear ? Maker::kUnknown : Maker::kPackage;
}

/// Of a class of the file, by what it extends.
BehaviorFinder::Maker BehaviorFinder::MakerOfClass(Node type, const ContractPreset& preset) const {
  for (int step = 0; step < kSteps; ++step) {
    const Node base = ast_.child(type, NodeKind::kBase);
    if (base == 0) return Maker::kFile;
    const Symbol symbol = scopes_.Resolve(base);
    if (symbol.origin == SymbolOrigin::kExternal) return MakerOf(symbol, preset);
    type = scopes_.DeclarationOf(base);
    if (type == 0 || !ast_.Is(type, NodeKind::kClass)) return Maker::kUnknown;
  }
  return Maker::kUnknown;
}

/// Of what has that type.
BehaviorFinder::Maker BehaviorFinder::MakerOfType(Node declared,
                                                  const ContractPreset& preset) const {
  const Node type = ast_.child(declared, NodeKind::kTypeReference);
  if (type == 0) return Maker::kUnknown;
  const Node declaration = scopes_.DeclarationOf(type);
  if (declaration != 0 && ast_.Is(declaration, NodeKind::kClass))
    return MakerOfClass(declaration, preset);
  return MakerOf(scopes_.Resolve(type), preset);
}

/// Of what a function of the file gives: it is the file's where that is an object, all told.
BehaviorFinder::Maker BehaviorFinder::MakerOfResult(Node function) const {
  bool any = false;
  for (Node node = function + 1; node < ast_.end(function); ++node) {
    const NodeKind kind = ast_.kind(node);
    if (kind == NodeKind::kFunction || kind == NodeKind::kLambda || kind == NodeKind::kClass) {
      node = ast_.end(node) - 1;
    } else if (kind == NodeKind::kReturn) {
      const Node value = ast_.first_child(node);
      if (value == 0 || !ast_.Is(value, NodeKind::kObject)) return Maker::kUnknown;
      any = true;
    }
  }
  return any ? Maker::kFile : Maker::kUnknown;
}

/// Who makes the object that `method` is called on. What is imported ready-made may be of this
/// workspace, by an alias; what a field of an object holds need not be of who makes that.
BehaviorFinder::Maker BehaviorFinder::MakerOf(Node receiver, std::string_view method,
                                              const ContractPreset& preset) const {
  bool made = false;
  bool inside = false;  // it is a part of what comes out
  const auto known = [&](Maker maker) {
    return inside && maker == Maker::kFile ? Maker::kUnknown : maker;
  };
  for (int step = 0; step < kSteps && receiver != 0; ++step) {
    const Symbol symbol = scopes_.Resolve(receiver);
    if (symbol.origin == SymbolOrigin::kExternal)
      return made ? MakerOf(symbol, preset) : Maker::kUnknown;
    switch (ast_.kind(receiver)) {
      case NodeKind::kName: {
        const Node declaration = scopes_.DeclarationOf(receiver);
        if (declaration == 0) return Maker::kUnknown;
        if (ast_.Is(declaration, NodeKind::kParameter))
          return known(MakerOfType(declaration, preset));
        const Node value =
            ast_.Is(declaration, NodeKind::kVariable) ? scopes_.ValueOf(declaration) : declaration;
        if (value == 0) return known(MakerOfType(declaration, preset));
        receiver = value;
        break;
      }
      case NodeKind::kClass:
        return known(MakerOfClass(receiver, preset));
      case NodeKind::kFunction:
      case NodeKind::kLambda:
        return made ? known(MakerOfResult(receiver)) : Maker::kUnknown;
      case NodeKind::kObject:
        return known(Maker::kFile);
      case NodeKind::kConditional:
        receiver = ast_.last_child(receiver);
        break;
      case NodeKind::kMember:
        inside = inside || ast_.name(receiver) != method;
        receiver = ast_.first_child(receiver);
        break;
      case NodeKind::kCall:
        made = true;
        [[fallthrough]];
      case NodeKind::kAwait:
        receiver = ast_.first_child(receiver);
        break;
      default:
        return Maker::kUnknown;
    }
  }
  return Maker::kUnknown;
}

BehaviorFinder::Registration BehaviorFinder::Handed(Node expression,
                                                    const std::vector<std::string>& methods,
                                                    const ContractPreset& preset) const {
  Node call = scopes_.parent(expression);
  if (ast_.Is(call, NodeKind::kArray)) call = scopes_.parent(call);
  if (!ast_.Is(call, NodeKind::kCall)) return {};
  const Node callee = ast_.first_child(call);
  if (callee == expression || !ast_.Is(callee, NodeKind::kMember)) return {};
  const bool registers = Contains(methods, ast_.name(callee));
  const Maker maker = MakerOf(ast_.first_child(callee), ast_.name(callee), preset);
  const bool foreign = maker == Maker::kPackage || maker == Maker::kFile;
  if (!registers && !foreign) return {};
  return {ast_.name(callee), foreign, maker == Maker::kFramework, maker == Maker::kFile};
}

BehaviorFinder::Registration BehaviorFinder::RegistrationOf(Node function,
                                                            const std::vector<std::string>& methods,
                                                            const ContractPreset& preset) {
  if (methods.empty()) return {};
  if (ast_.Is(function, NodeKind::kLambda)) {
    const Registration here = Handed(function, methods, preset);
    if (!here.method.empty()) return here;
  }
  CollectNames();
  Registration foreign;
  const auto mentions = mentions_.find(function);
  if (mentions == mentions_.end()) return {};
  for (const Node name : mentions->second) {
    const Registration found = Handed(name, methods, preset);
    if (found.method.empty()) continue;
    if (!found.foreign) return found;
    if (found.local || Contains(methods, found.method)) foreign = found;
  }
  return foreign;
}

}  // namespace krepis::analyzer
