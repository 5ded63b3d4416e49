#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "analyzer/core/file_system.h"
#include "analyzer/engine/analysis.h"
#include "analyzer/engine/facts_memory.h"
#include "analyzer/store/record_log.h"

namespace krepis::analyzer {

/// The facts of files that earlier runs of this program found, by their contents: by a checksum of
/// these, and by what the file system says of them, which saves reading them. Kept in the user's
/// cache folder, one file for each workspace, kind of tree and families, and one for cuts, both
/// read when somebody asks.
class StoredFacts final : public FactsMemory {
 public:
  /// Of the workspace at `root`. `tree` tells apart what has other identities: "disk", "index",
  /// "commit". Null where there is no cache folder.
  static std::unique_ptr<StoredFacts> Open(const std::string& root, std::string_view tree);

  /// What Find() answers from now on is about these files, which must outlive that.
  void Use(const FileSystem& files) { files_ = &files; }
  /// Always for the same families: those of somebody else are not known.
  std::optional<RememberedFacts> Find(const SourceFile& file, std::string_view families,
                                      std::string_view compiled) const override;
  std::optional<RememberedFacts> FindText(const SourceFile& file,
                                          const FileSystem::IdentifiedText& text,
                                          std::string_view families,
                                          std::string_view compiled) const override;
  void Reread(const SourceFile& file, const FileSystem::IdentifiedText& text) const override;
  /// The facts of a file that no compiler has read, which were found with that key, if they are
  /// still there.
  std::optional<FileFacts> FactsOf(std::string_view path, std::string_view key,
                                   std::string_view families) const;

  /// Notes what an analysis of Use()'s files found in those of which Find() did not know it.
  void Take(const Analysis& analysis);
  /// Likewise the choices of cheapest cuts; what this has of earlier runs.
  void Load(CutMemory& cuts);
  void Take(const CutMemory& cuts);
  /// Writes it. Once, at the end; where that fails the next run has more to do. `all` says whether
  /// Find() has been asked for all files of the workspace: then the facts of others may go.
  void Commit(bool all);

 private:
  StoredFacts(std::string folder, std::string file, std::string stamp)
      : folder_(std::move(folder)), file_(std::move(file)), stamp_(std::move(stamp)) {}

  /// Null where it is of other families.
  RecordLog* LogOf(std::string_view families) const;
  RecordLog& cut_log();
  /// What the log has of the contents that a file has by its identity: "": nothing.
  static std::string ContentsIn(const RecordLog& log, std::string_view identity);
  std::optional<std::string> IdentityOf(std::string_view path) const;
  std::optional<RememberedFacts> FactsIn(const RecordLog& log, const SourceFile& file,
                                         std::string_view record) const;

  const std::string folder_;
  const std::string file_;  // without its end
  const std::string stamp_;
  const FileSystem* files_ = nullptr;
  mutable std::once_flag opened_;
  mutable std::atomic<bool> is_open_ = false;
  mutable std::string families_;            // of the log
  mutable std::unique_ptr<RecordLog> log_;  // null: nobody has asked
  std::unique_ptr<RecordLog> cut_log_;      // likewise
  mutable std::shared_ptr<const ImportSource> imports_;
  mutable std::mutex mutex_;
  struct Asked {
    std::string identity;  // key in the log, which leads to `contents`; "": there is none
    bool known = false;    // the log has it
    std::string contents;  // "": nobody has read it
    std::string compiled;  // what compilers say of it, as Find() was told
    std::string_view key;  // RememberedFacts::key of what was found; "": nothing

    /// Key in the log of what was found in these contents.
    std::string FactsKey(std::string_view path) const;
    /// By what was said of a text that was read, where nobody has asked for it before.
    void Identify(std::string_view path, const std::optional<std::string>& read);
  };
  /// A file of which the log does not have the contents, or the facts.
  struct Unwritten {
    const std::string* path;
    const Asked* asked;
    std::optional<Analysis::Found> found;  // none: the log has them
  };
  static void Fill(RecordBlock& block, std::span<const Unwritten> unwritten);

  mutable std::unordered_map<std::string, Asked> asked_;  // by path
  mutable unsigned without_identity_ = 0;
};

}  // namespace krepis::analyzer
