#pragma once

#include <memory>
#include <string>

#include "analyzer/cli/session.h"
#include "analyzer/report/format.h"
#include "analyzer/vcs/git_changes.h"
#include "analyzer/vcs/git_tree.h"

namespace krepis::analyzer {

/// `check --since`: the workspace is held against the commit where a change began.
class Since {
 public:
  /// Null, and said on stderr, where there is no such commit. The session must outlive it.
  static std::unique_ptr<Since> Open(const Session& session, const Options& options);

  /// Whether every file is as it was.
  bool unchanged() const { return changes_->paths().empty(); }
  /// Takes out of the session's report what was there before. Nothing is analysed for a report
  /// that has nothing to take out. False, and said on stderr, where the two cannot be compared.
  bool TakeOutOlder(const Session& session, bool strict, Report& report);
  /// What was compared, for reports.
  const Comparison& comparison() const { return comparison_; }

 private:
  Since() = default;

  std::unique_ptr<GitTree> tree_;
  std::unique_ptr<GitChanges> changes_;
  Comparison comparison_;
  bool stores_ = false;  // keeps what was found in the older files, for later runs
};

}  // namespace krepis::analyzer
