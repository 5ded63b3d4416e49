#include "analyzer/graph/presets_in_use.h"

#include <algorithm>
#include <set>

#include "analyzer/facts/preset_detection.h"

namespace krepis::analyzer {

PresetsInUse::PresetsInUse(std::span<const FileFacts> facts, const PresetTable& presets,
                           const Config& config)
    : presets_(presets), config_(config), files_(presets.presets().size()) {
  if (config_.ordering.presets) return;
  std::map<LanguageGroup, Known> known;
  for (uint32_t i = 0; i < facts.size(); ++i) Add(i, facts[i], known[GroupOf(facts[i].language)]);
}

void PresetsInUse::Update(uint32_t file, const FileFacts& facts) {
  if (config_.ordering.presets) return;
  if (const auto before = of_file_.find(file); before != of_file_.end()) {
    for (const uint32_t place : before->second) --files_[place];
    of_file_.erase(before);
  }
  Known known;
  Add(file, facts, known);
}

void PresetsInUse::Add(uint32_t file, const FileFacts& facts, Known& known) {
  const LanguageGroup group = GroupOf(facts.language);
  std::set<uint32_t> found;
  // Most imports are of files beside, which no preset goes by.
  facts.imports.VisitOutside([&](std::string_view specifier) {
    const auto [places, added] = known.try_emplace(specifier);
    for (uint32_t i = 0; added && i < files_.size(); ++i) {
      const Preset& preset = presets_.presets()[i];
      if (preset.language == group && DetectsPreset(preset, specifier)) places->second.push_back(i);
    }
    found.insert(places->second.begin(), places->second.end());
  });
  if (found.empty()) return;
  for (const uint32_t place : found) ++files_[place];
  of_file_.emplace(file, Places(found.begin(), found.end()));
}

std::vector<const Preset*> PresetsInUse::Get() const {
  const auto& names = config_.ordering.presets;
  std::vector<const Preset*> used;
  for (uint32_t i = 0; i < files_.size(); ++i) {
    const Preset& preset = presets_.presets()[i];
    const auto named = [&](const LocatedString& name) { return name.value == preset.name; };
    if (names ? std::any_of(names->begin(), names->end(), named) : files_[i] != 0)
      used.push_back(&preset);
  }
  return used;
}

}  // namespace krepis::analyzer
