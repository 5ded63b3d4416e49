#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/workspace/ignore_rules.h"

namespace krepis::analyzer {

/// The ignore files of a tree and which of them are in force where: those of a folder override
/// those of the folders around it. Filled by the walk from the outside in; then safe to share
/// between threads.
class IgnoreTree {
 public:
  /// The ignore files in force in one folder: the innermost one, by which the others are found.
  enum class Scope : uint32_t { kNone = 0 };

  /// A file above the root or beside it (info/exclude), in order of growing precedence, before all
  /// folders. `root_in_folder`: the root relative to the file's folder.
  void AddOuter(std::string_view text, std::string_view root_in_folder);
  /// The .gitignore of `folder`, where `around` is in force; returns what is in force in it.
  Scope AddFolder(std::string_view folder, std::string_view text, Scope around);
  /// What is in force around the root.
  Scope outer() const { return outer_; }

  /// Whether `path`, in a folder where `scope` is in force, is ignored. Says nothing of the folders
  /// above it. `scratch` is reused memory.
  bool IsIgnored(Scope scope, std::string_view path, bool is_directory, std::string& scratch) const;
  /// Whether git would ignore a file at `path`, because of itself or a folder above it; the file
  /// need not exist.
  bool WouldIgnore(std::string_view path) const;

 private:
  struct Entry {
    IgnoreRules rules;
    std::string prefix;      // put before a path to make it relative to an outer file's folder
    size_t folder_size = 0;  // bytes of the path that name the folder of a file of the tree
    Scope around = Scope::kNone;
  };

  Scope Add(Entry entry);

  std::vector<Entry> entries_;  // scope 1 is the first
  Scope outer_ = Scope::kNone;
  std::map<std::string, Scope, std::less<>> by_folder_;
};

}  // namespace krepis::analyzer
