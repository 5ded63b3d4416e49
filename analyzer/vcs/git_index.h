#pragma once

#include <memory>
#include <string>

#include "analyzer/core/result.h"
#include "analyzer/vcs/git_files.h"

namespace krepis::analyzer {

/// The files of the index: what the next commit will hold, whatever the work tree has. Files that
/// are only meant to be added are not there; of one that is in conflict, our side is.
class GitIndex final : public GitFiles {
 public:
  /// The index below `directory` (absolute, symlinks resolved).
  static Result<std::unique_ptr<GitIndex>> Open(const std::string& directory);

 private:
  GitIndex() : GitFiles("the index") {}
};

}  // namespace krepis::analyzer
