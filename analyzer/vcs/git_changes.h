#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/vcs/git_tree.h"

namespace krepis::analyzer {

/// What of a folder is not as a commit has it: in the work tree (files that git does not track
/// included, ignored ones not), or in the index. Names are relative to that folder. Not
/// thread-safe.
class GitChanges {
 public:
  enum class Now { kWorkTree, kIndex };

  /// `directory` and `tree` as GitTree::AtMergeBase has them; `tree` must outlive it.
  static Result<std::unique_ptr<GitChanges>> Since(const GitTree& tree,
                                                   const std::string& directory, Now now);
  ~GitChanges();

  /// Every name at which something came, went or changed, old names of renamed files included.
  const std::set<std::string>& paths() const { return paths_; }

  /// Where files went that are gone (`lost`; the first 1,000 count), of the new ones in `found`: by
  /// git's own measure, half of their contents.
  Result<std::map<std::string, std::string, std::less<>>> Renames(
      const std::vector<std::string>& lost, const std::vector<std::string>& found) const;

 private:
  struct Repository;
  GitChanges();

  std::unique_ptr<Repository> repository_;
  std::set<std::string> paths_;
};

}  // namespace krepis::analyzer
