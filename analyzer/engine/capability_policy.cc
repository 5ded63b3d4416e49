#include "analyzer/engine/capability_policy.h"

#include <algorithm>

namespace krepis::analyzer {

bool AnyCovers(const std::vector<Grant>& grants, std::string_view capability,
               std::optional<std::string_view> argument) {
  return std::any_of(grants.begin(), grants.end(),
                     [&](const Grant& grant) { return GrantCovers(grant, capability, argument); });
}

CapabilityPolicy::CapabilityPolicy(const Config& config, const ModuleTable& modules)
    : config_(config), tables_(size_t{modules.size()} + 1) {
  for (uint32_t i = 1; i <= modules.size(); ++i) {
    for (const SandboxModule& table : config.sandbox.modules) {
      if (modules.Match(table.module, {{}, ModuleId{i}})) tables_[i].push_back(&table);
    }
  }
}

bool CapabilityPolicy::Gates(std::string_view capability) const {
  if (IsGatedByDefault(capability)) return true;
  const auto names = [&](const std::vector<Grant>& grants) {
    return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
      return CapabilityCovers(grant.capability, capability);
    });
  };
  return std::any_of(
      config_.sandbox.modules.begin(), config_.sandbox.modules.end(),
      [&](const SandboxModule& table) { return names(table.allow) || names(table.deny); });
}

bool CapabilityPolicy::Grants(ModuleId module, std::string_view capability,
                              std::optional<std::string_view> argument) const {
  bool allowed = AllowsByDefault(module);
  for (const SandboxModule* table : TablesOf(module)) {
    if (AnyCovers(table->deny, capability, argument)) return false;
    allowed = allowed || AnyCovers(table->allow, capability, argument);
  }
  return allowed;
}

bool CapabilityPolicy::Seals(ModuleId module, std::string_view capability,
                             std::optional<std::string_view> argument) const {
  const auto seals = [&](const SandboxModule* table) {
    return AnyCovers(table->seals, capability, argument);
  };
  return std::any_of(TablesOf(module).begin(), TablesOf(module).end(), seals) &&
         Grants(module, capability, argument);
}

const Location& CapabilityPolicy::LocationOf(ModuleId module) const {
  return TablesOf(module).empty() ? config_.sandbox.location : TablesOf(module).front()->location;
}

}  // namespace krepis::analyzer
