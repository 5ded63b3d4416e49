#include "analyzer/engine/frameworks.h"

#include <algorithm>
#include <map>
#include <string>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {

void FrameworkUses::AddImport(size_t file, const ContractPreset& preset) {
  imports_.insert({PackageOf(file), &preset});
}

bool FrameworkUses::Uses(size_t file, const ContractPreset& preset) {
  return Declares(file, preset) || Imports().contains({PackageOf(file), &preset});
}

FrameworkUses::Folder& FrameworkUses::FolderOf(size_t file) {
  const std::string_view path = workspace_.sources()[file].path;
  const std::string_view folder = DirectoryOf(path);
  if (last_ != nullptr && folder == last_path_) return *last_;
  const auto [known, added] = folders_.try_emplace(folder);
  if (added) {
    const PackageJson* const package = workspace_.typescript().PackageOf(path);
    Declared& declares = declares_[package];
    declares.resize(presets_.presets().size());
    known->second = {package, &declares};
  }
  last_path_ = folder;
  last_ = &known->second;
  return *last_;
}

bool FrameworkUses::Declares(size_t file, const ContractPreset& preset) {
  const auto index = static_cast<size_t>(&preset - presets_.presets().data());
  std::optional<bool>& declares = (*FolderOf(file).declares)[index];
  if (!declares) {
    declares = std::any_of(preset.uses.begin(), preset.uses.end(), [&](const std::string& use) {
      const Declaration declaration =
          workspace_.typescript().DeclarationOf(workspace_.sources()[file].path, use);
      return declaration == Declaration::kNearest || declaration == Declaration::kAbove;
    });
  }
  return *declares;
}

const std::set<FrameworkUses::PackageUse>& FrameworkUses::Imports() {
  if (collected_) return imports_;
  collected_ = true;
  std::map<std::pair<LanguageGroup, std::string>, std::vector<const ContractPreset*>> known;
  for (size_t i = 0; i < facts_.size(); ++i) {
    const LanguageGroup group = GroupOf(facts_[i].language);
    // No framework is named by the path from one file to another.
    facts_[i].imports.VisitOutside([&](std::string_view specifier) {
      const auto [presets, added] = known.try_emplace({group, std::string(specifier)});
      for (const ContractPreset& preset : presets_.presets()) {
        if (added && preset.language == group && preset.IsUsedBy(specifier))
          presets->second.push_back(&preset);
      }
      for (const ContractPreset* preset : presets->second) imports_.insert({PackageOf(i), preset});
    });
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
