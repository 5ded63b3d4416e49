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
    const auto it = entries_.find(path);
    if (it != entries_.end()) return it->second;
    return links_.empty() ? Entry::kNone : FindFollowed(path);
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
  Entry FindFollowed(std::string_view path) const;

  const Discovery& discovery_;
  const FileSystem& files_;
  std::unordered_map<std::string_view, Entry> entries_;
  std::unordered_map<std::string_view, std::string_view> links_;
};

}  // namespace krepis::analyzer
