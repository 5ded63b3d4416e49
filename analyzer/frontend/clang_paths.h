#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace krepis::analyzer {

/// Where a file lies, after symbolic links: in the workspace or outside it.
struct ClangPath {
  std::string path;  // workspace-relative ("": its root), or absolute
  bool inside = false;
};

/// Names files as the graph does. Asks the disk once per spelling. Not thread-safe.
class ClangPaths {
 public:
  /// `root`: the workspace, absolute.
  explicit ClangPaths(const std::string& root);

  /// `path` is absolute or relative to `directory`. What does not exist is named lexically. However
  /// it is spelled, one file is one ClangPath, which stays where it is.
  const ClangPath& Find(std::string_view directory, std::string_view path);

 private:
  std::string root_;                                           // canonical
  std::unordered_map<std::string, ClangPath> files_;           // by canonical path
  std::unordered_map<std::string, const ClangPath*> spelled_;  // by path as asked for
};

}  // namespace krepis::analyzer
