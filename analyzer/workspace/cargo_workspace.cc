#include "analyzer/workspace/cargo_workspace.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// A package or dependency name as code spells it.
std::string CodeName(std::string_view name) {
  std::string code(name);
  std::replace(code.begin(), code.end(), '-', '_');
  return code;
}

struct FoundTarget {
  std::string name;
  std::string path;
};

/// FOLDER/name.rs and FOLDER/name/main.rs, by path.
std::vector<FoundTarget> DiscoverTargets(const FileIndex& files, const std::string& folder) {
  std::vector<FoundTarget> targets;
  const std::vector<SourceFile>& sources = files.discovery().sources;
  const std::string prefix = folder + "/";
  auto it = std::lower_bound(sources.begin(), sources.end(), prefix,
                             [](const SourceFile& f, const std::string& p) { return f.path < p; });
  for (; it != sources.end() && it->path.starts_with(prefix); ++it) {
    if (it->language != Language::kRust) continue;
    const std::string_view rest = std::string_view(it->path).substr(prefix.size());
    const size_t slash = rest.find('/');
    if (slash == std::string_view::npos) {
      targets.push_back({std::string(WithoutExtension(rest)), it->path});
    } else if (rest.substr(slash + 1) == "main.rs") {
      targets.push_back({std::string(rest.substr(0, slash)), it->path});
    }
  }
  return targets;
}

}  // namespace

