#pragma once

#include <set>
#include <string>
#include <string_view>

#include "analyzer/core/file_system.h"

namespace krepis::analyzer {

/// A tree of which some files have the texts that they have in another, in which they are regular
/// files too.
class MixedFileSystem final : public FileSystem {
 public:
  /// All must outlive it.
  MixedFileSystem(const FileSystem& tree, const FileSystem& other,
                  const std::set<std::string>& paths)
      : tree_(tree), other_(other), paths_(paths) {}

  /// From now on all is as in the tree. May not run beside anything else.
  void LeaveOther() { mixed_ = false; }

  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override {
    return For(path).Read(path, max_bytes);
  }
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override {
    return tree_.List(path);
  }
  FileKind Kind(std::string_view path) const override { return tree_.Kind(path); }
  std::optional<std::string> Follow(std::string_view path) const override {
    return tree_.Follow(path);
  }
  /// None for the other texts: their identities are of another kind.
  std::optional<std::string> Identity(std::string_view path) const override {
    return &For(path) == &tree_ ? tree_.Identity(path) : std::nullopt;
  }

 private:
  const FileSystem& For(std::string_view path) const {
    return mixed_ && paths_.contains(std::string(path)) ? other_ : tree_;
  }

  const FileSystem& tree_;
  const FileSystem& other_;
  const std::set<std::string>& paths_;
  bool mixed_ = true;
};

}  // namespace krepis::analyzer
