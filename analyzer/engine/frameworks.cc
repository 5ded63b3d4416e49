#include "analyzer/engine/frameworks.h"

#include <algorithm>
#include <string>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {

void FrameworkUses::AddImport(size_t file, const ContractPreset& preset) {
  imports_.insert({PackageOf(file), &preset});
}

bool FrameworkUses::Uses(size_t file, const ContractPreset& preset) {
  return Declares(workspace_.sources()[file].path, preset) ||
         Imports().contains({PackageOf(file), &preset});
}

const PackageJson* FrameworkUses::PackageOf(size_t file) const {
  return workspace_.typescript().PackageOf(workspace_.sources()[file].path);
}

bool FrameworkUses::Declares(std::string_view path, const ContractPreset& preset) {
  const auto [known, added] = declared_.try_emplace({DirectoryOf(path), &preset}, false);
  if (added) {
    known->second =
        std::any_of(preset.uses.begin(), preset.uses.end(), [&](const std::string& use) {
          const Declaration declaration = workspace_.typescript().DeclarationOf(path, use);
          return declaration == Declaration::kNearest || declaration == Declaration::kAbove;
        });
  }
  return known->second;
}

const std::set<FrameworkUses::PackageUse>& FrameworkUses::Imports() {
  if (collected_) return imports_;
  collected_ = true;
  for (size_t i = 0; i < facts_.size(); ++i) {
    for (const ContractPreset& preset : presets_.presets()) {
      if (preset.language != GroupOf(facts_[i].language)) continue;
      // No package is named by the path to a file.
      const bool typescript = preset.language == LanguageGroup::kTypeScript;
      if (typescript && facts_[i].imports.Summary().beside) continue;
      const bool used = std::any_of(facts_[i].imports.begin(), facts_[i].imports.end(),
                                    [&](const auto& import) { return preset.IsUsedBy(import); });
      if (used) imports_.insert({PackageOf(i), &preset});
    }
  }
  return imports_;
}

void FrameworkUses::DropUnused(size_t file, std::vector<ContractFact>& contracts) {
  std::erase_if(contracts, [&](const ContractFact& fact) {
    const ContractPreset* preset = presets_.Find(fact.framework);
    return fact.assumed && (preset == nullptr || !Uses(file, *preset));
  });
}

}  // namespace krepis::analyzer
