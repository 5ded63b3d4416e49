#include "rules/rule_data.h"

#include <utility>

#include "analyzer/config/toml_pack.h"
#include "rules/registry.h"

namespace krepis::rules {
namespace {

/// The taxonomy describes capabilities and maps no symbol to them.
constexpr std::string_view kTaxonomy = "sandbox/taxonomy.toml";

analyzer::Result<analyzer::CapabilityTable> LoadSymbolTables() {
  analyzer::CapabilityTable tables;
  for (const DataFile& file : SandboxTableFiles()) {
    if (file.path == kTaxonomy) continue;
    analyzer::CapabilityTableOutcome table =
        analyzer::LoadCapabilityTable(analyzer::UnpackToml(file.packed), file.path);
    if (!table.errors.empty()) return std::move(table.errors.front());
    tables.Append(std::move(table.table));
  }
  return tables;
}

}  // namespace

analyzer::Result<RuleData> LoadRuleData() {
  RuleData data;
  for (const DataFile& file : PresetFiles()) {
    analyzer::TomlNode root = analyzer::UnpackToml(file.packed);
    const bool contract = file.path.ends_with("/contract.toml");
    const std::vector<analyzer::Error> errors = contract
                                                    ? data.contracts.Add(std::move(root), file.path)
                                                    : data.presets.Add(root, file.path);
    if (!errors.empty()) return errors.front();
  }
  for (const analyzer::Preset& preset : data.presets.presets())
    data.vocabulary.presets.push_back(preset.name);
  data.vocabulary.stages = data.presets.StageNames();
  data.vocabulary.rule_ids = data.presets.RuleIds();
  return data;
}

const analyzer::Result<analyzer::CapabilityTable>& SymbolTables() {
  static const analyzer::Result<analyzer::CapabilityTable> tables = LoadSymbolTables();
  return tables;
}

}  // namespace krepis::rules
