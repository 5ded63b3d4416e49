#include "analyzer/facts/contract_behaviors.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

constexpr int kSteps = 8;
constexpr size_t kMaxMentions = 16;

bool Contains(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool StandsBehindComma(std::string_view source, std::string_view name) {
  for (size_t at = source.find(name); at != std::string_view::npos;
       at = source.find(name, at + name.size())) {
    const size_t before = source.substr(0, at).find_last_not_of(" \t\r\n");
    if (before != std::string_view::npos && source[before] == ',') return true;
  }
  return false;
}

bool MayBeAssumed(const ContractPreset& preset, std::string_view source) {
  for (const ContinuationShape& shape : preset.shapes) {
    if (shape.beside.empty()) continue;
    for (const std::string& name : shape.names) {
      if (StandsBehindComma(source, name)) return true;
    }
  }
  return std::any_of(preset.misshapen.begin(), preset.misshapen.end(), [&](const auto& handler) {
    const auto stands = [&](const std::string& name) { return StandsBehindComma(source, name); };
    const std::vector<std::string>& first = handler.parameters.front();
    const std::vector<std::string>& last = handler.parameters.back();
    return std::any_of(last.begin(), last.end(), stands) &&
           std::any_of(first.begin(), first.end(), [&](const std::string& name) {
             return source.find(name) != std::string_view::npos;
           });
  });
}

bool IsImported(const ContractPreset& preset, const std::vector<ImportFact>& imports) {
  return std::any_of(imports.begin(), imports.end(),
                     [&](const ImportFact& fact) { return preset.IsUsedBy(fact); });
}

}  // namespace

bool MayBeUsed(const ContractPreset& preset, std::string_view source,
               const std::vector<ImportFact>& imports) {
  return IsImported(preset, imports) || MayBeAssumed(preset, source);
}

BehaviorFinder::BehaviorFinder(const Scopes& scopes, std::string_view source,
                               const ContractPresets& presets,
                               const std::vector<ImportFact>& imports)
    : scopes_(scopes), ast_(scopes.ast()), source_(source) {
  for (const ContractPreset& preset : presets.presets()) {
    if (preset.language != GroupOf(ast_.language())) continue;
    const bool imported = IsImported(preset, imports);
    if (imported || MayBeAssumed(preset, source)) used_.push_back({&preset, imported});
  }
  std::stable_sort(used_.begin(), used_.end(),
                   [](const Used& a, const Used& b) { return a.imported > b.imported; });
}

const std::vector<Behavior>& BehaviorFinder::Of(Node continuation) {
  const auto [known, added] = behaviors_.try_emplace(continuation);
  if (!added) return known->second;
  std::vector<Behavior> found;
  for (const Used& used : used_) {
    std::optional<Behavior> best;
    for (const ContinuationShape& shape : used.preset->shapes) {
      std::optional<Behavior> fit = Fit(used, shape, continuation);
      if (fit && (!best || (best->positional && !fit->positional))) best = fit;
    }
    if (!best) continue;
    found.push_back(*best);
    if (used.imported && !best->positional) break;
  }
  return behaviors_[continuation] = std::move(found);
}

std::optional<Behavior> BehaviorFinder::Fit(const Used& used, const ContinuationShape& shape,
                                            Node continuation) {
  const Node function = scopes_.parent(continuation);
  std::vector<Node> parameters;
  size_t position = 0;
  for (const Node child : ast_.Children(function)) {
    if (!ast_.Is(child, NodeKind::kParameter)) continue;
    if (ast_.Has(child, kRest)) return std::nullopt;
    if (child == continuation) position = parameters.size();
    parameters.push_back(child);
  }
  if (shape.parameters != 0 && parameters.size() != shape.parameters) return std::nullopt;
  if (!shape.anywhere && position != shape.continuation) return std::nullopt;
  if (!shape.method.empty() && LastSegment(ast_.name(function)) != shape.method)
    return std::nullopt;
  if (!shape.replays.empty() && MayReplay(function, shape.replays)) return std::nullopt;
  Behavior behavior{used.preset, &shape, function, continuation};
  behavior.imported = used.imported;
  if (shape.response && *shape.response < parameters.size())
    behavior.response = parameters[*shape.response];
  if (shape.error && *shape.error < parameters.size()) behavior.error = parameters[*shape.error];

  const Node type = ast_.child(continuation, NodeKind::kTypeReference);
  const bool typed = type != 0 && Contains(shape.types, LastSegment(ast_.name(type)));
  const bool named = typed || Contains(shape.names, ast_.name(continuation));
  const bool beside = position != 0 && Contains(shape.beside, ast_.name(parameters[position - 1]));
  behavior.known = typed || (named && beside) || (shape.beside.empty() && named);
  const Registration registration = RegistrationOf(function, used.preset->registers, *used.preset);
  if (registration.foreign) return std::nullopt;
  behavior.registered = !registration.method.empty();
  if (named && (used.imported || beside)) {
    behavior.known |= used.imported && behavior.registered;
    return behavior;
  }
  // Neither names nor types: how many parameters there are decides, where it is registered and none
  // of their names speaks against it.
  if (shape.parameters == 0 || used.preset->registers.empty() || type != 0) return std::nullopt;
  const bool misplaced =
      Contains(shape.beside, ast_.name(continuation)) ||
      std::any_of(parameters.begin(), parameters.end(), [&](Node parameter) {
        return parameter != continuation && Contains(shape.names, ast_.name(parameter));
      });
  if (misplaced) return std::nullopt;
  if (used.imported && registration.certain) {
    behavior.known = true;
    return behavior;
  }
  if (SymbolsOf(function).empty()) return std::nullopt;
  behavior.known = true;
  behavior.positional = true;
  return behavior;
}

