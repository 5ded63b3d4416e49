#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/core/file_system.h"
#include "analyzer/engine/import_scan.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/preset.h"
#include "analyzer/facts/structure_filter.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// What is looked for in files, as far as that does not hang on what is found: a name of 32
/// letters. `looked_for` is ExtractionOptions::looked_for.
std::string FamiliesName(const ExtractOptions& families, std::string_view looked_for);

/// Decides, once the files are scanned, which families could say more about a file if they had its
/// tree (design D1). What a family asks of the workspace as a whole (is the framework in use at
/// all?) is answered here; what it asks of the file's words, the StructureFilter knows. Immutable,
/// so safe to share between threads; refers to the tables of `families`.
class TierChooser {
 public:
  /// `looked_for` stands for the symbol tables among the families, and for limits.
  TierChooser(const FileSystem& files, const Workspace& workspace, const Config& config,
              const ExtractOptions& families, std::string_view looked_for, const ImportScan& scan);
  TierChooser(const TierChooser&) = delete;
  TierChooser& operator=(const TierChooser&) = delete;

  /// Stands for all that is looked for in a file: equal keys and texts give equal facts.
  const std::string& KeyOf(size_t file) const {
    return keys_[(judged_[file] ? 1 : 0) + (registers_[file] ? 2 : 0) + (runs_[file] ? 4 : 0)];
  }

  /// What to look for in the tree of a file; nothing (ReadsStructure()) when its scan says all.
  ExtractOptions FamiliesFor(size_t file) const;
  /// What to look for in its tree once that is read, whatever for: of presets those that are in
  /// use, and no contracts where the scan was `sure` and the package of the file has no framework.
  ExtractOptions FamiliesIn(size_t file, bool sure) const;
  /// Whether any of them can find something in that file, which the scan was sure of.
  bool NeedsStructure(size_t file, const FileFacts& imports, std::string_view source) const {
    return filter_->NeedsStructure(imports, source, FamiliesFor(file));
  }

 private:
  void FindPresets(const Config& config, const std::vector<std::pair<size_t, std::string>>& unsure,
                   const ImportScan& scan);

  void MakeKeys(std::string_view looked_for);

  ExtractOptions families_;
  std::array<std::string, 8> keys_;  // by what FamiliesFor() leaves out
  PresetTable presets_;              // those in use
  std::optional<StructureFilter> filter_;
  std::vector<bool> judged_;     // by file: functions may have the shape of a framework in use
  std::vector<bool> registers_;  // by file: its language has a preset that is in use
  std::vector<bool> runs_;       // by file: what it calls counts, it is no test and has code
};

}  // namespace krepis::analyzer
