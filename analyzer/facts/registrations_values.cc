#include "analyzer/facts/registrations_values.h"

#include <algorithm>
#include <utility>

#include "analyzer/facts/name_lists.h"

namespace krepis::analyzer {
namespace {

/// Names, types and values that stand for one another.
constexpr int kDepth = 32;
constexpr size_t kMaxArms = 16;

bool IsFunction(NodeKind kind) { return kind == NodeKind::kFunction || kind == NodeKind::kLambda; }

bool IsOurs(std::string_view path) {
  return path.starts_with("crate::") || path.starts_with("self::") || path.starts_with("super::");
}

/// Types that hold one value of the first type that they are given.
bool Holds(std::string_view type) {
  return type == "Result" || type == "Option" || type == "Box" || type == "Arc";
}

}  // namespace

ValueFinder::ValueFinder(const Scopes& scopes, std::string_view source, const PresetTable& presets,
                         RegistrationFacts& facts)
    : scopes_(scopes), ast_(scopes.ast()), source_(source), facts_(facts) {
  for (const Preset& preset : presets.presets()) {
    if (preset.language == GroupOf(ast_.language())) presets_.push_back(&preset);
  }
  facts_.functions.emplace_back();
  CollectAround();
}

void ValueFinder::CollectAround() {
  around_.assign(ast_.size(), 0);
  test_only_.assign(ast_.size(), ast_.Has(0, kTestOnly));
  for (Node node = 1; node < ast_.size(); ++node) {
    const Node parent = scopes_.parent(node);
    const NodeKind kind = ast_.kind(node);
    around_[node] = IsFunction(ast_.kind(parent)) ? parent : around_[parent];
    const bool declares = kind == NodeKind::kFunction || kind == NodeKind::kModule ||
                          kind == NodeKind::kClass || kind == NodeKind::kVariable;
    test_only_[node] = test_only_[parent] || (declares && ast_.Has(node, kTestOnly));
    if (kind == NodeKind::kFunction) {
      const std::string around = Enclosing(node);
      std::string name(ast_.name(node));
      methods_.emplace(around.empty() ? std::move(name) : around + "::" + name, node);
    } else if (kind == NodeKind::kAssign && ast_.name(node) == "=") {
      const Node target = ast_.first_child(node);
      const Node declaration = ast_.Is(target, NodeKind::kName) ? scopes_.DeclarationOf(target) : 0;
      if (declaration != 0 && ast_.Is(declaration, NodeKind::kVariable))
        assigned_[declaration].push_back(ast_.last_child(node));
    }
  }
}

std::vector<std::string> ValueFinder::Names(Node path) const {
  const Symbol symbol = scopes_.Resolve(path);
  std::string text = symbol.text.empty() ? std::string(ast_.name(path)) : symbol.text;
  if (text.starts_with("local#")) {
    text.erase(0, 6);
    // `mod routes;` is a module of this one.
    if (symbol.declaration != 0 && ast_.Is(symbol.declaration, NodeKind::kModule))
      text.insert(0, "self::");
  }
  std::vector<std::string> names = {text};
  if (symbol.declaration != 0) return names;
  std::vector<std::string> candidates = scopes_.Candidates(path);
  // What `use super::*` brings in, the file it comes from says.
  const bool hidden = std::any_of(candidates.begin(), candidates.end(), IsOurs);
  if (hidden && text.find("::") != std::string::npos) {
    for (const Preset* preset : presets_) {
      for (const PresetMake& make : preset->makes) {
        for (const std::string& known : make.symbols) {
          if (known.ends_with("::" + text)) names.push_back(known);
        }
      }
    }
  }
  names.insert(names.end(), candidates.begin(), candidates.end());
  return names;
}

/// What declares a name where `item` stands: an import, an item or a variable of the modules and
/// blocks around it; 0: nothing in the file.
Node ValueFinder::DeclaredBeside(Node item, std::string_view name) const {
  for (Node at = item; at != 0;) {
    at = scopes_.parent(at);
    for (const Node child : ast_.Children(at)) {
      const NodeKind kind = ast_.kind(child);
      std::string_view local = ast_.name(child);
      if (kind == NodeKind::kImport) {
        if (ast_.Has(child, kGlob)) continue;
        const Node binding = ast_.child(child, NodeKind::kBinding);
        const Node alias = binding == 0 ? 0 : ast_.child(binding, NodeKind::kAlias);
        local = alias != 0 ? ast_.name(alias) : LastSegment(local);
      } else if (!IsFunction(kind) && kind != NodeKind::kClass && kind != NodeKind::kModule &&
                 kind != NodeKind::kVariable && kind != NodeKind::kTypeAlias) {
        continue;
      }
      const bool impl = kind == NodeKind::kClass && ast_.Has(child, kImpl);
      if (local == name && !impl) return child;
    }
    if (ast_.Is(at, NodeKind::kModule)) break;
  }
  return 0;
}

std::vector<std::string> ValueFinder::NamesBeside(Node item, std::string_view path,
                                                  Node& variable) const {
  std::string text(path);
  for (int hop = 0; hop < kDepth; ++hop) {
    const std::string first(text.substr(0, text.find("::")));
    const Node declared = DeclaredBeside(item, first);
    if (declared == 0) break;
    if (!ast_.Is(declared, NodeKind::kImport)) {
      if (ast_.Is(declared, NodeKind::kVariable) && text == first) variable = declared;
      if (ast_.Is(declared, NodeKind::kModule)) text.insert(0, "self::");
      return {text};
    }
    const std::string_view imported = ast_.name(declared);
    if (imported == first) break;
    text.replace(0, first.size(), imported);
  }
  std::vector<std::string> names = {text};
  if (text != path) return names;
  for (Node at = item; at != 0;) {
    at = scopes_.parent(at);
    for (const Node child : ast_.Children(at)) {
      if (ast_.Is(child, NodeKind::kImport) && ast_.Has(child, kGlob))
        names.push_back(std::string(ast_.name(child)).append("::").append(text));
    }
    if (ast_.Is(at, NodeKind::kModule)) break;
  }
  return names;
}

Node ValueFinder::FunctionAround(Node node) { return around_[node]; }

uint32_t ValueFinder::FunctionOf(Node node) {
  return around_[node] == 0 ? 0 : NumberOf(around_[node]);
}

uint32_t ValueFinder::NumberOf(Node function) {
  const auto [it, added] =
      functions_.emplace(function, static_cast<uint32_t>(facts_.functions.size()));
  if (added) {
    numbered_.push_back(function);
    RegisteringFunction& made = facts_.functions.emplace_back();
    made.name = ast_.name(function);
    const std::string around = Enclosing(function);
    if (!around.empty() && !made.name.empty()) made.name = around + "::" + made.name;
    made.location.span = ast_.span(function);
  }
  return it->second;
}

Node ValueFinder::FunctionNode(Node expression) const {
  for (int step = 0; step < kDepth && expression != 0; ++step) {
    if (IsFunction(ast_.kind(expression))) return expression;
    const bool of_self = ast_.Is(expression, NodeKind::kMember) && ast_.has_children(expression) &&
                         ast_.name(ast_.first_child(expression)) == "self";
    if (!of_self && !ast_.Is(expression, NodeKind::kName)) return 0;
    const Node declaration = of_self ? 0 : scopes_.DeclarationOf(expression);
    const std::string_view written = ast_.name(expression);
    const bool path = written.find("::") != std::string_view::npos;
    if (!of_self && !path && declaration != 0) {
      if (IsFunction(ast_.kind(declaration))) return declaration;
      if (!ast_.Is(declaration, NodeKind::kVariable)) return 0;
      expression = ValueOf(expression);
      continue;
    }
    // `Self::routes`, `Server::routes`, `api::routes` of a module in this file.
    if (declaration != 0 && ast_.Is(declaration, NodeKind::kImport)) return 0;
    std::string name(written);
    if (name.starts_with("Self::")) name.erase(0, 6);
    if (name.starts_with("self::")) name.erase(0, 6);
    std::string around = Enclosing(expression);
    if (name.starts_with("super::")) {
      name.erase(0, 7);
      const size_t last = around.rfind("::");
      if (around.empty()) return 0;
      around.resize(last == std::string::npos ? 0 : last);
    }
    for (;;) {
      const auto found = methods_.find(around.empty() ? name : around + "::" + name);
      if (found != methods_.end()) return found->second;
      if (around.empty()) return 0;
      const size_t last = around.rfind("::");
      around.resize(last == std::string::npos ? 0 : last);
    }
  }
  return 0;
}

uint32_t ValueFinder::ParameterIndex(Node declaration) const {
  if (declaration == 0 || !ast_.Is(declaration, NodeKind::kParameter) ||
      ast_.name(declaration).empty())
    return kNoIndex;
  uint32_t index = 0;
  for (const Node child : ast_.Children(scopes_.parent(declaration))) {
    if (child == declaration) return index;
    if (ast_.Is(child, NodeKind::kParameter) && ++index == kMaxParameters) break;
  }
  return kNoIndex;
}

Node ValueFinder::ValueOf(Node name) const {
  const Node declaration = ast_.Is(name, NodeKind::kName) ? scopes_.DeclarationOf(name) : 0;
  if (declaration == 0 || !ast_.Is(declaration, NodeKind::kVariable)) return 0;
  return scopes_.ValueOf(declaration);
}

Node ValueFinder::TailOf(Node block) const {
  Node last = 0;
  for (const Node child : ast_.Children(block)) {
    if (!ast_.Is(child, NodeKind::kComment)) last = child;
  }
  const bool value = last != 0 && ast_.Is(last, NodeKind::kReturn) && ast_.Has(last, kImplicit);
  return value ? ast_.first_child(last) : 0;
}

std::vector<std::pair<Node, uint32_t>> ValueFinder::ArmsOf(Node branch) const {
  std::vector<std::pair<Node, uint32_t>> arms;
  const bool match = ast_.Is(branch, NodeKind::kSwitch);
  uint32_t number = 0;
  for (const Node child : ast_.Children(branch)) {
    if (child == ast_.first_child(branch) || arms.size() == kMaxArms) continue;
    const Node body = match ? ast_.last_child(child) : child;
    const Node value = ast_.Is(body, NodeKind::kBlock) ? TailOf(body) : body;
    if (value != 0) arms.emplace_back(value, match ? child : number);
    ++number;
  }
  return arms;
}

Node ValueFinder::PipelineType(Node node, const Preset*& preset) const {
  Node type = ast_.child(node, NodeKind::kTypeReference);
  for (int step = 0; step < kDepth && type != 0; ++step) {
    const std::vector<std::string> names = Names(type);
    for (const Preset* known : presets_) {
      if (!ContainsAny(known->types, names)) continue;
      preset = known;
      return type;
    }
    if (!Holds(LastSegment(ast_.name(type)))) return 0;
    type = ast_.child(type, NodeKind::kTypeReference);
  }
  return 0;
}

}  // namespace krepis::analyzer
