#include "analyzer/facts/registrations_pipelines.h"

#include <algorithm>
#include <utility>

#include "analyzer/facts/name_lists.h"

namespace krepis::analyzer {
namespace {

/// Steps from an expression to the pipeline it stands for.
constexpr int kSteps = 32;
/// How far out of a node its surroundings are looked for.
constexpr int kDepth = 256;

/// A bare specifier may be an alias or a package of the workspace.
bool MayBeOurs(const Symbol& symbol) {
  return symbol.origin == SymbolOrigin::kFirstParty ||
         (symbol.origin == SymbolOrigin::kExternal && symbol.text.starts_with("npm/"));
}

bool IsFunction(NodeKind kind) { return kind == NodeKind::kFunction || kind == NodeKind::kLambda; }

}  // namespace

PipelineFinder::PipelineFinder(const Scopes& scopes, std::string_view source,
                               const PresetTable& presets, RegistrationFacts& facts)
    : scopes_(scopes), ast_(scopes.ast()), source_(source), facts_(facts) {
  for (const Preset& preset : presets.presets()) {
    if (preset.language != GroupOf(ast_.language())) continue;
    if (preset.language != LanguageGroup::kCpp || preset.MayMatch(source))
      presets_.push_back(&preset);
  }
  facts_.functions.emplace_back();
  CollectFields();
}

void PipelineFinder::CollectFields() {
  for (Node node = 1; node < ast_.size(); ++node) {
    const NodeKind kind = ast_.kind(node);
    if (kind == NodeKind::kUsing && ast_.Has(node, kGlob)) {
      usings_.emplace_back(ast_.name(node));
    } else if (kind == NodeKind::kTypeAlias) {
      if (GroupOf(ast_.language()) == LanguageGroup::kCpp) aliases_.emplace(ast_.name(node), node);
    } else if (kind == NodeKind::kClass && !ast_.name(node).empty()) {
      fields_.emplace("class " + std::string(ast_.name(node)), node);
    } else if (kind == NodeKind::kFunction || kind == NodeKind::kVariable) {
      const Node parent = scopes_.parent(node);
      if (!ast_.Is(parent, NodeKind::kClass) || ast_.name(node).empty()) continue;
      auto& table = kind == NodeKind::kFunction ? methods_ : fields_;
      table[std::to_string(parent) + "." + std::string(ast_.name(node))] = node;
    }
  }
  for (Node node = 1; node < ast_.size(); ++node) {
    if (!ast_.Is(node, NodeKind::kAssign) || ast_.name(node) != "=") continue;
    const Node target = ast_.first_child(node);
    if (target == 0 || ast_.last_child(node) == target) continue;
    const bool field = ast_.Is(target, NodeKind::kMember) && ast_.has_children(target) &&
                       ast_.name(ast_.first_child(target)) == "this";
    const bool bare =
        ast_.Is(target, NodeKind::kName) && GroupOf(ast_.language()) == LanguageGroup::kCpp;
    if (!field && !bare) continue;
    const Node in = Class(node);
    if (in == 0) continue;
    const std::string key = std::to_string(in) + "." + std::string(ast_.name(target));
    if (bare && !fields_.contains(key)) continue;
    fields_[key] = ast_.last_child(node);
  }
}

Node PipelineFinder::Class(Node node) const {
  for (int depth = 0; depth < kDepth && node != 0; ++depth, node = scopes_.parent(node)) {
    if (ast_.Is(node, NodeKind::kClass)) return node;
    if (!ast_.Is(node, NodeKind::kFunction)) continue;
    const std::string_view name = ast_.name(node);
    const size_t last = name.rfind("::");
    if (last == std::string_view::npos) continue;
    const auto found = fields_.find("class " + std::string(LastSegment(name.substr(0, last))));
    return found == fields_.end() ? 0 : found->second;
  }
  return 0;
}

Node PipelineFinder::FieldValue(Node member) const {
  const bool of_this = ast_.Is(member, NodeKind::kMember) && ast_.has_children(member) &&
                       ast_.name(ast_.first_child(member)) == "this";
  const bool bare =
      ast_.Is(member, NodeKind::kName) && GroupOf(ast_.language()) == LanguageGroup::kCpp;
  if (!of_this && !bare) return 0;
  const auto found =
      fields_.find(std::to_string(Class(member)) + "." + std::string(ast_.name(member)));
  return found == fields_.end() ? 0 : found->second;
}

std::vector<std::string> PipelineFinder::Names(Node name) const {
  const Symbol symbol = scopes_.Resolve(name);
  std::string text = symbol.text.empty() ? std::string(ast_.name(name)) : symbol.text;
  if (text.starts_with("local#")) text.erase(0, 6);
  if (GroupOf(ast_.language()) != LanguageGroup::kCpp) return {text};
  std::vector<std::string> names;
  if (symbol.origin == SymbolOrigin::kLocal && symbol.declaration != 0 && !text.empty()) {
    const std::string around = Enclosing(symbol.declaration);
    if (!around.empty()) names.push_back(around + "::" + text);
  }
  std::string around = Enclosing(name);
  while (!around.empty()) {
    names.push_back(around + "::" + text);
    const size_t last = around.rfind("::");
    around.resize(last == std::string::npos ? 0 : last);
  }
  for (const std::string& used : usings_) names.push_back(used + "::" + text);
  names.push_back(std::move(text));
  return names;
}

Node PipelineFinder::MakerOf(Node callee) const {
  if (GroupOf(ast_.language()) != LanguageGroup::kTypeScript ||
      !ast_.Is(callee, NodeKind::kMember) || !ast_.has_children(callee))
    return 0;
  Node object = ast_.first_child(callee);
  if (const Node value = ValueOf(object); value != 0) object = value;
  if (!ast_.Is(object, NodeKind::kCall) || !ast_.has_children(object)) return 0;
  return scopes_.Resolve(object) ? 0 : object;  // require("express").Router
}

std::vector<std::string> PipelineFinder::CalleeNames(Node callee) const {
  std::vector<std::string> names = Names(callee);
  const Node maker = MakerOf(callee);
  if (maker == 0) return names;
  for (const std::string& made : Names(ast_.first_child(maker)))
    names.push_back(made + "()." + std::string(ast_.name(callee)));
  return names;
}

bool PipelineFinder::IsMade(const Place& place, Node call) const {
  return place && pipeline(place).origin == PipelineOrigin::kCreated &&
         pipeline(place).location.span == ast_.span(call);
}

Node PipelineFinder::FunctionNode(Node expression) const {
  for (int step = 0; step < kSteps && expression != 0; ++step) {
    if (IsFunction(ast_.kind(expression))) return expression;
    if (ast_.Is(expression, NodeKind::kMember)) {
      if (!ast_.has_children(expression) || ast_.name(ast_.first_child(expression)) != "this")
        return 0;
      const auto found = methods_.find(std::to_string(Class(expression)) + "." +
                                       std::string(ast_.name(expression)));
      if (found != methods_.end()) return found->second;
      expression = FieldValue(expression);
      continue;
    }
    if (!ast_.Is(expression, NodeKind::kName)) return 0;
    const Node declaration = scopes_.DeclarationOf(expression);
    if (declaration == 0) {
      const auto found = methods_.find(std::to_string(Class(expression)) + "." +
                                       std::string(ast_.name(expression)));
      return found == methods_.end() || GroupOf(ast_.language()) != LanguageGroup::kCpp
                 ? 0
                 : found->second;
    }
    if (IsFunction(ast_.kind(declaration))) return declaration;
    expression = ast_.Is(declaration, NodeKind::kVariable) ? scopes_.ValueOf(declaration) : 0;
  }
  return 0;
}

uint32_t PipelineFinder::NumberOf(Node function) {
  const auto [it, added] =
      functions_.emplace(function, static_cast<uint32_t>(facts_.functions.size()));
  if (added) {
    RegisteringFunction& made = facts_.functions.emplace_back();
    made.name = ast_.name(function);
    const std::string around = Enclosing(function);
    if (!around.empty() && !made.name.empty()) made.name = around + "::" + made.name;
    made.constructor = ast_.Has(function, kConstructor);
    made.location.span = ast_.span(function);
  }
  return it->second;
}

Node PipelineFinder::FunctionAround(Node node) {
  if (around_.empty()) {
    around_.assign(ast_.size(), 0);
    for (Node at = 1; at < ast_.size(); ++at) {
      const Node parent = scopes_.parent(at);
      around_[at] = IsFunction(ast_.kind(parent)) ? parent : around_[parent];
    }
  }
  return around_[node];
}

uint32_t PipelineFinder::FunctionOf(Node node) {
  const Node function = FunctionAround(node);
  return function == 0 ? 0 : NumberOf(function);
}

uint32_t PipelineFinder::ParameterIndex(Node declaration) const {
  if (declaration == 0 || !ast_.Is(declaration, NodeKind::kParameter) ||
      ast_.Has(declaration, kRest) || ast_.name(declaration).empty())
    return kNoIndex;
  uint32_t index = 0;
  for (const Node child : ast_.Children(scopes_.parent(declaration))) {
    if (child == declaration) return index;
    if (ast_.Is(child, NodeKind::kParameter) && ++index == kMaxParameters) break;
  }
  return kNoIndex;
}

uint32_t PipelineFinder::Add(std::string key, PipelineFact fact, Node at) {
  const auto [it, added] =
      pipelines_.emplace(std::move(key), static_cast<uint32_t>(facts_.pipelines.size()));
  if (added) {
    fact.location.span = ast_.span(at);
    facts_.pipelines.push_back(std::move(fact));
  }
  return it->second;
}

bool PipelineFinder::IsRegistering(Node callee) const {
  return std::any_of(presets_.begin(), presets_.end(), [&](const Preset* preset) {
    if (preset->FindChained(ast_.name(callee)) != nullptr) return true;
    const PresetCall* call = preset->FindCall(LastSegment(ast_.name(callee)));
    return call != nullptr && call->free;
  });
}

bool PipelineFinder::IsKnown(Node callee) const {
  if (IsCombinator(callee)) return true;
  const std::vector<std::string> names = Names(callee);
  for (const Preset* preset : presets_) {
    for (const PresetStage& stage : preset->stages) {
      for (const SymbolPattern& pattern : stage.match) {
        if (!pattern.package.empty() &&
            std::any_of(names.begin(), names.end(),
                        [&](const std::string& name) { return MatchesSymbol(pattern, name); }))
          return true;
      }
    }
  }
  return false;
}

bool PipelineFinder::IsCombinator(Node callee) const {
  const std::vector<std::string> names = Names(callee);
  return std::any_of(presets_.begin(), presets_.end(), [&](const Preset* preset) {
    return preset->FindCombinator(names) != nullptr;
  });
}

/// A pipeline that the call itself makes, or that the function it calls may give.
uint32_t PipelineFinder::Created(Node call, Node callee) {
  PipelineFact fact;
  fact.function = FunctionOf(call);
  fact.name = Text(callee);
  std::vector<std::string> names = CalleeNames(callee);
  for (const Preset* preset : presets_) {
    const bool serves = ContainsAny(preset->creates, names);
    if (!serves && !ContainsAny(preset->mountable, names)) continue;
    if (preset->singleton) return Singleton(*preset, call);
    fact.preset = preset->name;
    fact.mountable = !serves;
    if (!preset->prefix_option.empty())
      ReadPrefix(Arguments(call), 0, preset->prefix_option, fact.prefix, fact.prefix_unknown);
    ReadOwnPath(*preset, call, fact);
    const size_t before = facts_.pipelines.size();
    const uint32_t made = Add("n" + std::to_string(call), std::move(fact), call);
    // crow::App<Cors>(): the callee names the type.
    if (preset->lists && serves && before != facts_.pipelines.size())
      listed_.push_back({made, callee, WithArguments(callee)});
    return made;
  }
  if (ast_.Has(call, kNew)) return kNoIndex;
  const Node function = FunctionNode(callee);
  const Symbol symbol = scopes_.Resolve(callee);
  const bool elsewhere = given_ && !IsRegistering(callee) &&
                         (ast_.Is(callee, NodeKind::kName) || ast_.Is(callee, NodeKind::kMember));
  if (function == 0 && !MayBeOurs(symbol) && !elsewhere) return kNoIndex;
  fact.origin = PipelineOrigin::kResult;
  if (function != 0) {
    fact.result_of = NumberOf(function);
  } else if (elsewhere) {
    fact.symbols = ast_.Is(callee, NodeKind::kMember) ? NamesElsewhere(callee) : std::move(names);
  } else {
    fact.symbol = symbol.text;
  }
  return Add("n" + std::to_string(call), std::move(fact), call);
}

/// Parameters and imports, whose pipelines other files know; a preset only where the type says it.
uint32_t PipelineFinder::OfDeclaration(Node name, Node declaration) {
  PipelineFact fact;
  fact.name = Text(name);
  if (declaration != 0 && ast_.Is(declaration, NodeKind::kParameter) &&
      ast_.Is(name, NodeKind::kName)) {
    if (const uint32_t typed = OfType(declaration); typed != kNoIndex) return typed;
    fact.parameter = ParameterIndex(declaration);
    if (fact.parameter == kNoIndex) return kNoIndex;
    fact.origin = PipelineOrigin::kParameter;
    fact.function = FunctionOf(declaration);
    return Add("n" + std::to_string(declaration), std::move(fact), declaration);
  }
  const Symbol symbol = scopes_.Resolve(name);
  if (!MayBeOurs(symbol) || GroupOf(ast_.language()) != LanguageGroup::kTypeScript) return kNoIndex;
  fact.origin = PipelineOrigin::kImported;
  fact.symbol = symbol.text;
  return Add("s" + symbol.text, std::move(fact), name);
}

}  // namespace krepis::analyzer
