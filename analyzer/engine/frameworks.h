#pragma once

#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset_contract.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// Which packages use which framework: package.json or one above names it, or a file of the package
/// imports it. Not thread-safe; refers to its arguments.
class FrameworkUses {
 public:
  /// `facts` stand in the order of the workspace's sources.
  FrameworkUses(const ContractPresets& presets, const Workspace& workspace,
                const std::vector<FileFacts>& facts)
      : presets_(presets), workspace_(workspace), facts_(facts) {}

  /// Notes an import that is not among the facts.
  void AddImport(size_t file, const ContractPreset& preset);
  /// Whether the package of that file uses the framework.
  bool Uses(size_t file, const ContractPreset& preset);
  /// Decides on the contract facts of a file for which no import of its own vouches
  /// (ContractFact::assumed): they stay where its package uses the framework.
  void DropUnused(size_t file, std::vector<ContractFact>& contracts);

 private:
  using PackageUse = std::pair<const PackageJson*, const ContractPreset*>;
  /// By preset, what has been asked of a package.
  using Declared = std::vector<std::optional<bool>>;
  /// What is the same for all files of a folder.
  struct Folder {
    const PackageJson* package = nullptr;
    Declared* declares = nullptr;
  };

  Folder& FolderOf(size_t file);
  const PackageJson* PackageOf(size_t file) { return FolderOf(file).package; }
  bool Declares(size_t file, const ContractPreset& preset);
  /// What the files of each package import; asked for only where manifests do not say enough.
  const std::set<PackageUse>& Imports();

  const ContractPresets& presets_;
  const Workspace& workspace_;
  const std::vector<FileFacts>& facts_;
  std::unordered_map<const PackageJson*, Declared> declares_;  // null: of files in no package
  std::unordered_map<std::string_view, Folder> folders_;
  // The one that was asked for last: files stand folder by folder.
  std::string_view last_path_;
  Folder* last_ = nullptr;
  std::set<PackageUse> imports_;
  bool collected_ = false;
};

}  // namespace krepis::analyzer
