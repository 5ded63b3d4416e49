#pragma once

#include <cstddef>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/core/file_system.h"
#include "analyzer/engine/import_scan.h"
#include "analyzer/facts/extract.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// Decides, once the files are scanned, which families could say more about a file if they had its
/// tree (design D1). What a family asks of the workspace as a whole (is the framework in use at
/// all?) is answered here; what it asks of the file's words, NeedsStructure() answers. Immutable,
/// so safe to share between threads; refers to the tables of `families`.
class TierChooser {
 public:
  TierChooser(const FileSystem& files, const Workspace& workspace, const Config& config,
              const ExtractOptions& families, const ImportScan& scan);

  /// What to look for in the tree of a file; nothing (ReadsStructure()) when its scan says all.
  ExtractOptions FamiliesFor(size_t file) const;

 private:
  ExtractOptions families_;
  std::vector<bool> judged_;     // by file: functions may have the shape of a framework in use
  std::vector<bool> registers_;  // by file: its language has a preset that is in use
};

}  // namespace krepis::analyzer
