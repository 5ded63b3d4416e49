#pragma once

#include <memory>
#include <optional>
#include <string>

#include "analyzer/cli/session.h"
#include "analyzer/engine/comparison.h"
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
  /// The session's Run(), with its baseline. Where only texts of a few sources differ, both sides
  /// are analysed at once: the older one, and then what the change can affect. `outcome` is of
  /// today. False, and said on stderr, where the baseline cannot be read.
  bool Run(Session& session, const Options& options, Analysis::Outcome& outcome);
  /// After Run(): takes out of its report what was there before. Nothing is analysed for a report
  /// that has nothing to take out. False, and said on stderr, where the two cannot be compared.
  bool TakeOutOlder(const Session& session, bool strict, Report& report);
  /// What was compared, for reports.
  const Comparison& comparison() const { return comparison_; }

 private:
  struct Earlier {
    EarlierCycles cycles;
    Report report;
  };

  Since() = default;
  /// Whether nothing but the texts of a few sources is another.
  bool OnlyTextsDiffer(const Session& session) const;
  void TakeOut(const Session& session, const Earlier& earlier, Report& report);

  std::unique_ptr<GitTree> tree_;
  std::unique_ptr<GitChanges> changes_;
  Comparison comparison_;
  std::optional<Earlier> earlier_;
  bool stores_ = false;  // keeps what was found in the older files, for later runs
};

}  // namespace krepis::analyzer
