#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// What files are asked for. Names are relative to the directory that the repository was opened
/// for.
struct RenameQuestion {
  /// Names that files had and that are not in the work tree; of more than 1,000 the first count.
  std::vector<std::string> lost;
  /// Files of the work tree that one of them may be by now.
  std::vector<std::string> found;
  /// History is followed as far back as this file is there, and over at most 10,000 commits.
  std::string since;
};

struct RenameAnswer {
  /// Name that was lost -> the last name that it led to.
  std::map<std::string, std::string, std::less<>> renames;
  /// History was cut off before `since` appeared: a shallow clone, or too many commits.
  bool cut = false;
};

/// A git repository, read through libgit2: nothing is executed (no hook, no filter driver, no file
/// monitor), nothing is written, and the configuration of the user and of the machine is not read.
/// Not thread-safe.
class GitRepository {
 public:
  /// The repository whose work tree holds `directory` (absolute, symlinks resolved); null when
  /// there is none. A repository that names another folder as its work tree counts as none.
  static Result<std::unique_ptr<GitRepository>> Open(const std::string& directory);
  ~GitRepository();
  GitRepository(const GitRepository&) = delete;
  GitRepository& operator=(const GitRepository&) = delete;

  /// Follows files through their renames, as `git log --follow` does: along the first parents up to
  /// HEAD, then through the index to the work tree. A file that is gone is the same as one that
  /// came if at least half of their contents are (git's own measure and threshold).
  Result<RenameAnswer> FollowRenames(const RenameQuestion& question) const;

 private:
  struct Handles;
  explicit GitRepository(std::unique_ptr<Handles> handles);

  std::unique_ptr<Handles> handles_;
};

}  // namespace krepis::analyzer
