#include "analyzer/engine/framework_tally.h"

#include <algorithm>

#include "analyzer/facts/module_name.h"
#include "analyzer/facts/preset_detection.h"

namespace krepis::analyzer {

FrameworkTally::FrameworkTally(const Workspace& workspace, const Config& config,
                               const PresetTable* presets, const ContractPresets* contracts)
    : workspace_(workspace),
      presets_(config.ordering.presets ? nullptr : presets),
      contracts_(contracts) {}

template <class DetectsPreset, class DetectsContract>
FrameworkTally::Uses FrameworkTally::Collect(uint32_t file, DetectsPreset preset,
                                             DetectsContract contract) const {
  const SourceFile& source = workspace_.sources()[file];
  const LanguageGroup group = GroupOf(source.language);
  Uses uses;
  uint32_t id = 0;
  if (presets_ != nullptr) {
    for (const Preset& candidate : presets_->presets()) {
      if (candidate.language == group && preset(candidate)) uses.emplace_back(id, nullptr);
      ++id;
    }
  }
  if (contracts_ != nullptr) {
    for (const ContractPreset& candidate : contracts_->presets()) {
      if (candidate.language == group && contract(candidate))
        uses.emplace_back(id, workspace_.typescript().PackageOf(source.path));
      ++id;
    }
  }
  return uses;
}

FrameworkTally::Uses FrameworkTally::ByImports(uint32_t file, const FileFacts& facts) const {
  return Collect(
      file,
      [&](const Preset& preset) {
        return std::any_of(
            facts.imports.begin(), facts.imports.end(),
            [&](const ImportFact& import) { return DetectsPreset(preset, import.specifier); });
      },
      [&](const ContractPreset& preset) {
        return std::any_of(
            facts.imports.begin(), facts.imports.end(),
            [&](const ImportFact& import) { return preset.IsUsedBy(import.specifier); });
      });
}

FrameworkTally::Uses FrameworkTally::ByText(uint32_t file, std::string_view text) const {
  return Collect(
      file,
      [&](const Preset& preset) { return MayImportOneOf(text, preset.language, preset.detect); },
      [&](const ContractPreset& preset) {
        return MayImportOneOf(text, preset.language, preset.uses);
      });
}

void FrameworkTally::Set(uint32_t file, Uses uses) {
  if (const auto before = by_file_.find(file); before != by_file_.end()) {
    for (const Use& use : before->second) --files_[use];
    by_file_.erase(before);
  }
  if (uses.empty()) return;
  for (const Use& use : uses) ++files_[use];
  by_file_.emplace(file, std::move(uses));
}

bool FrameworkTally::IsSameWith(uint32_t file, const Uses& uses) const {
  const auto found = by_file_.find(file);
  const Uses before = found == by_file_.end() ? Uses() : found->second;
  const auto count = [&](const Use& use) {
    const auto files = files_.find(use);
    return files == files_.end() ? 0u : files->second;
  };
  const bool adds =
      std::any_of(uses.begin(), uses.end(), [&](const Use& use) { return count(use) == 0; });
  const bool removes = std::any_of(before.begin(), before.end(), [&](const Use& use) {
    return count(use) == 1 && !std::binary_search(uses.begin(), uses.end(), use);
  });
  return !adds && !removes;
}

}  // namespace krepis::analyzer
