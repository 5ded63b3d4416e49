#pragma once

#include <map>
#include <string>
#include <string_view>

#include "analyzer/core/file_system.h"

namespace krepis::analyzer {

/// A tree in which some files have another text than on the disk: what is open and unsaved in an
/// editor. One that is not on the disk yet is there as well. Set() and Drop() may not run beside
/// anything else.
class OverlayFileSystem final : public FileSystem {
 public:
  /// `below` must outlive it.
  explicit OverlayFileSystem(const FileSystem& below) : below_(below) {}

  void Set(std::string_view path, std::string text);
  /// Whether there was one.
  bool Drop(std::string_view path);
  bool Has(std::string_view path) const { return texts_.contains(path); }

  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override;
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override;
  FileKind Kind(std::string_view path) const override;
  std::optional<std::string> Follow(std::string_view path) const override;
  /// None for what is open.
  std::optional<std::string> Identity(std::string_view path) const override;

 private:
  const FileSystem& below_;
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace krepis::analyzer
