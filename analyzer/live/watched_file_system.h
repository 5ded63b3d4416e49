#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/live/tree_watch.h"

namespace krepis::analyzer {

/// A tree on the disk in which everything that is looked at is watched from then on.
class WatchedFileSystem final : public FileSystem {
 public:
  /// Both must outlive it.
  WatchedFileSystem(const FileSystem& disk, TreeWatch& watch) : disk_(disk), watch_(watch) {}

  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override {
    watch_.BeforeReading(path);
    return disk_.Read(path, max_bytes);
  }
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override {
    watch_.BeforeListing(path);
    Result<std::vector<DirectoryEntry>> entries = disk_.List(path);
    if (entries) watch_.AfterListing(path, *entries);
    return entries;
  }
  FileKind Kind(std::string_view path) const override {
    watch_.BeforeAsking(path);
    return disk_.Kind(path);
  }
  std::optional<std::string> Follow(std::string_view path) const override {
    watch_.BeforeReading(path);
    return disk_.Follow(path);
  }
  std::optional<std::string> Identity(std::string_view path) const override {
    watch_.BeforeAsking(path);
    return disk_.Identity(path);
  }

 private:
  const FileSystem& disk_;
  TreeWatch& watch_;
};

}  // namespace krepis::analyzer
