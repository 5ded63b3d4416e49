#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/workspace/cargo_manifest.h"
#include "analyzer/workspace/file_index.h"

namespace krepis::analyzer {

/// One crate: a target of a package, with what its code may name.
struct CargoCrate {
  /// What a name of the extern prelude stands for: a crate of the workspace by index, or kNone with
  /// the name of an external package.
  struct Extern {
    uint32_t crate = kNone;
    std::string package;
    bool dev = false;  // for tests, examples and benches alone
  };
  static constexpr uint32_t kNone = UINT32_MAX;

  CrateKind kind = CrateKind::kLibrary;
  std::string name;       // as code names it: '-' is '_'
  uint32_t manifest = 0;  // index into CargoWorkspace::manifests()
  std::string root;       // its root file, a source of the workspace
  uint16_t edition = 2015;
  std::map<std::string, Extern, std::less<>> externs;  // by the name in code

  bool test_only() const {
    return kind == CrateKind::kTest || kind == CrateKind::kBench || kind == CrateKind::kExample;
  }
};

/// The crates of all Cargo packages of a tree, packages by path, in each the library first. Every
/// Cargo.toml counts as a package, member of a workspace or not. Immutable, so safe to share
/// between threads.
class CargoWorkspace {
 public:
  CargoWorkspace(std::vector<CargoManifest> manifests, const FileIndex& files);

  const std::vector<CargoManifest>& manifests() const { return manifests_; }  // by path
  const std::vector<CargoCrate>& crates() const { return crates_; }
  const CargoManifest& ManifestOf(const CargoCrate& crate) const {
    return manifests_[crate.manifest];
  }
  /// Index of the package whose folder is the nearest at or above `path`, or CargoCrate::kNone.
  uint32_t NearestPackage(std::string_view path) const;
  /// Index of a package's library, or CargoCrate::kNone.
  uint32_t LibraryOf(uint32_t manifest) const { return libraries_[manifest]; }
  /// What `name` in code stands for elsewhere in the Cargo workspace of the package: a library of
  /// it, or a dependency of a member; null when nobody there knows the name.
  const CargoCrate::Extern* KnownElsewhere(uint32_t manifest, std::string_view name) const;
  /// What code of a package that no crate reaches may name: the externs of its tests.
  std::map<std::string, CargoCrate::Extern, std::less<>> TestExterns(uint32_t manifest) const {
    return Externs(manifest, CrateKind::kTest);
  }

 private:
  void AddTargets(uint32_t manifest, const FileIndex& files);
  void AddCrate(uint32_t manifest, CrateKind kind, std::string_view name, std::string root,
                const FileIndex& files);
  const CargoManifest* WorkspaceRootOf(const CargoManifest& manifest) const;
  CargoCrate::Extern Resolve(const CargoManifest& manifest, const CargoDependency& dependency,
                             std::string& name) const;
  std::map<std::string, CargoCrate::Extern, std::less<>> Externs(uint32_t manifest,
                                                                 CrateKind kind) const;

  std::vector<CargoManifest> manifests_;
  std::map<std::string, uint32_t, std::less<>> by_directory_;
  std::vector<CargoCrate> crates_;
  std::vector<uint32_t> libraries_;
  std::vector<uint32_t> workspaces_;  // by manifest: the root's index, its own without one
  std::map<std::pair<uint32_t, std::string>, CargoCrate::Extern, std::less<>> known_;
};

}  // namespace krepis::analyzer
