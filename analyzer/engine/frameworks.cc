#include "analyzer/engine/frameworks.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace krepis::analyzer {
namespace {

class FrameworkUses {
 public:
  FrameworkUses(const ContractPresets& presets, const Workspace& workspace,
                const std::vector<FileFacts>& facts)
      : presets_(presets), workspace_(workspace), facts_(facts) {}

  bool Uses(size_t file, std::string_view framework) {
    const ContractPreset* preset = presets_.Find(framework);
    if (preset == nullptr) return false;
    return Declares(workspace_.sources()[file].path, *preset) ||
           Imports().contains({PackageOf(file), preset});
  }

 private:
  using PackageUse = std::pair<const PackageJson*, const ContractPreset*>;

  const PackageJson* PackageOf(size_t file) const {
    return workspace_.typescript().PackageOf(workspace_.sources()[file].path);
  }

  bool Declares(std::string_view path, const ContractPreset& preset) const {
    return std::any_of(preset.uses.begin(), preset.uses.end(), [&](const std::string& use) {
      const Declaration declaration = workspace_.typescript().DeclarationOf(path, use);
      return declaration == Declaration::kNearest || declaration == Declaration::kAbove;
    });
  }

  /// What the files of each package import; asked for only where manifests do not say enough.
  const std::set<PackageUse>& Imports() {
    if (collected_) return imports_;
    collected_ = true;
    for (size_t i = 0; i < facts_.size(); ++i) {
      for (const ContractPreset& preset : presets_.presets()) {
        if (preset.language != GroupOf(facts_[i].language)) continue;
        const bool used = std::any_of(facts_[i].imports.begin(), facts_[i].imports.end(),
                                      [&](const auto& import) { return preset.IsUsedBy(import); });
        if (used) imports_.insert({PackageOf(i), &preset});
      }
    }
    return imports_;
  }

  const ContractPresets& presets_;
  const Workspace& workspace_;
  const std::vector<FileFacts>& facts_;
  std::set<PackageUse> imports_;
  bool collected_ = false;
};

}  // namespace

void DropUnusedFrameworks(const ContractPresets& presets, const Workspace& workspace,
                          std::vector<FileFacts>& facts) {
  FrameworkUses uses(presets, workspace, facts);
  for (size_t i = 0; i < facts.size(); ++i) {
    std::vector<ContractFact>& contracts = facts[i].contracts;
    std::erase_if(contracts, [&](const ContractFact& fact) {
      return fact.assumed && !uses.Uses(i, fact.framework);
    });
    const auto same = [](const ContractFact& a, const ContractFact& b) {
      return a.rule == b.rule && a.location == b.location;
    };
    contracts.erase(std::unique(contracts.begin(), contracts.end(), same), contracts.end());
  }
}

}  // namespace krepis::analyzer
