#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

enum class CrateKind : uint8_t { kLibrary, kBinary, kExample, kTest, kBench, kBuildScript };

/// One dependency, of any of the tables.
struct CargoDependency {
  std::string name;        // the key: what the code calls it, '-' still in it
  std::string package;     // the crate's real name; equal to `name` unless renamed
  std::string path;        // as written; "" without one
  bool workspace = false;  // inherits from [workspace.dependencies]
  bool dev = false;
  bool build = false;
};

/// One target as the manifest states it; CargoWorkspace adds those that Cargo discovers by itself.
struct CargoTarget {
  CrateKind kind = CrateKind::kLibrary;
  std::string name;  // "" when left to the convention
  std::string path;  // as written, likewise
};

/// What krepis reads of one Cargo.toml (https://doc.rust-lang.org/cargo/reference/manifest.html).
struct CargoManifest {
  std::string path;
  std::string directory;
  std::string package;  // "" of a virtual manifest
  uint16_t edition = 2015;
  bool edition_inherited = false;  // from the workspace
  std::string build;               // `build = "…"` as written
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
  uint16_t workspace_edition = 2015;
  std::vector<CargoDependency> workspace_dependencies;
  std::vector<CargoDependency> patches;  // [patch.*] and [replace] entries with a path
};

/// Never fails: what is no TOML is added to `issues` with its place, and the rest is read. Members
/// of the wrong type are ignored.
CargoManifest ParseCargoManifest(std::string_view path, std::string_view text,
                                 std::vector<Error>& issues);

}  // namespace krepis::analyzer
