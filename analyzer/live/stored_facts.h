#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "analyzer/core/file_system.h"
#include "analyzer/engine/analysis.h"
#include "analyzer/engine/facts_memory.h"
#include "analyzer/store/record_log.h"

namespace krepis::analyzer {

/// The facts of files that earlier runs of this program found, by what the file system says of
/// their contents. Kept in the user's cache folder, one file for each workspace and kind of tree.
class StoredFacts final : public FactsMemory {
 public:
  /// Of the workspace at `root`. `tree` tells apart what has other identities: "disk", "index",
  /// "commit". Null where there is no cache folder.
  static std::unique_ptr<StoredFacts> Open(const std::string& root, std::string_view tree);

  /// What Find() answers from now on is about these files, which must outlive that.
  void Use(const FileSystem& files) { files_ = &files; }
  std::optional<RememberedFacts> Find(const SourceFile& file) const override;

  /// Notes what an analysis of Use()'s files found in those of which Find() did not know it.
  void Take(const Analysis& analysis);
  /// Likewise the choices of cheapest cuts; what this has of earlier runs.
  void Load(CutMemory& cuts) const;
  void Take(const CutMemory& cuts);
  /// Writes it. Once, at the end; where that fails the next run has more to do.
  void Commit();

 private:
  StoredFacts(std::string folder, const std::string& file, std::string_view stamp)
      : folder_(std::move(folder)), log_(file, stamp) {}

  const std::string folder_;
  RecordLog log_;
  const FileSystem* files_ = nullptr;
  mutable std::mutex mutex_;
  struct Asked {
    std::string record;  // key in the log
    std::string key;     // RememberedFacts::key of what was found; "": nothing
  };
  mutable std::unordered_map<std::string, Asked> asked_;  // by path
};

}  // namespace krepis::analyzer
