#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/frontend/clang_unit_ledger.h"
#include "analyzer/frontend/clang_unit_memory.h"
#include "analyzer/frontend/disk_answers.h"
#include "analyzer/store/record_log.h"

namespace krepis::analyzer {

/// What compilers said of the units of a workspace, in the user's cache folder: one file for each
/// depth, of this program, user, kernel and processor alone. A unit is known while the texts of
/// the files that it is made of are what they were (where includes alone are wanted, their
/// directives), and all other answers that any compiler of the workspace was given by the disk:
/// what was not there, where symlinks lead, which file a name leads to. Where one of those is
/// another one, no unit is known.
class StoredUnits final : public ClangUnitMemory {
 public:
  /// `root` is the absolute path of the workspace.
  StoredUnits(std::string root, unsigned jobs) : root_(std::move(root)), jobs_(jobs) {}

  /// Takes, instead of asked(), what the compilers of this run ask: it gets the answers as well
  /// that the known units were given. Must outlive this.
  void Use(DiskAnswers& asked) { asked_ = &asked; }
  DiskAnswers& asked() { return *asked_; }

  std::vector<ClangFile> Begin(std::vector<LongChecksum> units, ClangDepth depth,
                               ClangClient& client) override;
  bool Knows(size_t unit) const override { return ledger_.Knows(units_[unit]); }
  void Take(size_t unit, const ClangUnitResult& result) override;

  /// Writes what is new, but not all again for a few other texts of which no unit was read. Once,
  /// at the end; where that fails the next run has more to do.
  void Commit();

 private:
  /// Takes from the log what holds; false where nothing does.
  bool Read(ClangDepth depth, ClangClient& client);
  /// Tells the ledger which texts are others than the answers say that have `changed`, beside those
  /// that hold. False where nothing can be relied on.
  bool ChangeTexts(const std::vector<DiskAnswer>& changed, const std::vector<DiskAnswer>& held,
                   ClangDepth depth, ClangClient& client);

  const std::string root_;
  const unsigned jobs_;
  DiskAnswers own_;
  DiskAnswers* asked_ = &own_;
  std::string folder_;
  std::string path_;                 // of the log
  std::unique_ptr<RecordLog> log_;   // null: there is no cache folder
  std::vector<LongChecksum> units_;  // by their places
  ClangUnitLedger ledger_;
  bool has_news_ = false;
};

}  // namespace krepis::analyzer
