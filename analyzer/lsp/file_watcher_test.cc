#include "analyzer/lsp/file_watcher.h"

#include <doctest/doctest.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace krepis::analyzer {
namespace {

/// What a watcher told.
class Told {
 public:
  void Add(const std::vector<std::string>& paths) {
    const std::lock_guard lock(mutex_);
    paths_.insert(paths.begin(), paths.end());
    changed_.notify_all();
  }
  bool Comes(const std::string& path) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return paths_.contains(path); });
  }
  bool Has(const std::string& path) {
    const std::lock_guard lock(mutex_);
    return paths_.contains(path);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::string> paths_;
};

TEST_CASE("sources, manifests and folders that change are told; nothing else is") {
  char pattern[] = "/tmp/krepis-watch-test-XXXXXX";
  const std::string root = mkdtemp(pattern);
  Told told;
  {
    FileWatcher watcher([&](std::vector<std::string> paths) { told.Add(paths); });
    CHECK(watcher.Watch("one", {root, root + "/not-there"}));
    std::ofstream(root + "/notes.txt") << "x";
    std::ofstream(root + "/a.ts") << "x";
    CHECK(told.Comes(root + "/a.ts"));
    CHECK_FALSE(told.Has(root + "/notes.txt"));
    std::filesystem::create_directory(root + "/sub");
    CHECK(told.Comes(root + "/sub"));
    CHECK(watcher.Watch("one", {root, root + "/sub"}));
    std::ofstream(root + "/sub/krepis.toml") << "x";
    CHECK(told.Comes(root + "/sub/krepis.toml"));
    std::filesystem::rename(root + "/a.ts", root + "/b.rs");
    CHECK(told.Comes(root + "/b.rs"));
    CHECK(watcher.Watch("one", {root}));
    std::ofstream(root + "/sub/c.h") << "x";
    std::filesystem::remove(root + "/b.rs");
    std::ofstream(root + "/d.vue") << "x";
    CHECK(told.Comes(root + "/d.vue"));
    CHECK_FALSE(told.Has(root + "/sub/c.h"));
    // What is gone can be watched again when it is back.
    CHECK(watcher.Watch("one", {root, root + "/sub"}));
    std::filesystem::remove_all(root + "/sub");
    std::filesystem::create_directory(root + "/sub");
    std::ofstream(root + "/e.ts") << "x";
    CHECK(told.Comes(root + "/e.ts"));
    CHECK(watcher.Watch("one", {root}));
    CHECK(watcher.Watch("one", {root, root + "/sub"}));
    std::ofstream(root + "/sub/f.cc") << "x";
    CHECK(told.Comes(root + "/sub/f.cc"));
  }
  std::filesystem::remove_all(root);
}

TEST_CASE("names of interest") {
  for (const char* name : {"a.ts", "b.vue", "c.ixx", "d.h", "tsconfig.base.json", "krepis.toml",
                           ".gitignore", "CMakeLists.txt", "x.cmake"}) {
    CAPTURE(name);
    CHECK(IsOfInterest(name));
  }
  for (const char* name : {"README.md", "a", ".ts~", "ts", "a.ts.swp", "package-lock.json"}) {
    CAPTURE(name);
    CHECK_FALSE(IsOfInterest(name));
  }
}

}  // namespace
}  // namespace krepis::analyzer
