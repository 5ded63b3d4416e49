#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
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

  struct Watched {
    bool all = true;              // false: some of the folders cannot be watched
    std::set<std::string> added;  // that nobody watched before; events before this are lost
  };

  /// From now on these folders (absolute) of `owner` are watched, and of its others none. Starts
  /// the thread when it is first called.
  Watched Watch(const std::string& owner, const std::set<std::string>& folders);

 private:
  void Run();
  void Read(std::set<std::string>& paths, bool& anything);
  /// Another folder may stand at that path by now, or none: the next Watch() looks.
  void Forget(const std::string& folder);

  std::function<void(std::vector<std::string>)> touched_;
  int inotify_ = -1;
  int wake_ = -1;
  std::mutex mutex_;
  std::map<std::string, std::set<std::string>> folders_of_;  // by owner
  bool lost_ = false;                                        // watches, since the last Watch()
  std::map<std::string, int> watch_of_;                      // by folder
  std::map<int, std::string> folder_of_;                     // by watch
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

/// What has happened to a file: it has another text, or it has come or gone.
enum class FileChange : uint8_t { kText, kPresence };

/// Whether a file of that name is a source or a manifest by its name alone.
bool IsSourceOrManifest(std::string_view name);
/// Whether that can change an analysis. Imports lead to files of any name, so whatever comes or
/// goes can; texts are read of sources and manifests, of data (configurations are extended, and
/// tables named, by any name) and of files without extension (headers, scripts).
bool IsOfInterest(std::string_view name, FileChange change);

}  // namespace krepis::analyzer
