#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

struct OpenedRepository;

/// The files of a folder as git's objects have them: nothing is checked out, executed or written.
///
/// What git does not track there is read from the disk where it is ignored (compile databases,
/// installed packages), so that such a tree is resolved as the work tree is; files that are neither
/// tracked nor ignored do not exist, other than compile databases. Submodules are read as they are
/// checked out.
///
/// Safe to call from several threads; what asks the repository is one call at a time.
class GitFiles : public FileSystem {
 public:
  ~GitFiles() override;

  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override;
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override;
  FileKind Kind(std::string_view path) const override;
  std::optional<std::string> Follow(std::string_view path) const override;
  /// The id of the blob.
  std::optional<std::string> Identity(std::string_view path) const override;

  /// Whether git has a file or symlink of that name, as against one on the disk.
  bool Tracks(std::string_view path) const { return entries_.contains(path); }

 protected:
  /// `place` names it in errors: "the commit".
  explicit GitFiles(std::string place);

  OpenedRepository& opened() const;
  /// Opens the repository around `directory` (absolute, symlinks resolved).
  Result<void> OpenRepositoryOf(const std::string& directory);
  /// Adds a file or symlink by the raw id of its contents, or a submodule, with its folders. Names
  /// that no work tree can have are left out.
  void AddFile(std::string path, std::string id, FileKind kind);
  void AddSubmodule(std::string path);
  /// When all is added.
  void Seal();

 private:
  friend std::set<std::string> DifferingPaths(const GitFiles& a, const GitFiles& b);

  struct Objects;
  struct Entry {
    std::string id;
    FileKind kind = FileKind::kRegular;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  std::vector<DirectoryEntry>* FolderOf(const std::string& path);
  bool Has(std::string_view path) const;
  /// Whether what stands on the disk at `path` (without symlinks) belongs to the tree.
  bool IsVisible(const std::string& path) const;
  bool InSubmodule(std::string_view path) const;
  Result<std::string> BlobAt(const Entry& entry, std::string_view path, uint64_t max_bytes) const;

  std::string place_;
  std::unique_ptr<Objects> objects_;
  std::map<std::string, Entry, std::less<>> entries_;
  std::map<std::string, std::vector<DirectoryEntry>, std::less<>> folders_;
  std::set<std::string, std::less<>> submodules_;  // each a folder as well
};

/// The names at which one has another file than the other, or only one has a file.
std::set<std::string> DifferingPaths(const GitFiles& a, const GitFiles& b);

}  // namespace krepis::analyzer
