#pragma once

#include <string>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// Where git looks for the hooks of a repository. Paths are absolute.
struct GitHooks {
  std::string work_tree;
  std::string prefix;     // of the directory that was asked for, in the work tree: "" or "a/b"
  std::string directory;  // of the hooks; may not be there yet
  /// Whether the directory may be that of other repositories: core.hooksPath names it, and it lies
  /// in neither this repository nor its work tree.
  bool shared = false;
  bool tracked = false;  // it lies in the work tree, for everybody who clones it
};

/// The hooks of the repository around `directory` (absolute, symlinks resolved). Unlike the rest of
/// this folder this reads the configuration of the user and of the machine: git does, before it
/// runs a hook.
Result<GitHooks> FindGitHooks(const std::string& directory);

}  // namespace krepis::analyzer
