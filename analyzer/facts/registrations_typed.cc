// Pipelines of C++ by their types, and those that other files know.
#include <algorithm>
#include <utility>

#include "analyzer/facts/name_lists.h"
#include "analyzer/facts/registrations_pipelines.h"

namespace krepis::analyzer {
namespace {

/// Aliases of aliases.
constexpr int kAliases = 8;

/// A pointer of the standard library holds what its argument names.
bool IsPointer(std::string_view type) {
  return type == "std::unique_ptr" || type == "std::shared_ptr" || type == "unique_ptr" ||
         type == "shared_ptr" || type == "std::optional";
}

}  // namespace

/// What stands in front of a node, blanks left out.
std::string_view PipelineFinder::SourceBefore(Node node) const {
  std::string_view before =
      source_.substr(0, std::min<size_t>(ast_.span(node).start, source_.size()));
  const size_t last = before.find_last_not_of(" \t\r\n");
  return last == std::string_view::npos ? std::string_view() : before.substr(0, last + 1);
}

/// What a declaration of a pipeline's type says of where the pipeline comes from.
PipelineOrigin PipelineFinder::OriginOf(Node declaration, bool creates, PipelineFact& fact) {
  if (ast_.Is(declaration, NodeKind::kParameter)) {
    fact.parameter = ParameterIndex(declaration);
    return fact.parameter == kNoIndex ? PipelineOrigin::kOpaque : PipelineOrigin::kParameter;
  }
  if (!creates || ast_.Is(declaration, NodeKind::kFunction)) return PipelineOrigin::kOpaque;
  // `App& app` is made elsewhere, and so is `extern App app`.
  const size_t start = ast_.span(declaration).start;
  const char first = start < source_.size() ? source_[start] : '\0';
  if (first == '&') return PipelineOrigin::kOpaque;
  // `Blueprint api = make()` is what the function gives.
  const Node value = ast_.last_child(declaration);
  if (ast_.Is(value, NodeKind::kCall) && !ast_.Has(value, kNew) &&
      !IsPipelineType(ast_.first_child(value)))
    return PipelineOrigin::kOpaque;
  const Node type = ast_.child(declaration, NodeKind::kTypeReference);
  if (type == 0 || !SourceBefore(type).ends_with("extern")) return PipelineOrigin::kCreated;
  fact.symbols = MemberNames(declaration);
  return PipelineOrigin::kNamed;
}

/// A field whose type may be an alias that another file has: what it is, the workspace says.
uint32_t PipelineFinder::OfField(Node field) {
  given_ = true;
  const uint32_t made = OfType(field);
  given_ = false;
  return made;
}

bool PipelineFinder::GivesReference(Node function) const {
  const Node type = ast_.child(function, NodeKind::kTypeReference);
  if (type == 0) return false;
  const size_t behind = source_.find_first_not_of(" \t\r\n", ast_.span(type).end());
  return behind != std::string_view::npos && (source_[behind] == '&' || source_[behind] == '*');
}

uint32_t PipelineFinder::Singleton(const Preset& preset, Node at) {
  PipelineFact fact;
  fact.preset = preset.name;
  fact.name = preset.name;
  return Add("o" + preset.name, std::move(fact), at);
}

uint32_t PipelineFinder::Assembled(const Preset& preset, std::string name, Node function) {
  PipelineFact fact;
  fact.preset = preset.name;
  fact.name = std::move(name);
  fact.function = function == 0 ? 0 : NumberOf(function);
  return Add("a" + preset.name + std::to_string(function), std::move(fact), function);
}

/// A variable, parameter or field of a pipeline's type.
uint32_t PipelineFinder::OfType(Node declaration) {
  const Node outer = ast_.child(declaration, NodeKind::kTypeReference);
  if (outer == 0) return kNoIndex;
  const bool cpp = GroupOf(ast_.language()) == LanguageGroup::kCpp;
  for (Node type = outer; type < ast_.end(outer); ++type) {
    if (!ast_.Is(type, NodeKind::kTypeReference)) continue;
    const std::vector<std::string> names = Names(type);
    for (const Preset* preset : presets_) {
      const bool serves = ContainsAny(preset->creates, names);
      const bool mounts = cpp && !serves && ContainsAny(preset->mountable, names);
      if (!serves && !mounts && !ContainsAny(preset->types, names)) continue;
      PipelineFact fact;
      fact.preset = preset->name;
      fact.mountable = mounts;
      fact.name = ast_.name(declaration);
      fact.function = FunctionOf(declaration);
      // In C++ a variable of the type is one.
      fact.origin = OriginOf(declaration, cpp && (serves || mounts), fact);
      if (fact.origin == PipelineOrigin::kCreated) ReadOwnPath(*preset, declaration, fact);
      const size_t before = facts_.pipelines.size();
      const uint32_t made = Add("n" + std::to_string(declaration), std::move(fact), declaration);
      if (preset->lists && serves && before != facts_.pipelines.size())
        listed_.push_back({made, type, WithArguments(type)});
      return made;
    }
  }
  return cpp ? OfAliasedType(declaration) : kNoIndex;
}

/// One whose type has a name of its own: `using App = crow::App<Cors>;`, here or, where a call says
/// that it is a pipeline, in another file.
uint32_t PipelineFinder::OfAliasedType(Node declaration) {
  Node type = ast_.child(declaration, NodeKind::kTypeReference);
  if (type != 0 && IsPointer(ast_.name(type))) type = ast_.child(type, NodeKind::kTypeReference);
  if (type == 0 || ast_.name(type) == "auto" || ast_.name(type).starts_with("std::"))
    return kNoIndex;
  PipelineFact fact;
  const auto alias = aliases_.find(LastSegment(ast_.name(type)));
  if (alias != aliases_.end()) {
    const uint32_t made = OfAlias(alias->second);
    if (made != kNoIndex) {
      fact.preset = facts_.pipelines[made].preset;
      fact.mountable = facts_.pipelines[made].mountable;
    }
  }
  if (fact.preset.empty() && !given_) return kNoIndex;
  fact.name = ast_.name(declaration);
  fact.function = FunctionOf(declaration);
  fact.origin = OriginOf(declaration, true, fact);
  // A type that only other files know may be a reference to one as well.
  if (fact.origin == PipelineOrigin::kNamed) fact.origin = PipelineOrigin::kOpaque;
  fact.symbols = Names(type);
  return Add("n" + std::to_string(declaration), std::move(fact), declaration);
}

uint32_t PipelineFinder::OfAlias(Node alias) {
  const Node type = ast_.child(alias, NodeKind::kTypeReference);
  if (type == 0) return kNoIndex;
  const std::vector<std::string> names = Names(type);
  for (const Preset* preset : presets_) {
    const bool serves = ContainsAny(preset->creates, names);
    if (!serves && !ContainsAny(preset->mountable, names)) continue;
    PipelineFact fact;
    fact.origin = PipelineOrigin::kType;
    fact.preset = preset->name;
    fact.mountable = !serves;
    fact.name = ast_.name(alias);
    fact.function = FunctionOf(alias);
    fact.symbols = {fact.name};
    if (const std::string around = Enclosing(alias); !around.empty())
      fact.symbols[0] = around + "::" + fact.name;
    const size_t before = facts_.pipelines.size();
    const uint32_t made = Add("n" + std::to_string(alias), std::move(fact), alias);
    if (preset->lists && serves && before != facts_.pipelines.size())
      listed_.push_back({made, type, WithArguments(type)});
    return made;
  }
  return kNoIndex;
}

/// The type that has the arguments: `App<A, B>` of a name that `using` or `typedef` gives it here.
/// 0: an alias is a template itself, what it makes of its arguments is not followed.
Node PipelineFinder::WithArguments(Node type) const {
  for (int step = 0; step < kAliases; ++step) {
    const Node alias = scopes_.DeclarationOf(type);
    if (!ast_.Is(alias, NodeKind::kTypeAlias)) return type;
    const Node meant = ast_.child(alias, NodeKind::kTypeReference);
    if (meant == 0 || ast_.child(type, NodeKind::kTypeReference) != 0) return 0;
    type = meant;
  }
  return 0;
}

void PipelineFinder::FindDeclared() {
  for (Node node = 1; node < ast_.size(); ++node) {
    if (ast_.Is(node, NodeKind::kTypeAlias)) OfAlias(node);
    if (!ast_.Is(node, NodeKind::kVariable)) continue;
    const Node parent = scopes_.parent(node);
    const bool shared =
        parent == 0 || ast_.Is(parent, NodeKind::kModule) || ast_.Is(parent, NodeKind::kClass);
    // A function may return one that nothing is registered on here.
    if (shared) {
      OfVariable(node);
    } else {
      OfType(node);
    }
  }
}

uint32_t PipelineFinder::OfVariable(Node declaration) {
  const uint32_t typed = OfType(declaration);
  if (typed != kNoIndex) return typed;
  const Node value = scopes_.ValueOf(declaration);
  return value == 0 ? kNoIndex : Find(value).pipeline;
}

/// What the constructor of a mountable pipeline is given as its path: of the call, or the value of
/// the declaration.
void PipelineFinder::ReadOwnPath(const Preset& preset, Node made, PipelineFact& fact) const {
  if (!preset.prefix_argument || !fact.mountable) return;
  Node call = made;
  if (!ast_.Is(made, NodeKind::kCall)) {
    call = 0;
    for (const Node child : ast_.Children(made)) {
      if (ast_.Is(child, NodeKind::kCall)) call = child;
    }
  }
  const std::vector<Node> arguments = call == 0 ? std::vector<Node>() : Arguments(call);
  const uint32_t at = *preset.prefix_argument;
  if (at < arguments.size() && ast_.Is(arguments[at], NodeKind::kString)) {
    fact.prefix = ast_.name(arguments[at]);
  } else {
    fact.prefix_unknown = true;
    fact.prefix = at < arguments.size() ? Text(arguments[at]) : "";
  }
}

std::vector<std::string> PipelineFinder::TypeNames(Node type) const {
  std::vector<std::string> names = Names(type);
  for (int step = 0; step < kAliases; ++step) {
    const auto alias = aliases_.find(LastSegment(ast_.name(type)));
    if (alias == aliases_.end()) break;
    type = ast_.child(alias->second, NodeKind::kTypeReference);
    if (type == 0) break;
    for (std::string& name : Names(type)) names.push_back(std::move(name));
  }
  return names;
}

bool PipelineFinder::IsPipelineType(Node type) const {
  const std::vector<std::string> names = TypeNames(type);
  return std::any_of(presets_.begin(), presets_.end(), [&](const Preset* preset) {
    return ContainsAny(preset->creates, names) || ContainsAny(preset->mountable, names) ||
           ContainsAny(preset->types, names);
  });
}

/// What a variable of another file that is called so here may be: one of the class whose function
/// this is, or of the namespaces around.
std::vector<std::string> PipelineFinder::MemberNames(Node name) const {
  std::string text(ast_.name(name));
  std::string around = Enclosing(name);
  const Node function = around_.empty() ? 0 : around_[name];
  if (function != 0 && ast_.Is(function, NodeKind::kFunction)) {
    const std::string_view own = ast_.name(function);
    const size_t last = own.rfind("::");
    if (last != std::string_view::npos) {
      if (!around.empty()) around += "::";
      around += own.substr(0, last);
    }
  }
  std::vector<std::string> names;
  while (!around.empty()) {
    names.push_back(around + "::" + text);
    const size_t last = around.rfind("::");
    around.resize(last == std::string::npos ? 0 : last);
  }
  for (const std::string& used : usings_) names.push_back(used + "::" + text);
  names.push_back(std::move(text));
  return names;
}

/// A name that nothing in this file declares.
uint32_t PipelineFinder::OfElsewhere(Node name) {
  PipelineFact fact;
  fact.origin = PipelineOrigin::kNamed;
  fact.name = Text(name);
  fact.function = FunctionOf(name);
  fact.symbols = NamesElsewhere(name);
  std::string key = "e" + fact.symbols.front();
  return Add(std::move(key), std::move(fact), name);
}

/// `app` of the class around, or `server->app` of the type of a variable.
std::vector<std::string> PipelineFinder::NamesElsewhere(Node name) {
  FunctionAround(name);  // makes around_
  const bool member = ast_.Is(name, NodeKind::kMember) && ast_.has_children(name);
  const Node object = member ? ast_.first_child(name) : 0;
  if (!member || ast_.name(object) == "this") return MemberNames(name);
  std::vector<std::string> names;
  const Node declaration = scopes_.DeclarationOf(object);
  Node type = 0;
  if (ast_.Is(object, NodeKind::kName) && declaration != 0)
    type = ast_.child(declaration, NodeKind::kTypeReference);
  if (type != 0 && IsPointer(ast_.name(type))) type = ast_.child(type, NodeKind::kTypeReference);
  if (type != 0) {
    for (const std::string& of : Names(type))
      names.push_back(of + "::" + std::string(ast_.name(name)));
  }
  names.push_back(Text(name));
  return names;
}

PipelineFinder::Place PipelineFinder::FindGiven(Node expression) {
  const bool cpp = GroupOf(ast_.language()) == LanguageGroup::kCpp;
  given_ = cpp;
  Place place = Find(expression);
  given_ = false;
  return place;
}

}  // namespace krepis::analyzer
