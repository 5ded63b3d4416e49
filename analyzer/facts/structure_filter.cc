#include "analyzer/facts/structure_filter.h"

#include <algorithm>
#include <span>

#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/contract.h"
#include "analyzer/facts/declarations.h"
#include "analyzer/facts/foreign_extract.h"
#include "analyzer/facts/preset.h"
#include "analyzer/facts/preset_contract.h"
#include "analyzer/facts/preset_detection.h"

namespace krepis::analyzer {
namespace {

// Sets of the search. Presets and contracts stand behind, by their place in their table; those for
// which there is no set left are asked without it.
constexpr uint32_t kCapabilities = 0;
constexpr uint32_t kBases = 1;
constexpr uint32_t kPresets = 2;
constexpr uint32_t kContracts = 128;
constexpr uint32_t kSets = 256;

}  // namespace

StructureFilter::StructureFilter(const ExtractOptions& families) {
  const auto search = [&](LanguageGroup group) -> PatternSearch& {
    return searches_[static_cast<size_t>(group)];
  };
  if (families.capabilities != nullptr) {
    for (const LanguageGroup group :
         {LanguageGroup::kCpp, LanguageGroup::kTypeScript, LanguageGroup::kRust}) {
      for (const std::string& word : families.capabilities->words(group))
        search(group).Add(word, kCapabilities);
    }
  }
  if (families.bases) {
    for (const std::string_view word : {"extends", "implements"})
      search(LanguageGroup::kTypeScript).Add(word, kBases);
  }
  if (families.presets != nullptr) {
    uint32_t set = kPresets;
    for (const Preset& preset : families.presets->presets()) {
      if (set < kContracts) {
        for (const std::string& word : preset.words) search(preset.language).Add(word, set);
      }
      ++set;
    }
  }
  if (families.contracts != nullptr) {
    uint32_t set = kContracts;
    for (const ContractPreset& preset : families.contracts->presets()) {
      for (const ContinuationShape& shape : preset.shapes) {
        if (set >= kSets) continue;
        if (shape.IsOfMembers(preset.language)) {
          for (const std::string& type : shape.types) search(preset.language).Add(type, set);
        }
        if (shape.beside.empty()) continue;
        for (const std::string& name : shape.names) search(preset.language).Add(name, set);
      }
      for (const MisshapenHandler& handler : preset.misshapen) {
        if (set >= kSets) continue;
        for (const std::string& name : handler.parameters.back())
          search(preset.language).Add(name, set);
      }
      ++set;
    }
  }
  for (PatternSearch& frozen : searches_) frozen.Freeze();
}

bool StructureFilter::NeedsStructure(const FileFacts& imports, std::string_view source,
                                     const ExtractOptions& families) const {
  const LanguageGroup group = GroupOf(imports.language);
  if (AsksDeclarations(imports.language, families) &&
      (group != LanguageGroup::kTypeScript || source.find("export") != std::string_view::npos)) {
    return true;
  }
  if (families.calls && !imports.imports.empty()) return true;
  // A computed import needs no word: it has been found already.
  const bool computed = families.capabilities != nullptr &&
                        std::any_of(imports.imports.begin(), imports.imports.end(),
                                    [](const ImportFact& import) { return import.computed; });
  if (computed) return true;
  if (families.foreign != nullptr &&
      MayBeForeign(*families.foreign, group, source, imports.imports))
    return true;
  const PatternHits hits = searches_[static_cast<size_t>(group)].Find(source);
  if (families.capabilities != nullptr && hits.test(kCapabilities)) return true;
  if (families.bases && group == LanguageGroup::kTypeScript && hits.test(kBases)) return true;
  if (families.presets != nullptr) {
    uint32_t set = kPresets;
    for (const Preset& preset : families.presets->presets()) {
      const uint32_t own = set++;
      if (preset.language != group) continue;
      if (preset.words.empty() || own >= kContracts || hits.test(own) ||
          ExportsStages(preset, imports.imports))
        return true;
    }
  }
  if (families.contracts == nullptr) return false;
  uint32_t set = kContracts;
  for (const ContractPreset& preset : families.contracts->presets()) {
    const uint32_t own = set++;
    if (preset.language != group) continue;
    const std::string_view text = own >= kSets || hits.test(own) ? source : std::string_view();
    if (MayBeJudged(preset, text, imports.imports)) return true;
  }
  return false;
}

}  // namespace krepis::analyzer
