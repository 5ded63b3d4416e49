#pragma once

#include <memory>
#include <string>

#include "analyzer/core/result.h"
#include "analyzer/vcs/git_files.h"

namespace krepis::analyzer {

/// The files of a commit.
class GitTree final : public GitFiles {
 public:
  /// The tree below `directory` (absolute, symlinks resolved) as the commit has it from which HEAD
  /// and `revision` (as `git rev-parse` takes it) both come: so that only what HEAD has changed
  /// since is a difference. HEAD itself is no tree at all before the first commit. The error says
  /// what to do where there is no such commit.
  static Result<std::unique_ptr<GitTree>> AtMergeBase(const std::string& directory,
                                                      const std::string& revision);

  /// The hexadecimal id of the commit; empty before the first one.
  const std::string& commit() const { return commit_; }

 private:
  GitTree() : GitFiles("the commit") {}

  std::string commit_;
};

}  // namespace krepis::analyzer
