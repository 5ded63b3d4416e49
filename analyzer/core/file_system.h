#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"

struct stat;

namespace krepis::analyzer {

enum class FileKind : uint8_t { kMissing, kRegular, kDirectory, kSymlink, kOther };

struct DirectoryEntry {
  std::string name;
  FileKind kind = FileKind::kMissing;  // never follows a symlink
};

/// The questions the analyser asks the world about a tree. Paths are relative to the tree's
/// root with '/'; "" is the root itself. No implementation follows a symlink out of the root or
/// opens anything but a regular file. Safe to call from several threads.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// The bytes of a regular file of at most `max_bytes` (0: no limit).
  virtual Result<std::string> Read(std::string_view path, uint64_t max_bytes) const = 0;
  /// The entries of a directory, sorted by name in byte order.
  virtual Result<std::vector<DirectoryEntry>> List(std::string_view path) const = 0;
  /// What stands at `path`, not following a final symlink.
  virtual FileKind Kind(std::string_view path) const = 0;
  /// Where `path` leads when all symlinks in it are followed, as a path of the tree without any;
  /// none when that is nothing, or outside the root.
  virtual std::optional<std::string> Follow(std::string_view path) const = 0;
  /// Bytes that stand for a regular file's contents, or a folder's names and what they are: while
  /// they are the same, so is that, also in later processes. Cheaper than reading. None: unknown.
  virtual std::optional<std::string> Identity(std::string_view path) const;

  struct IdentifiedText {
    std::string text;
    std::optional<std::string> identity;
  };
  /// Read(), and what Identity() said before it: a change in between shows in later identities.
  virtual Result<IdentifiedText> ReadIdentified(std::string_view path, uint64_t max_bytes) const;
};

/// The tree below `root` (an absolute path) on the disk.
class DiskFileSystem final : public FileSystem {
 public:
  explicit DiskFileSystem(std::string root);
  ~DiskFileSystem() override;
  DiskFileSystem(const DiskFileSystem&) = delete;
  DiskFileSystem& operator=(const DiskFileSystem&) = delete;

  const std::string& root() const { return root_; }
  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override;
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override;
  FileKind Kind(std::string_view path) const override;
  std::optional<std::string> Follow(std::string_view path) const override;
  /// Device, inode, size and the times of the last change to contents and inode. None for what
  /// changed within the last seconds (its times might stay), and on disks of other machines.
  std::optional<std::string> Identity(std::string_view path) const override;
  Result<IdentifiedText> ReadIdentified(std::string_view path, uint64_t max_bytes) const override;

 private:
  std::optional<std::string> IdentityOfOpen(int fd, const struct stat& status) const;

  std::string root_;
  int root_fd_ = -1;
  /// A device of which it is known that it tells of changes; 0: none yet.
  mutable std::atomic<uint64_t> telling_device_ = 0;
};

/// A tree in memory, for tests and fixtures: path -> contents. Directories are implied.
class MemoryFileSystem final : public FileSystem {
 public:
  MemoryFileSystem() = default;
  explicit MemoryFileSystem(std::map<std::string, std::string, std::less<>> files)
      : files_(std::move(files)) {}

  void Add(std::string path, std::string contents) {
    files_[std::move(path)] = std::move(contents);
  }
  /// A symlink that leads to `target`, a path of the tree without any.
  void AddLink(std::string path, std::string target) {
    links_[std::move(path)] = std::move(target);
  }
  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override;
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override;
  FileKind Kind(std::string_view path) const override;
  std::optional<std::string> Follow(std::string_view path) const override;

 private:
  std::map<std::string, std::string, std::less<>> files_;
  std::map<std::string, std::string, std::less<>> links_;
};

}  // namespace krepis::analyzer
