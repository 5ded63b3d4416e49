#include "analyzer/engine/tiers.h"

#include <algorithm>
#include <set>
#include <string>

#include "analyzer/engine/frameworks.h"
#include "analyzer/facts/module_name.h"
#include "analyzer/graph/chains.h"

namespace krepis::analyzer {

TierChooser::TierChooser(const FileSystem& files, const Workspace& workspace, const Config& config,
                         const ExtractOptions& families, const ImportScan& scan)
    : families_(families), judged_(scan.facts.size()), registers_(scan.facts.size()) {
  // A file that nobody could scan imports whatever its text may mean.
  std::vector<std::pair<size_t, std::string>> unsure;
  for (size_t i = 0; i < scan.states.size(); ++i) {
    if (scan.states[i] != ScanState::kUnsure) continue;
    Result<std::string> text = files.Read(workspace.sources()[i].path, config.limits.file_bytes);
    if (text) unsure.emplace_back(i, std::move(*text));
  }
  if (families.presets != nullptr) {
    std::set<LanguageGroup> in_use;
    for (const Preset* preset : PresetsInUse(scan.facts, *families.presets, config))
      in_use.insert(preset->language);
    for (const Preset& preset : families.presets->presets()) {
      for (const auto& [file, text] : unsure) {
        const bool may = GroupOf(scan.facts[file].language) == preset.language &&
                         !config.ordering.presets &&
                         MayImportOneOf(text, preset.language, preset.detect);
        if (may) in_use.insert(preset.language);
      }
    }
    for (size_t i = 0; i < scan.facts.size(); ++i)
      registers_[i] = in_use.contains(GroupOf(scan.facts[i].language));
  }
  if (families.contracts == nullptr) return;
  FrameworkUses uses(*families.contracts, workspace, scan.facts);
  for (const ContractPreset& preset : families.contracts->presets()) {
    for (const auto& [file, text] : unsure) {
      if (GroupOf(scan.facts[file].language) == preset.language &&
          MayImportOneOf(text, preset.language, preset.uses)) {
        uses.AddImport(file, preset);
      }
    }
  }
  for (size_t i = 0; i < scan.facts.size(); ++i) {
    if (scan.states[i] != ScanState::kSure) continue;
    judged_[i] = std::any_of(
        families.contracts->presets().begin(), families.contracts->presets().end(),
        [&](const ContractPreset& preset) {
          return preset.language == GroupOf(scan.facts[i].language) && uses.Uses(i, preset);
        });
  }
}

ExtractOptions TierChooser::FamiliesFor(size_t file) const {
  ExtractOptions families = families_;
  if (!judged_[file]) families.contracts = nullptr;
  if (!registers_[file]) families.presets = nullptr;
  return families;
}

}  // namespace krepis::analyzer
