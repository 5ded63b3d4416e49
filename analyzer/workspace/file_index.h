#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/workspace/discovery.h"

namespace krepis::analyzer {

/// The files of a workspace by path, for the resolvers. Holds views into the Discovery and refers
/// to the FileSystem, which must both outlive it. Immutable, so safe to share between threads.
class FileIndex {
 public:
  enum class Entry : uint8_t { kNone, kSource, kOther, kDirectory };

  FileIndex(const Discovery& discovery, const FileSystem& files);

  /// What the walk found at `path` (normalised), symlinks within the workspace followed.
  Entry Find(std::string_view path) const {
    const Entry entry = FindWalked(path);
    return entry != Entry::kNone || links_.empty() ? entry : FindFollowed(path);
  }
  /// `path` without symlinks: what the walk calls the file.
  std::string Canonical(std::string_view path) const;
  bool IsSource(std::string_view path) const { return Find(path) == Entry::kSource; }
  bool IsDirectory(std::string_view path) const { return Find(path) == Entry::kDirectory; }
  /// Whether a regular file stands at `path` on the disk, found by the walk or not: ignored,
  /// excluded and generated files too. Costs a system call where the walk did not find it.
  bool Exists(std::string_view path) const;

  /// Whether a missing file is one that a build writes: git would ignore it.
  bool IsToBeGenerated(std::string_view path) const { return discovery_.ignored.WouldIgnore(path); }

  const Discovery& discovery() const { return discovery_; }
  const FileSystem& file_system() const { return files_; }

 private:
  struct Named {
    std::string_view path;
    Entry entry;
  };
  /// Half of the path's hash, and which of `named_` it is, counted from 1; 0: a free slot. Most
  /// paths that are asked for do not exist, and then one slot has to be looked at, not the path of
  /// another.
  struct Slot {
    uint32_t hash = 0;
    uint32_t number = 0;
  };

  /// The slot of `path`, or the free one where it belongs.
  size_t SlotOf(std::string_view path, size_t hash) const;
  /// False: it is there already.
  bool Add(std::string_view path, Entry entry);
  /// As Find(), of what the walk itself named.
  Entry FindWalked(std::string_view path) const;
  Entry FindFollowed(std::string_view path) const;

  const Discovery& discovery_;
  const FileSystem& files_;
  std::vector<Named> named_;
  std::vector<Slot> slots_;  // a power of two, at most half full
  std::unordered_map<std::string_view, std::string_view> links_;
};

}  // namespace krepis::analyzer
