#pragma once

#include <optional>
#include <string>

#include "analyzer/core/disk_access.h"
#include "analyzer/core/file_system.h"

namespace krepis::analyzer {

/// The root of a tree on the disk, held open.
class DiskRoot {
 public:
  /// An absolute path. Where there is no such folder, nothing is said about entries.
  explicit DiskRoot(const std::string& path);
  int fd() const { return fd_.get(); }

 private:
  const Fd fd_;
};

/// A folder held open, for those who ask about many of its entries: each takes one system call.
class DiskFolder {
 public:
  /// `path` is relative to the root; no symlink is followed out of that.
  DiskFolder(const DiskRoot& root, const std::string& path);

  struct Entry {
    FileKind kind = FileKind::kMissing;
    DiskIdentity identity{};  // of regular files and folders, settled or not
  };
  /// What stands under the name, or for "." the folder itself; no symlink is followed. kMissing
  /// where nothing does, and nothing where the system does not say.
  std::optional<Entry> Look(const char* name) const;

 private:
  const Fd fd_;
  const int error_;  // of opening it; 0: it is open
};

}  // namespace krepis::analyzer
