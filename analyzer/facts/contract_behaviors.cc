#include "analyzer/facts/contract_behaviors.h"

#include <algorithm>

#include "analyzer/facts/name_lists.h"

namespace krepis::analyzer {
namespace {

/// Bytes beyond ASCII do not count: a name is rather taken for found than missed.
bool IsOfWord(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte == '_' || byte == '$';
}

/// Where the name stands next as a word of its own, from `at` on; npos: nowhere.
size_t FindWord(std::string_view source, std::string_view name, size_t at = 0) {
  for (at = source.find(name, at); at != std::string_view::npos; at = source.find(name, at + 1)) {
    const size_t end = at + name.size();
    if ((at == 0 || !IsOfWord(source[at - 1])) && (end == source.size() || !IsOfWord(source[end])))
      return at;
  }
  return at;
}

bool StandsBehindComma(std::string_view source, std::string_view name) {
  for (size_t at = FindWord(source, name); at != std::string_view::npos;
       at = FindWord(source, name, at + 1)) {
    const size_t before = source.substr(0, at).find_last_not_of(" \t\r\n");
    if (before != std::string_view::npos && source[before] == ',') return true;
  }
  return false;
}

/// A member function that is defined apart from its class, whose header includes the framework.
bool MayBeMember(const ContinuationShape& shape, std::string_view source) {
  return source.find("::" + shape.method) != std::string_view::npos &&
         std::any_of(shape.types.begin(), shape.types.end(), [&](const std::string& type) {
           return source.find(type) != std::string_view::npos;
         });
}

bool MayBeAssumed(const ContractPreset& preset, std::string_view source) {
  for (const ContinuationShape& shape : preset.shapes) {
    if (shape.IsOfMembers(preset.language) && MayBeMember(shape, source)) return true;
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
             return FindWord(source, name) != std::string_view::npos;
           });
  });
}

bool IsImported(const ContractPreset& preset, const std::vector<ImportFact>& imports) {
  return std::any_of(imports.begin(), imports.end(),
                     [&](const ImportFact& fact) { return preset.IsUsedBy(fact.specifier); });
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
  if (ast_.Has(function, kGenerator)) return std::nullopt;
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
  if (shape.request && *shape.request < parameters.size())
    behavior.request = parameters[*shape.request];
  if (shape.error && *shape.error < parameters.size()) behavior.error = parameters[*shape.error];

  const Node type = ast_.child(continuation, NodeKind::kTypeReference);
  const bool typed = type != 0 && Contains(shape.types, LastSegment(ast_.name(type)));
  const bool named = typed || Contains(shape.names, ast_.name(continuation));
  const bool beside =
      shape.beside.empty() ||
      (position != 0 && Contains(shape.beside, ast_.name(parameters[position - 1])));
  const bool misplaced = std::any_of(parameters.begin(), parameters.end(), [&](Node parameter) {
    return parameter != continuation && Contains(shape.names, ast_.name(parameter));
  });
  // Neither names nor types: how many parameters there are decides, where it is registered and none
  // of their names speaks against it.
  if (!named && (shape.parameters == 0 || used.preset->registers.empty() || type != 0 ||
                 Contains(shape.beside, ast_.name(continuation)) || misplaced))
    return std::nullopt;
  if (IsOfAnother(behavior)) return std::nullopt;
  const Registration registration = RegistrationOf(function, used.preset->registers, *used.preset);
  if (registration.foreign) return std::nullopt;
  behavior.registered = !registration.method.empty();
  if (Changes().contains(continuation)) return std::nullopt;
  if (Changes().contains(behavior.response)) behavior.response = 0;
  if (shape.bare && !typed && given_.contains(continuation)) return std::nullopt;
  if (used.imported && (typed || registration.certain || (named && beside))) return behavior;
  // It is for the workspace to say.
  if (!used.imported && shape.IsOfMembers(used.preset->language)) {
    const std::string_view name = ast_.name(function);
    const size_t end = name.rfind("::");
    if (end == std::string_view::npos) return std::nullopt;
    symbols_[function] = {std::string(name.substr(0, end))};
  }
  if (!behavior.registered && SymbolsOf(function).empty()) return std::nullopt;
  behavior.positional = true;
  return behavior;
}

/// Whether a type says that the function is of another package than the framework's.
bool BehaviorFinder::IsOfAnother(const Behavior& behavior) const {
  if (GroupOf(ast_.language()) != LanguageGroup::kTypeScript) return false;
  for (const Node declared :
       {behavior.continuation, behavior.response, scopes_.parent(behavior.function)}) {
    const NodeKind kind = ast_.kind(declared);
    if (declared == 0 || (kind != NodeKind::kParameter && kind != NodeKind::kVariable)) continue;
    const Node type = ast_.child(declared, NodeKind::kTypeReference);
    if (type == 0) continue;
    const Symbol symbol = scopes_.Resolve(type);
    if (symbol.origin == SymbolOrigin::kExternal && symbol.text.starts_with("npm/") &&
        MakerOf(symbol, *behavior.preset) == Maker::kPackage)
      return true;
  }
  return false;
}

/// Parameters that something else is assigned to; those that are called with an argument are noted
/// on the way.
const std::unordered_set<Node>& BehaviorFinder::Changes() {
  if (looked_) return changed_;
  looked_ = true;
  for (Node node = 1; node < ast_.size(); ++node) {
    if (!ast_.Is(node, NodeKind::kName)) continue;
    const Node parent = scopes_.parent(node);
    const bool call = ast_.Is(parent, NodeKind::kCall);
    if ((!call && !ast_.Is(parent, NodeKind::kAssign)) || ast_.first_child(parent) != node)
      continue;
    const Node declaration = scopes_.DeclarationOf(node);
    if (declaration == 0 || !ast_.Is(declaration, NodeKind::kParameter)) continue;
    if (!call) {
      changed_.insert(declaration);
    } else if (ast_.last_child(parent) != node) {
      given_.insert(declaration);
    }
  }
  return changed_;
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
  if (added) known->second = MayBeTrue(node, member);
  return known->second;
}

/// `member = x`, `member{x}` or `member(x)` in the text of `node`, and x is not the word false.
bool BehaviorFinder::MayBeTrue(Node node, std::string_view member) const {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  const ByteSpan span = ast_.span(node);
  if (span.start > source_.size()) return false;
  const std::string_view text = source_.substr(span.start, span.length);
  for (size_t at = text.find(member); at != std::string_view::npos;
       at = text.find(member, at + 1)) {
    if (at != 0 && is_word(text[at - 1])) continue;
    std::string_view rest = text.substr(at + member.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
    if (rest.empty() || std::string_view("={(").find(rest[0]) == std::string_view::npos) continue;
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n={("), rest.size()));
    constexpr std::string_view kFalse = "false";
    if (!rest.starts_with(kFalse)) return true;
    rest.remove_prefix(kFalse.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
    if (rest.empty() || std::string_view(",;})").find(rest[0]) == std::string_view::npos)
      return true;
  }
  return false;
}

}  // namespace krepis::analyzer
