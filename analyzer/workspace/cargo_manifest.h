#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

enum class CrateKind : uint8_t { kLibrary, kBinary, kExample, kTest, kBench, kBuildScript };

/// One `[dependencies]` entry, of any of the tables.
struct CargoDependency {
  std::string name;        // the key: what the code calls it, '-' still in it
  std::string package;     // the crate's real name; equal to `name` unless renamed
  std::string path;        // as written; "" without one
  bool workspace = false;  // inherits from [workspace.dependencies]
  bool git = false;
  bool dev = false;
  bool build = false;
};

/// One target as the manifest states it; autodiscovery adds the others (CargoWorkspace).
struct CargoTarget {
  CrateKind kind = CrateKind::kLibrary;
  std::string name;
  std::string path;  // as written, "" when left to the convention
  std::string edition;
};

/// What krepis reads of one Cargo.toml (https://doc.rust-lang.org/cargo/reference/manifest.html).
struct CargoManifest {
  std::string path;
  std::string directory;
  std::string package;  // "" of a virtual manifest
  std::string edition;  // "" when absent (2015) or inherited
  bool edition_inherited = false;
  std::string build;  // `build = "…"` as written
  bool build_disabled = false;
  bool auto_lib = true;
  bool auto_bins = true;
  bool auto_examples = true;
  bool auto_tests = true;
  bool auto_benches = true;
  std::string workspace_path;  // package.workspace
  std::vector<CargoTarget> targets;
  std::vector<CargoDependency> dependencies;

  bool is_workspace = false;
  std::vector<std::string> members;
  std::vector<std::string> default_members;
  std::vector<std::string> exclude;
  std::string workspace_edition;
  std::vector<CargoDependency> workspace_dependencies;
  std::vector<CargoDependency> patches;  // [patch.*] and [replace] entries with a path
};

/// Fails on what is no TOML, with the place. Members of the wrong type are ignored.
Result<CargoManifest> ParseCargoManifest(std::string_view path, std::string_view text);

}  // namespace krepis::analyzer
