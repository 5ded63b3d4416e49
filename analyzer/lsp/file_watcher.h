#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace krepis::analyzer {

/// Watches folders by inotify, for clients that do not. A thread of its own sleeps in the kernel
/// until something happens and gathers what happens together. Thread-safe.
class FileWatcher {
 public:
  /// Folders beyond this many are not watched.
  static constexpr size_t kMaxFolders = 16384;

  /// `touched` is called from the thread with absolute paths; none: anything may have changed.
  explicit FileWatcher(std::function<void(std::vector<std::string>)> touched);
  ~FileWatcher();
  FileWatcher(const FileWatcher&) = delete;
  FileWatcher& operator=(const FileWatcher&) = delete;

  /// From now on these folders (absolute) of `owner` are watched, and of its others none. Starts
  /// the thread when it is first called. False: not all of them can be.
  bool Watch(const std::string& owner, const std::set<std::string>& folders);

 private:
  void Run();
  void Read(std::set<std::string>& paths, bool& anything);

  std::function<void(std::vector<std::string>)> touched_;
  int inotify_ = -1;
  int wake_ = -1;
  std::mutex mutex_;
  std::map<std::string, std::set<std::string>> folders_of_;  // by owner
  std::map<std::string, int> watch_of_;                      // by folder
  std::map<int, std::string> folder_of_;                     // by watch
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

/// Whether a change of a file of that name can change an analysis: sources and manifests.
bool IsOfInterest(std::string_view name);
/// The same as the glob patterns of LSP (3.17, "Glob Pattern"), for clients that watch.
std::vector<std::string> PatternsOfInterest();

}  // namespace krepis::analyzer
