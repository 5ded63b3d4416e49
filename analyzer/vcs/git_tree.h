#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// The files of a commit, read from the repository's objects: nothing is checked out, executed or
/// written. Submodules are empty folders. Reads are one at a time inside; safe to call from
/// several threads.
class GitTree final : public FileSystem {
 public:
  /// The tree below `directory` (absolute, symlinks resolved) as the commit has it from which HEAD
  /// and `revision` (as `git rev-parse` takes it) both come: so that only what HEAD has changed
  /// since is a difference. The error says what to do where there is none.
  static Result<std::unique_ptr<GitTree>> AtMergeBase(const std::string& directory,
                                                      const std::string& revision);
  ~GitTree() override;

  /// The hexadecimal id of the commit.
  const std::string& commit() const { return commit_; }

  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override;
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override;
  FileKind Kind(std::string_view path) const override;
  std::optional<std::string> Follow(std::string_view path) const override;
  /// The id of the blob.
  std::optional<std::string> Identity(std::string_view path) const override;

 private:
  struct Objects;
  struct Entry {
    std::string id;  // raw, of the blob
    FileKind kind = FileKind::kRegular;
  };
  GitTree() = default;
  Result<std::string> BlobAt(const Entry& entry, std::string_view path, uint64_t max_bytes) const;

  std::unique_ptr<Objects> objects_;
  std::string commit_;
  std::map<std::string, Entry, std::less<>> entries_;  // files and symlinks, and submodules
  std::map<std::string, std::vector<DirectoryEntry>, std::less<>> folders_;
};

}  // namespace krepis::analyzer
