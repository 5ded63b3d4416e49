#include "analyzer/config/config.h"

#include "analyzer/config/rule_ids.h"

namespace krepis::analyzer {

const ModuleConfig* Config::FindModule(std::string_view name) const {
  for (const ModuleConfig& module : modules) {
    if (module.name.value == name) return &module;
  }
  return nullptr;
}

Severity Config::SeverityOf(std::string_view rule, std::string_view id,
                            std::optional<Severity> own) const {
  const auto entry = [this](SeverityEntry::Kind kind,
                            std::string_view key) -> std::optional<Severity> {
    for (const SeverityEntry& candidate : severity) {
      if (candidate.kind == kind && candidate.key == key) return candidate.severity;
    }
    return std::nullopt;
  };
  if (!id.empty()) {
    if (const auto found = entry(SeverityEntry::Kind::kOwnRule, id)) return *found;
  }
  if (own) return *own;
  if (const auto found = entry(SeverityEntry::Kind::kRule, rule)) return *found;
  if (rule == "layering/unclassified" && workspace.unclassified) {
    return workspace.unclassified->value;
  }
  if (rule == "layering/unresolved" && workspace.unresolved && workspace.unresolved->level) {
    return *workspace.unresolved->level;
  }
  if (const auto found = entry(SeverityEntry::Kind::kFamily, RuleFamily(rule))) return *found;
  const BuiltInRule* built_in = FindBuiltInRule(rule);
  return built_in != nullptr ? built_in->default_severity : Severity::kError;
}

Config DefaultConfig() { return {}; }

std::string_view RuleVerbName(RuleVerb verb) {
  switch (verb) {
    case RuleVerb::kDeny:
    case RuleVerb::kDenyCapability:
      return "deny";
    case RuleVerb::kAllowOnly:
      return "allow_only";
    case RuleVerb::kRequire:
      return "require";
    case RuleVerb::kCycles:
      return "cycles";
    case RuleVerb::kOrphans:
      return "orphans";
  }
  return "";
}

std::string_view RuleVerbId(RuleVerb verb) {
  switch (verb) {
    case RuleVerb::kDeny:
      return "layering/deny";
    case RuleVerb::kDenyCapability:
      return "sandbox/capability";
    case RuleVerb::kAllowOnly:
      return "layering/allow-only";
    case RuleVerb::kRequire:
      return "layering/require";
    case RuleVerb::kCycles:
      return "layering/cycle";
    case RuleVerb::kOrphans:
      return "layering/orphan";
  }
  return "";
}

}  // namespace krepis::analyzer
