#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/workspace/ignore_rules.h"

namespace krepis::analyzer {

/// Where a run is rooted. Paths are absolute without the leading '/', as a FileSystem over "/"
/// takes them ("" is "/").
struct WorkspaceRoot {
  std::string directory;
  std::string config;    // the krepis.toml, "" when there is none
  std::string git_root;  // the repository around `directory`; meaningful when in_git
  bool in_git = false;
};

/// The folder of the nearest krepis.toml at or above `path` (a file or directory that need not
/// exist); without one the git root; without that the directory of `path` itself. `host` is the
/// whole machine (DiskFileSystem("/")) and `path` has its symlinks resolved. A krepis.toml that it
/// does not have counts where `elsewhere` (asked with its path there) has it.
WorkspaceRoot FindWorkspaceRoot(
    const FileSystem& host, std::string_view path,
    const std::function<bool(const std::string& config)>& elsewhere = {});

/// The ignore files between the git root and the workspace root, outermost first: the repository's
/// info/exclude and the .gitignore of every folder above `root.directory`. Empty outside git and
/// where both roots are one.
std::vector<OuterIgnoreFile> ReadOuterIgnoreFiles(const FileSystem& host,
                                                  const WorkspaceRoot& root);

}  // namespace krepis::analyzer
