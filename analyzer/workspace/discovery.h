#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/file_system.h"
#include "analyzer/core/glob.h"
#include "analyzer/core/language.h"
#include "analyzer/workspace/ignore_rules.h"
#include "analyzer/workspace/ignore_tree.h"

namespace krepis::analyzer {

/// One file that is analysed.
struct SourceFile {
  std::string path;
  Language language = Language::kNone;

  friend bool operator==(const SourceFile&, const SourceFile&) = default;
};

/// The manifests that a walk met, by kind, each list sorted.
struct ManifestPaths {
  std::vector<std::string> package_json;
  std::vector<std::string> tsconfig;  // tsconfig.json, tsconfig.*.json, tsconfig-*.json; jsconfig
  std::vector<std::string> cargo_toml;
  std::vector<std::string> compile_commands;  // also below folders that .gitignore hides
  std::vector<std::string> pnpm_workspace;
  std::vector<std::string> deno_json;  // deno.json and deno.jsonc
  std::vector<std::string> cmake;      // CMakeLists.txt and *.cmake
  /// .pnp.cjs and the like, in which yarn keeps where packages are instead of node_modules.
  std::vector<std::string> plug_and_play;
};

struct DiscoveryOptions {
  std::vector<Glob> exclude;
  /// The compile databases, .gitignore or not. Empty: every compile_commands.json that the walk
  /// meets, and those that .gitignore hides at the root or in build*/, out*/, cmake-build-*/ and
  /// one folder below these, at the root and beside any CMakeLists.txt.
  std::vector<Glob> compile_commands;
  /// .gitignore files above the root, outermost first (ReadOuterIgnoreFiles).
  std::vector<OuterIgnoreFile> outer_ignore_files;
  /// Off for trees that hold tracked files only (a git index).
  bool honour_ignore_files = true;
};

/// What a walk found. Paths are workspace-relative; every list is sorted in byte order.
struct Discovery {
  std::vector<SourceFile> sources;
  /// Regular files that are neither ignored nor excluded and in no language that is analysed:
  /// assets, data, manifests.
  std::vector<std::string> other_files;
  ManifestPaths manifests;
  /// Symlinks and where in the workspace they lead, by path. They are not walked: what stands there
  /// is found in its own place.
  std::vector<std::pair<std::string, std::string>> links;
  /// Folders with a krepis.toml of their own: separate workspaces, not entered.
  std::vector<std::string> nested_workspaces;
  /// The folders that were listed, "" for the root, empty ones, those of nested workspaces and
  /// those where compile databases were looked for too: where a file that comes may belong to the
  /// workspace.
  std::vector<std::string> folders;
  /// Directories that could not be listed and ignore files that could not be read.
  std::vector<Incomplete> incomplete;
  /// The ignore files, for paths that do not exist: one that git would ignore is still to be
  /// generated.
  IgnoreTree ignored;
};

/// Walks the tree. Honours nested .gitignore files and .git/info/exclude with git's semantics, and
/// `exclude`. Never enters .git, node_modules, a `target` beside a Cargo.toml, or a nested
/// workspace; never enters a symlink. Uses no recursion; the result does not depend on the
/// order in which the file system lists.
Discovery Discover(const FileSystem& files, const DiscoveryOptions& options);

/// The regular files that `glob` matches, ignored or not, sorted. Enters only folders that can hold
/// one, and neither .git nor node_modules.
std::vector<std::string> ExpandGlob(const FileSystem& files, const Glob& glob);

}  // namespace krepis::analyzer
