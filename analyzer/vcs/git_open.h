#pragma once

#include <string>

#include "analyzer/core/result.h"
#include "analyzer/vcs/git_handles.h"

namespace krepis::analyzer {

/// A repository opened for a directory of its work tree. Only the files of this folder see it.
struct OpenedRepository {
  GitLibrary library;
  RepositoryHandle repository;
  std::string work_tree;  // absolute, without a '/' at the end
  std::string prefix;     // of the directory in the work tree: "" or "a/b"

  /// A path of the directory, as the repository names it.
  std::string Name(std::string_view path) const {
    return prefix.empty() ? std::string(path)
           : path.empty() ? prefix
                          : prefix + "/" + std::string(path);
  }
};

/// Opens the repository around `directory` (absolute, symlinks resolved); where there is none, the
/// one of GIT_DIR and GIT_WORK_TREE. Its index is that of GIT_INDEX_FILE, where git names one to a
/// hook of this repository: `git commit -a` commits another one than the repository's.
Result<void> OpenAround(const std::string& directory, OpenedRepository& opened);

/// Whether history is cut off here, and what to do about it.
bool IsShallow(const OpenedRepository& opened);
extern const char* const kUnshallowAdvice;

/// The commit that `git rev-parse` finds for the revision; null when there is none.
CommitHandle CommitOf(git_repository* repository, const std::string& revision);

}  // namespace krepis::analyzer