CargoWorkspace::CargoWorkspace(std::vector<CargoManifest> manifests, const FileIndex& files)
    : manifests_(std::move(manifests)) {
  std::sort(manifests_.begin(), manifests_.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  for (uint32_t i = 0; i < manifests_.size(); ++i) {
    by_directory_.emplace(manifests_[i].directory, i);
  }
  libraries_.assign(manifests_.size(), CargoCrate::kNone);
  for (uint32_t i = 0; i < manifests_.size(); ++i) AddTargets(i, files);
  for (CargoCrate& crate : crates_) crate.externs = Externs(crate.manifest, crate.kind);
  for (uint32_t i = 0; i < manifests_.size(); ++i) {
    const CargoManifest* root = WorkspaceRootOf(manifests_[i]);
    workspaces_.push_back(root == nullptr ? i : static_cast<uint32_t>(root - manifests_.data()));
  }
  for (const CargoCrate& crate : crates_) {
    for (const auto& [name, target] : crate.externs) {
      known_.emplace(std::pair(workspaces_[crate.manifest], name), target);
    }
    if (crate.kind != CrateKind::kLibrary) continue;
    known_.insert_or_assign(
        std::pair(workspaces_[crate.manifest], crate.name),
        CargoCrate::Extern{libraries_[crate.manifest], manifests_[crate.manifest].package});
  }
}

const CargoCrate::Extern* CargoWorkspace::KnownElsewhere(uint32_t manifest,
                                                         std::string_view name) const {
  const auto it = known_.find(std::pair(workspaces_[manifest], std::string(name)));
  return it == known_.end() ? nullptr : &it->second;
}

void CargoWorkspace::AddCrate(uint32_t manifest, CrateKind kind, std::string_view name,
                              std::string root, const FileIndex& files) {
  if (!files.IsSource(root)) return;
  for (auto it = crates_.rbegin(); it != crates_.rend() && it->manifest == manifest; ++it) {
    if (it->kind == kind && it->root == root) return;
  }
  CargoCrate crate;
  crate.kind = kind;
  crate.name = CodeName(name);
  crate.manifest = manifest;
  crate.root = std::move(root);
  crate.edition = manifests_[manifest].edition;
  if (manifests_[manifest].edition_inherited) {
    if (const CargoManifest* root_manifest = WorkspaceRootOf(manifests_[manifest])) {
      crate.edition = root_manifest->workspace_edition;
    }
  }
  if (kind == CrateKind::kLibrary) libraries_[manifest] = static_cast<uint32_t>(crates_.size());
  crates_.push_back(std::move(crate));
}

void CargoWorkspace::AddTargets(uint32_t index, const FileIndex& files) {
  const CargoManifest& manifest = manifests_[index];
  if (manifest.package.empty()) return;
  const std::string& base = manifest.directory;
  const auto is_kind = [](CrateKind kind) {
    return [kind](const CargoTarget& target) { return target.kind == kind; };
  };
  const auto library =
      std::find_if(manifest.targets.begin(), manifest.targets.end(), is_kind(CrateKind::kLibrary));
  if (library != manifest.targets.end() || manifest.auto_lib) {
    const bool stated = library != manifest.targets.end();
    const std::string name = stated && !library->name.empty() ? library->name : manifest.package;
    const std::string path = stated && !library->path.empty() ? library->path : "src/lib.rs";
    AddCrate(index, CrateKind::kLibrary, name, ResolvePath(base, path).value_or(""), files);
  }
  struct Group {
    CrateKind kind;
    const char* folder;
    bool discover;
  };
  for (const Group& group : {Group{CrateKind::kBinary, "src/bin", manifest.auto_bins},
                             Group{CrateKind::kExample, "examples", manifest.auto_examples},
                             Group{CrateKind::kTest, "tests", manifest.auto_tests},
                             Group{CrateKind::kBench, "benches", manifest.auto_benches}}) {
    const std::string folder = JoinPath(base, group.folder);
    for (const CargoTarget& target : manifest.targets) {
      if (target.kind != group.kind) continue;
      std::vector<std::string> candidates;
      if (!target.path.empty()) {
        candidates.push_back(ResolvePath(base, target.path).value_or(""));
      } else {
        candidates = {JoinPath(folder, target.name + ".rs"),
                      JoinPath(folder, target.name + "/main.rs")};
        if (group.kind == CrateKind::kBinary) candidates.push_back(JoinPath(base, "src/main.rs"));
      }
      for (std::string& candidate : candidates) {
        if (!files.IsSource(candidate)) continue;
        AddCrate(index, group.kind, target.name, std::move(candidate), files);
        break;
      }
    }
    if (!group.discover) continue;
    if (group.kind == CrateKind::kBinary) {
      AddCrate(index, group.kind, manifest.package, JoinPath(base, "src/main.rs"), files);
    }
    for (FoundTarget& target : DiscoverTargets(files, folder)) {
      AddCrate(index, group.kind, target.name, std::move(target.path), files);
    }
  }
  if (!manifest.build_disabled) {
    const std::string path = manifest.build.empty() ? "build.rs" : manifest.build;
    AddCrate(index, CrateKind::kBuildScript, "build_script_build",
             ResolvePath(base, path).value_or(""), files);
  }
}

uint32_t CargoWorkspace::NearestPackage(std::string_view path) const {
  for (;; path = DirectoryOf(path)) {
    const auto it = by_directory_.find(path);
    if (it != by_directory_.end() && !manifests_[it->second].package.empty()) return it->second;
    if (path.empty()) return CargoCrate::kNone;
  }
}

const CargoManifest* CargoWorkspace::WorkspaceRootOf(const CargoManifest& manifest) const {
  if (manifest.is_workspace) return &manifest;
  if (!manifest.workspace_path.empty()) {
    const auto directory = ResolvePath(manifest.directory, manifest.workspace_path);
    const auto it = directory ? by_directory_.find(*directory) : by_directory_.end();
    return it == by_directory_.end() ? nullptr : &manifests_[it->second];
  }
  for (std::string_view folder = manifest.directory; !folder.empty();) {
    folder = DirectoryOf(folder);
    const auto it = by_directory_.find(folder);
    if (it != by_directory_.end() && manifests_[it->second].is_workspace) {
      return &manifests_[it->second];
    }
  }
  return nullptr;
}

/// `name` gets what code calls the dependency.
CargoCrate::Extern CargoWorkspace::Resolve(const CargoManifest& manifest,
                                           const CargoDependency& dependency,
                                           std::string& name) const {
  const CargoManifest* root = WorkspaceRootOf(manifest);
  const CargoManifest* base = &manifest;
  const CargoDependency* effective = &dependency;
  const auto find = [](const std::vector<CargoDependency>& list, std::string_view key) {
    const auto it = std::find_if(list.begin(), list.end(),
                                 [&](const CargoDependency& d) { return d.name == key; });
    return it == list.end() ? nullptr : &*it;
  };
  if (dependency.workspace && root != nullptr) {
    if (const CargoDependency* inherited = find(root->workspace_dependencies, dependency.name)) {
      effective = inherited;
      base = root;
    }
  }
  const bool renamed = effective->package != effective->name;
  std::string path = effective->path;
  if (path.empty() && root != nullptr) {
    for (const CargoDependency& patch : root->patches) {
      if (patch.package != effective->package) continue;
      path = patch.path;
      base = root;
    }
  }
  name = CodeName(dependency.name);
  if (path.empty()) return {CargoCrate::kNone, effective->package};
  const auto directory = ResolvePath(base->directory, path);
  const auto it = directory ? by_directory_.find(*directory) : by_directory_.end();
  const uint32_t library = it == by_directory_.end() ? CargoCrate::kNone : libraries_[it->second];
  if (library != CargoCrate::kNone && !renamed) name = crates_[library].name;
  return {library, effective->package};
}

std::map<std::string, CargoCrate::Extern, std::less<>> CargoWorkspace::Externs(
    uint32_t index, CrateKind kind) const {
  const CargoManifest& manifest = manifests_[index];
  std::map<std::string, CargoCrate::Extern, std::less<>> externs;
  for (const CargoDependency& dependency : manifest.dependencies) {
    if (dependency.build != (kind == CrateKind::kBuildScript)) continue;
    std::string name;
    CargoCrate::Extern target = Resolve(manifest, dependency, name);
    target.dev = dependency.dev;
    // A package that is a dependency of both kinds is there for all code.
    const auto [it, added] = externs.emplace(std::move(name), target);
    if (!added && it->second.dev) it->second = std::move(target);
  }
  // Some packages drop the '-' in the library's name (md-5 is md5): unless that is taken already.
  for (const CargoDependency& dependency : manifest.dependencies) {
    std::string joined = dependency.name;
    std::erase(joined, '-');
    const auto it = externs.find(CodeName(dependency.name));
    if (it != externs.end() && it->second.crate == CargoCrate::kNone) {
      const CargoCrate::Extern target = it->second;
      externs.emplace(std::move(joined), target);
    }
  }
  const bool sees_library = kind != CrateKind::kLibrary && kind != CrateKind::kBuildScript;
  if (sees_library && libraries_[index] != CargoCrate::kNone) {
    externs.insert_or_assign(crates_[libraries_[index]].name,
                             CargoCrate::Extern{libraries_[index], manifest.package});
  }
  return externs;
}

}  // namespace krepis::analyzer
