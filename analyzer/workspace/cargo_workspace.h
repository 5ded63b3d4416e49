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
  CrateKind kind = CrateKind::kLibrary;
  std::string name;     // as code names it: '-' is '_'
  std::string package;  // Cargo package it belongs to
  std::string root;     // its root file, a source of the workspace
  std::string manifest;
  uint16_t edition = 2015;
  /// Extern prelude of the crate: the name in code -> index of a crate of the workspace, or
  /// kExternalCrate with the package's name.
  struct Extern {
    uint32_t crate = kExternalCrate;
    std::string package;
  };
  std::map<std::string, Extern, std::less<>> externs;

  static constexpr uint32_t kExternalCrate = UINT32_MAX;
  bool test_only() const {
    return kind == CrateKind::kTest || kind == CrateKind::kBench || kind == CrateKind::kExample;
  }
};

/// The crates of all Cargo packages of a tree, libraries before the other targets of their package,
/// packages by path. Every Cargo.toml found counts as a package, member of a workspace or not.
struct CargoWorkspace {
  std::vector<CargoCrate> crates;
  std::vector<CargoManifest> manifests;

  static CargoWorkspace Build(std::vector<CargoManifest> manifests, const FileIndex& files);

  /// The package.json's counterpart: the manifest of the package whose folder is the nearest at or
  /// above `path`, or null.
  const CargoManifest* PackageOf(std::string_view path) const;
};

}  // namespace krepis::analyzer
