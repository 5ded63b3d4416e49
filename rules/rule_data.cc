#include "rules/rule_data.h"

#include <utility>

#include "rules/registry.h"

namespace krepis::rules {
namespace {

/// The taxonomy describes capabilities and maps no symbol to them.
constexpr std::string_view kTaxonomy = "sandbox/taxonomy.toml";

}  // namespace

analyzer::Result<RuleData> LoadRuleData() {
  RuleData data;
  for (const DataFile& file : SandboxTableFiles()) {
    if (file.path == kTaxonomy) continue;
    analyzer::CapabilityTableOutcome table =
        analyzer::LoadCapabilityTable(file.contents, file.path);
    if (!table.errors.empty()) return std::move(table.errors.front());
    data.capabilities.Append(std::move(table.table));
  }
  for (const DataFile& file : PresetFiles()) {
    if (!file.path.ends_with("/contract.toml")) continue;
    if (std::vector<analyzer::Error> errors = data.contracts.Add(file.contents, file.path);
        !errors.empty()) {
      return std::move(errors.front());
    }
  }
  return data;
}

}  // namespace krepis::rules
