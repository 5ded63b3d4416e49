#include "analyzer/engine/tiers.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "analyzer/core/digest.h"
#include "analyzer/engine/frameworks.h"
#include "analyzer/facts/module_name.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/chains.h"
#include "analyzer/graph/presets_in_use.h"

namespace krepis::analyzer {
namespace {

/// What TypeScript knows of code that is elsewhere.
bool IsDeclarationFile(std::string_view path) {
  return path.ends_with(".d.ts") || path.ends_with(".d.mts") || path.ends_with(".d.cts");
}

}  // namespace

std::string FamiliesName(const ExtractOptions& families, std::string_view looked_for) {
  return ChecksumHex(fmt::format(
      "capabilities {} {}\ncontracts {} calls {} bases {} exports {} forwards {} foreign {}\n",
      families.capabilities != nullptr, looked_for, families.contracts != nullptr, families.calls,
      families.bases, families.exports, families.forwards, families.foreign != nullptr));
}

TierChooser::TierChooser(const FileSystem& files, const Workspace& workspace, const Config& config,
                         const ExtractOptions& families, std::string_view looked_for,
                         const ImportScan& scan)
    : families_(families),
      judged_(scan.facts.size()),
      registers_(scan.facts.size()),
      runs_(scan.facts.size()) {
  for (size_t i = 0; i < runs_.size(); ++i) {
    const std::string& path = workspace.sources()[i].path;
    const bool test = IsTestFile(path) && !config.workspace.tests;
    runs_[i] = !test && !IsDeclarationFile(path);
  }
  // A file that nobody could scan imports whatever its text may mean.
  std::vector<std::pair<size_t, std::string>> unsure;
  for (size_t i = 0; i < scan.states.size(); ++i) {
    if (scan.states[i] != ScanState::kUnsure) continue;
    Result<std::string> text = files.Read(workspace.sources()[i].path, config.limits.file_bytes);
    if (text) unsure.emplace_back(i, std::move(*text));
  }
  if (families.presets != nullptr) FindPresets(config, unsure, scan);
  filter_.emplace(families_);
  MakeKeys(looked_for);
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
    if (scan.states[i] == ScanState::kFailed) continue;
    judged_[i] = std::any_of(
        families.contracts->presets().begin(), families.contracts->presets().end(),
        [&](const ContractPreset& preset) {
          return preset.language == GroupOf(scan.facts[i].language) && uses.Uses(i, preset);
        });
  }
}

void TierChooser::MakeKeys(std::string_view looked_for) {
  std::string common = FamiliesName(families_, looked_for) + '\n';
  if (families_.presets != nullptr) {
    for (const Preset& preset : families_.presets->presets())
      common += fmt::format("preset {} {}\n", preset.name, static_cast<int>(preset.language));
  }
  for (size_t i = 0; i < keys_.size(); ++i) keys_[i] = ChecksumHex(fmt::format("{}{}", common, i));
}

void TierChooser::FindPresets(const Config& config,
                              const std::vector<std::pair<size_t, std::string>>& unsure,
                              const ImportScan& scan) {
  const PresetTable& all = *families_.presets;
  std::vector<const Preset*> used = PresetsInUse(scan.facts, all, config).Get();
  const bool unscanned = std::find(scan.states.begin(), scan.states.end(),
                                   ScanState::kNotScanned) != scan.states.end();
  std::set<LanguageGroup> groups;
  for (const Preset& preset : all.presets()) {
    bool known = std::find(used.begin(), used.end(), &preset) != used.end();
    if (!known && !config.ordering.presets) {
      known = unscanned || std::any_of(unsure.begin(), unsure.end(), [&](const auto& file) {
                return GroupOf(scan.facts[file.first].language) == preset.language &&
                       MayImportOneOf(file.second, preset.language, preset.detect);
              });
      if (known) used.push_back(&preset);
    }
    if (known) groups.insert(preset.language);
  }
  presets_ = all.Only(used);
  families_.presets = &presets_;
  for (size_t i = 0; i < scan.facts.size(); ++i)
    registers_[i] = groups.contains(GroupOf(scan.facts[i].language));
}

ExtractOptions TierChooser::FamiliesFor(size_t file) const {
  ExtractOptions families = families_;
  if (!judged_[file]) families.contracts = nullptr;
  if (!registers_[file]) families.presets = nullptr;
  if (!runs_[file]) families.calls = false;
  return families;
}

ExtractOptions TierChooser::FamiliesIn(size_t file, bool sure) const {
  ExtractOptions families = families_;
  if (sure && !judged_[file]) families.contracts = nullptr;
  return families;
}

}  // namespace krepis::analyzer