/// Whether the class of a method says that it may continue more than once, or says it elsewhere.
bool BehaviorFinder::MayReplay(Node function, std::string_view member) {
  const Node holder = scopes_.parent(function);
  if (ast_.Is(holder, NodeKind::kClass)) return Replays(holder, member);
  const std::string_view name = ast_.name(function);
  const size_t end = name.rfind("::");
  if (end == std::string_view::npos) return false;
  const auto declarations = Declarations().find(LastSegment(name.substr(0, end)));
  if (declarations == Declarations().end()) return true;
  return std::any_of(declarations->second.begin(), declarations->second.end(),
                     [&](Node node) { return Replays(node, member); });
}

/// By name: the classes of this file, and the functions in which classes describe themselves.
const std::map<std::string_view, std::vector<Node>>& BehaviorFinder::Declarations() {
  if (!declarations_.empty()) return declarations_;
  for (Node node = 1; node < ast_.size(); ++node) {
    std::string_view owner = ast_.name(node);
    if (ast_.Is(node, NodeKind::kFunction)) {
      const size_t end = owner.rfind("::");
      if (end == std::string_view::npos || owner.substr(end + 2) != "traits") continue;
      owner = owner.substr(0, end);
    } else if (!ast_.Is(node, NodeKind::kClass)) {
      continue;
    }
    declarations_[LastSegment(owner)].push_back(node);
  }
  return declarations_;
}

bool BehaviorFinder::Replays(Node node, std::string_view member) {
  const auto [known, added] = replays_.emplace(node, false);
  if (added) known->second = SaysTrue(node, member);
  return known->second;
}

/// `member = true` or `member{true}` in the text of `node`.
bool BehaviorFinder::SaysTrue(Node node, std::string_view member) const {
  const ByteSpan span = ast_.span(node);
  if (span.start > source_.size()) return false;
  const std::string_view text = source_.substr(span.start, span.length);
  for (size_t at = text.find(member); at != std::string_view::npos;
       at = text.find(member, at + 1)) {
    std::string_view rest = text.substr(at + member.size());
    const size_t value = rest.find_first_not_of(" \t\r\n={(");
    if (value != std::string_view::npos && rest.substr(value, 4) == "true") return true;
  }
  return false;
}

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
  for (Node node = 1; node < ast_.size(); ++node) {
    switch (ast_.kind(node)) {
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
          for (const Node property : ast_.Children(value)) {
            const Node held =
                ast_.Is(property, NodeKind::kProperty) ? ast_.first_child(property) : property;
            if (held != 0) add(FunctionOf(held), ast_.name(property));
          }
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
}

/// Who makes the object of a call. What is imported ready-made may be of this workspace, by an
/// alias.
BehaviorFinder::Maker BehaviorFinder::MakerOf(Node receiver, const ContractPreset& preset) const {
  bool made = false;
  for (int step = 0; step < kSteps && receiver != 0; ++step) {
    const Symbol symbol = scopes_.Resolve(receiver);
    if (symbol.origin == SymbolOrigin::kExternal) {
      const std::string_view package =
          std::string_view(symbol.text).substr(0, symbol.text.find('#'));
      if (!made) return Maker::kUnknown;
      if (Contains(preset.uses, package)) return Maker::kFramework;
      const bool related = package.find(preset.framework) != std::string_view::npos ||
                           package.find("router") != std::string_view::npos;
      return related ? Maker::kUnknown : Maker::kOther;
    }
    switch (ast_.kind(receiver)) {
      case NodeKind::kName: {
        const Node declaration = scopes_.DeclarationOf(receiver);
        if (declaration == 0 || !ast_.Is(declaration, NodeKind::kVariable)) return Maker::kUnknown;
        receiver = scopes_.ValueOf(declaration);
        break;
      }
      case NodeKind::kConditional:
        receiver = ast_.last_child(receiver);
        break;
      case NodeKind::kCall:
        made = true;
        [[fallthrough]];
      case NodeKind::kMember:
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
  const Maker maker = MakerOf(ast_.first_child(callee), preset);
  if (!registers && maker != Maker::kOther) return {};
  return {ast_.name(callee), maker == Maker::kOther, maker == Maker::kFramework};
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
    if (Contains(methods, found.method)) foreign = found;
  }
  return foreign;
}

}  // namespace krepis::analyzer
