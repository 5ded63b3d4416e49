#include "analyzer/config/modules.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

using ArgumentKind = Selector::Argument::Kind;

bool HasTag(const ModuleConfig& module, std::string_view tag) {
  return std::any_of(module.tags.begin(), module.tags.end(),
                     [&](const LocatedString& candidate) { return candidate.value == tag; });
}

bool MatchExternal(const Selector& selector, std::string_view node) {
  const auto external = ParseExternal(node);
  return external && (selector.ecosystem == "*" || selector.ecosystem == external->ecosystem) &&
         MatchWildcard(selector.name, external->name);
}

bool IsExternal(std::string_view node) { return node.starts_with("ext:"); }

}  // namespace

const std::string_view* Bindings::Find(std::string_view name) const {
  for (const auto& [variable, value] : values_) {
    if (variable == name) return &value;
  }
  return nullptr;
}

bool Bindings::Bind(std::string_view name, std::string_view value) {
  if (const std::string_view* bound = Find(name)) return *bound == value;
  values_.emplace_back(name, value);
  return true;
}

ModuleId ModuleTable::Find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? ModuleId{} : found->second;
}

ModuleId ModuleTable::Classify(std::string_view path) const {
  std::optional<ModuleId> result;
  bool tie = false;
  VisitClaims(path, [&](const Claim& claim, std::span<const std::string_view> captures) {
    const ModuleId id = Find(claim.NameOf(captures));
    tie = tie || (result && *result != id);
    result = id;
  });
  return tie ? ModuleId{} : result.value_or(ModuleId{});
}

std::string ModuleTable::Claim::NameOf(std::span<const std::string_view> captures) const {
  std::string name = base->name.value;
  for (const uint32_t capture : order) {
    name += ':';
    name += captures[capture];
  }
  return name;
}

bool ModuleTable::MatchModule(const Selector& selector, ModuleId id,
                              const Bindings& bindings) const {
  if (IsNone(id)) return false;
  const Module& module = modules_[Index(id)];
  if (module.base->name.value != selector.name) return false;
  if (selector.arguments.size() > module.values.size()) return false;
  for (size_t i = 0; i < selector.arguments.size(); ++i) {
    const Selector::Argument& argument = selector.arguments[i];
    if (argument.kind == ArgumentKind::kLiteral) {
      if (argument.text != module.values[i]) return false;
      continue;
    }
    const std::string_view* bound = bindings.Find(argument.text);
    if (bound == nullptr) continue;
    if ((*bound == module.values[i]) != (argument.kind == ArgumentKind::kVariable)) return false;
  }
  return true;
}

bool ModuleTable::Match(const Selector& selector, const SelectorTarget& target,
                        const Bindings& bindings) const {
  switch (selector.kind) {
    case Selector::Kind::kAny:
      return true;
    case Selector::Kind::kExternal:
      return MatchExternal(selector, target.node);
    case Selector::Kind::kTag:
      return !IsNone(target.module) && HasTag(Base(target.module), selector.name);
    case Selector::Kind::kModule:
      return MatchModule(selector, target.module, bindings);
    case Selector::Kind::kPath: {
      if (IsExternal(target.node)) return false;
      const std::vector<std::string>& names = selector.glob->capture_names();
      if (names.empty() || bindings.empty()) return selector.glob->Match(target.node);
      std::vector<std::string_view> captures;
      if (!selector.glob->Match(target.node, &captures)) return false;
      for (size_t i = 0; i < names.size(); ++i) {
        const std::string_view* bound = bindings.Find(names[i]);
        if (bound != nullptr && *bound != captures[i]) return false;
      }
      return true;
    }
  }
  return false;
}

bool ModuleTable::MatchFrom(const Selector& selector, const SelectorTarget& target,
                            Bindings* bindings) const {
  if (selector.kind == Selector::Kind::kPath) {
    if (IsExternal(target.node)) return false;
    const std::vector<std::string>& names = selector.glob->capture_names();
    std::vector<std::string_view> captures;
    if (!selector.glob->Match(target.node, &captures)) return false;
    for (size_t i = 0; i < names.size(); ++i) {
      if (!bindings->Bind(names[i], captures[i])) return false;
    }
    return true;
  }
  if (!Match(selector, target, *bindings)) return false;
  for (size_t i = 0; i < selector.arguments.size(); ++i) {
    const Selector::Argument& argument = selector.arguments[i];
    if (argument.kind == ArgumentKind::kVariable &&
        !bindings->Bind(argument.text, modules_[Index(target.module)].values[i])) {
      return false;
    }
  }
  return true;
}

bool ModuleTable::MatchAny(std::span<const Selector> selectors, const SelectorTarget& target,
                           const Bindings& bindings) const {
  return std::any_of(selectors.begin(), selectors.end(),
                     [&](const Selector& selector) { return Match(selector, target, bindings); });
}

bool ModuleTable::MatchEdge(std::span<const Selector> from, const SelectorTarget& source,
                            std::span<const Selector> to, const SelectorTarget& target) const {
  return std::any_of(from.begin(), from.end(), [&](const Selector& selector) {
    Bindings bindings;
    return MatchFrom(selector, source, &bindings) && MatchAny(to, target, bindings);
  });
}

bool ModuleTable::IsVisible(ModuleId target, const SelectorTarget& source) const {
  if (IsNone(target) || target == source.module) return true;
  const Module& module = modules_[Index(target)];
  if (!module.base->has_visible_to) return true;
  Bindings bindings;
  for (size_t i = 0; i < module.values.size(); ++i) {
    bindings.Bind(module.base->captures[i], module.values[i]);
  }
  return MatchAny(module.base->visible_to, source, bindings);
}

}  // namespace krepis::analyzer
