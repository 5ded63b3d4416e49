#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/core/disk_access.h"
#include "analyzer/core/disk_answer.h"

namespace krepis::analyzer {

/// What this process asked the disk, and was told, each once. What is not there is remembered as
/// such, so that nobody need ask again: most of what a compiler looks for is not where it looks
/// first. Paths may be relative to the folder that was entered last. Thread-safe; what it asks
/// itself while it notes something is not noted.
class AskedDisk {
 public:
  /// From here on all is noted, beginning with the program itself and its libraries.
  void Begin();

  /// The error with which an earlier question about that path ended because nothing is there; 0:
  /// ask.
  int Missing(std::string_view path);
  /// What a question gave: `status` is of what the path leads to.
  void Found(std::string_view path, const struct stat& status);
  /// It gave an error.
  void Failed(std::string_view path, int error);
  /// The entries of a folder will be read from `fd`.
  void Listed(std::string_view path, int fd);
  void Resolved(std::string_view path, std::string_view target);
  /// That became the folder of relative paths.
  void Entered(std::string_view path);
  /// Something was asked that none of these stands for, or answered so that a later answer cannot
  /// be told from it.
  void GiveUp();

  /// What is new since the last call, as DiskAnswers::Add() takes it; none after GiveUp().
  std::optional<std::string> TakeNew();

 private:
  struct Known {
    int missing = 0;  // the error
    bool found = false;
    uint64_t answer = 0;  // checksum of what was found first
    bool listed = false;
    bool resolved = false;
  };

  class Turn;

  // In all of these the lock is held.
  /// What is known of a path; null where nothing is to be noted.
  Known* Of(std::string_view path, std::string& absolute);
  int FindAbsent(std::string_view path) const;
  void AddAbsent(std::string_view path, int error);
  void NoteFound(const std::string& path, const struct stat& status, Known& known);
  void NoteMissing(const std::string& path, int error, Known& known);
  void NoteFailed(const std::string& path, int error, Known& known);
  void NoteProgram();
  void Note(DiskAnswer::Question question, const std::string& path, std::string_view answer);
  /// Whether a change of that shows in its identity, once it is settled.
  bool DiskTells(const struct stat& status, const std::string& path);
  /// Whether it does now.
  bool IsTold(const struct stat& status, const std::string& path) {
    return IsSettled(status) && DiskTells(status, path);
  }

  std::mutex mutex_;
  bool began_ = false;
  bool repeatable_ = true;
  std::string folder_;  // of relative paths; "": it is not known
  uint64_t bytes_ = 0;  // of paths in known_
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, Known, Hash, std::equal_to<>> known_;  // by absolute path
  /// What is missing among them, once more: clang asks for little else, and that often. Open
  /// addressing, a power of two.
  struct Absent {
    size_t hash = 0;
    std::string_view path;  // a key of known_; "": none
    int error = 0;
  };
  std::vector<Absent> absents_;
  size_t absent_ = 0;                          // of them
  std::vector<std::pair<dev_t, bool>> disks_;  // TellsOfChanges()
  std::string new_;
};

}  // namespace krepis::analyzer
