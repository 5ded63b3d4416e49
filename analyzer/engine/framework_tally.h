#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset.h"
#include "analyzer/facts/preset_contract.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// How many files let each framework count as used: what is looked for in all files hangs on
/// whether it is any (TierChooser). Not thread-safe; refers to its arguments.
class FrameworkTally {
 public:
  /// The tables may be null.
  FrameworkTally(const Workspace& workspace, const Config& config, const PresetTable* presets,
                 const ContractPresets* contracts);

  /// A preset of orders, or of contracts in a package.
  using Use = std::pair<uint32_t, const PackageJson*>;
  using Uses = std::vector<Use>;  // ascending
  /// Of a file by its imports, or by its text where these are not known.
  Uses ByImports(uint32_t file, const FileFacts& facts) const;
  Uses ByText(uint32_t file, std::string_view text) const;

  void Set(uint32_t file, Uses uses);
  /// Whether Set() would leave the same frameworks in use.
  bool IsSameWith(uint32_t file, const Uses& uses) const;

 private:
  template <class DetectsPreset, class DetectsContract>
  Uses Collect(uint32_t file, DetectsPreset preset, DetectsContract contract) const;

  const Workspace& workspace_;
  const PresetTable* presets_;  // null also where krepis.toml names those in use
  const ContractPresets* contracts_;
  std::map<uint32_t, Uses> by_file_;  // those with any
  std::map<Use, uint32_t> files_;
};

}  // namespace krepis::analyzer
