#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/config/modules.h"

namespace krepis::analyzer {

/// What `[sandbox]` grants whom. Immutable; refers to the configuration and the modules.
class CapabilityPolicy {
 public:
  CapabilityPolicy(const Config& config, const ModuleTable& modules);

  /// The tables that speak of a module, in the order of the file.
  const std::vector<const SandboxModule*>& TablesOf(ModuleId module) const {
    return tables_[Index(module)];
  }
  /// Whether what the policy does not name is allowed: only without a table of its own.
  bool AllowsByDefault(ModuleId module) const {
    return TablesOf(module).empty() && config_.sandbox.default_allow;
  }
  /// Whether uses of the capability are judged at all: gated by default, or named by some table.
  bool Gates(std::string_view capability) const;
  /// `argument`: nullopt where the analysis does not know it.
  bool Grants(ModuleId module, std::string_view capability,
              std::optional<std::string_view> argument) const;
  /// Whether callers in other modules do not inherit it: the module seals what it is granted.
  bool Seals(ModuleId module, std::string_view capability,
             std::optional<std::string_view> argument) const;
  /// Where the policy of the module stands.
  const Location& LocationOf(ModuleId module) const;

 private:
  const Config& config_;
  std::vector<std::vector<const SandboxModule*>> tables_;  // by module
};

/// Whether one of the grants covers the use.
bool AnyCovers(const std::vector<Grant>& grants, std::string_view capability,
               std::optional<std::string_view> argument);

}  // namespace krepis::analyzer
