#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/core/file_system.h"

namespace krepis::analyzer {

/// Notices changes of what was looked at in a tree on the disk, by inotify. A folder is watched
/// before anything in it is looked at, so that no change falls between the two, and the kernel
/// queues an event together with the change: after Drain() nothing that happened before it is
/// unknown, but for what is written under another name of a file (a hard link) or through a mapping
/// that is still open. What nobody looked at is not told. Thread-safe. Paths are relative to the
/// root.
class TreeWatch {
 public:
  /// Folders beyond this many are not watched.
  static constexpr size_t kMaxFolders = 65536;

  /// `root` is absolute; `disk` is the tree below it, and must outlive this.
  TreeWatch(std::string root, const FileSystem& disk);
  ~TreeWatch();
  TreeWatch(const TreeWatch&) = delete;
  TreeWatch& operator=(const TreeWatch&) = delete;

  /// Something will be asked about what stands at this path.
  void BeforeAsking(std::string_view path);
  /// The same, where it is read: a symlink is followed.
  void BeforeReading(std::string_view path);
  /// The entries of a folder will be read; and were.
  void BeforeListing(std::string_view folder);
  void AfterListing(std::string_view folder, const std::vector<DirectoryEntry>& entries);

  /// Readable (poll) while there is something to drain; -1 where nothing can be watched.
  int fd() const { return inotify_; }
  struct Changes {
    std::set<std::string> asked;   // what was asked about, and may be another now
    std::set<std::string> listed;  // what merely came to or went from a folder that was listed
    bool anything = false;         // too much happened: all may be another
    bool empty() const { return asked.empty() && listed.empty() && !anything; }
  };
  Changes Drain();
  /// Whether every folder that was looked at is watched.
  bool complete() const;

 private:
  struct Folder {
    int watch = -1;
    bool listed = false;
    std::vector<DirectoryEntry> entries;  // as they were listed
  };

  void Restart();
  /// Watches a folder and those above it, as far as they are there.
  void Cover(std::string_view folder);
  /// Whether `path` is watched now; it may be a folder that is not there.
  bool Add(std::string_view path);
  /// Stops to watch a folder and all below it.
  void Forget(const std::string& folder);
  struct Events;
  void Read(Events& events);
  void Take(uint32_t mask, const std::string& path, Events& events);
  /// Where a symlink leads; none for what is none, or leads nowhere.
  std::optional<std::string> LinkTarget(std::string_view path) const;
  /// What the folder's last listing has for it; missing where it has nothing, or there is none.
  FileKind ListedKind(std::string_view path) const;

  const std::string root_;
  const FileSystem& disk_;
  int inotify_ = -1;
  mutable std::mutex mutex_;
  bool complete_ = true;
  std::map<std::string, Folder, std::less<>> folders_;       // those watched
  std::unordered_map<int, std::vector<std::string>> names_;  // by watch; symlinks give several
  std::set<std::string, std::less<>> asked_;
  std::map<std::string, std::set<std::string>, std::less<>> aliases_;  // symlinks, by their targets
};

}  // namespace krepis::analyzer
