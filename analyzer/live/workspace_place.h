#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"
#include "analyzer/workspace/ignore_rules.h"
#include "analyzer/workspace/workspace_root.h"

namespace krepis::analyzer {

/// The workspace that paths of the command line lie in.
struct WorkspacePlace {
  std::string directory;  // the working directory, absolute
  std::string root;       // absolute
  WorkspaceRoot found;
  /// What of the workspace the paths are, workspace-relative; empty: all of it.
  std::vector<std::string> focus;
};

/// Absolute, with every symlink resolved; the error says what is wrong with the path.
Result<std::string> RealPath(const std::string& path);

/// Fails for a path that is not there, and for paths in different workspaces. No path is the
/// working directory.
Result<WorkspacePlace> FindPlace(const std::vector<std::string>& paths, const FileSystem& host,
                                 bool staged = false);

/// What an analysis depends on that is not in the workspace.
struct OutsideWorkspace {
  Date today;
  std::vector<OuterIgnoreFile> outer_ignore_files;
  uint64_t device = 0, inode = 0;  // of the root: another folder may have its name by now

  bool operator==(const OutsideWorkspace& other) const;
};

OutsideWorkspace OutsideOf(const std::string& root, const WorkspaceRoot& found,
                           const FileSystem& host);

}  // namespace krepis::analyzer
