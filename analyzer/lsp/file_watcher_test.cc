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

TEST_CASE("sources and manifests that change are told, and whatever comes and goes") {
  char pattern[] = "/tmp/krepis-watch-test-XXXXXX";
  const std::string root = mkdtemp(pattern);
  Told told;
  {
    std::ofstream(root + "/old.txt") << "x";
    FileWatcher watcher([&](std::vector<std::string> paths) { told.Add(paths); });
    CHECK(watcher.Watch("one", {root, root + "/not-there"}).all);
    std::ofstream(root + "/notes.txt~") << "x";
    std::ofstream(root + "/old.txt", std::ios::app) << "x";
    std::ofstream(root + "/a.ts") << "x";
    CHECK(told.Comes(root + "/a.ts"));
    CHECK_FALSE(told.Has(root + "/notes.txt~"));
    CHECK_FALSE(told.Has(root + "/old.txt"));
    std::ofstream(root + "/logo.svg") << "x";
    CHECK(told.Comes(root + "/logo.svg"));
    std::filesystem::create_directory(root + "/sub");
    CHECK(told.Comes(root + "/sub"));
    const FileWatcher::Watched watched = watcher.Watch("one", {root, root + "/sub"});
    CHECK(watched.all);
    CHECK(watched.added == std::set{root + "/sub"});
    CHECK(watcher.Watch("one", {root, root + "/sub"}).added.empty());
    std::ofstream(root + "/sub/krepis.toml") << "x";
    CHECK(told.Comes(root + "/sub/krepis.toml"));
    std::filesystem::rename(root + "/a.ts", root + "/b.rs");
    CHECK(told.Comes(root + "/b.rs"));
    CHECK(watcher.Watch("one", {root}).all);
    std::ofstream(root + "/sub/c.h") << "x";
    std::filesystem::remove(root + "/b.rs");
    std::ofstream(root + "/d.vue") << "x";
    CHECK(told.Comes(root + "/d.vue"));
    CHECK_FALSE(told.Has(root + "/sub/c.h"));
    // What is gone can be watched again when it is back.
    CHECK(watcher.Watch("one", {root, root + "/sub"}).all);
    std::filesystem::remove_all(root + "/sub");
    std::filesystem::create_directory(root + "/sub");
    std::ofstream(root + "/e.ts") << "x";
    CHECK(told.Comes(root + "/e.ts"));
    CHECK(watcher.Watch("one", {root}).all);
    CHECK(watcher.Watch("one", {root, root + "/sub"}).all);
    std::ofstream(root + "/sub/f.cc") << "x";
    CHECK(told.Comes(root + "/sub/f.cc"));
  }
  std::filesystem::remove_all(root);
}

TEST_CASE("a folder that stands where another stood is watched again") {
  char pattern[] = "/tmp/krepis-watch-test-XXXXXX";
  const std::string root = mkdtemp(pattern);
  std::filesystem::create_directories(root + "/a/deep");
  std::filesystem::create_directories(root + "/b/deep");
  Told told;
  FileWatcher watcher([&](std::vector<std::string> paths) { told.Add(paths); });
  const std::set<std::string> folders = {root, root + "/a", root + "/a/deep"};
  CHECK(watcher.Watch("one", folders).all);
  std::filesystem::rename(root + "/a", root + "/c");
  std::filesystem::rename(root + "/b", root + "/a");
  CHECK(told.Comes(root + "/a"));
  CHECK(told.Comes(root + "/c"));
  CHECK(watcher.Watch("one", folders).all);
  std::ofstream(root + "/c/deep/old.ts") << "x";
  std::ofstream(root + "/a/deep/new.ts") << "x";
  CHECK(told.Comes(root + "/a/deep/new.ts"));
  CHECK_FALSE(told.Has(root + "/a/deep/old.ts"));
  std::filesystem::remove_all(root);
}

TEST_CASE("what is of interest of a file") {
  for (const char* name : {"a.ts", "b.vue", "c.ixx", "d.h", "tsconfig.base.json", "krepis.toml",
                           ".gitignore", "CMakeLists.txt", "x.cmake"}) {
    CAPTURE(name);
    CHECK(IsSourceOrManifest(name));
    CHECK(IsOfInterest(name, FileChange::kText));
    CHECK(IsOfInterest(name, FileChange::kPresence));
  }
  for (const char* name : {"base.json", "tables.toml", "pnpm.yaml", "vector", "exclude"}) {
    CAPTURE(name);
    CHECK_FALSE(IsSourceOrManifest(name));
    CHECK(IsOfInterest(name, FileChange::kText));
    CHECK(IsOfInterest(name, FileChange::kPresence));
  }
  for (const char* name : {"README.md", "logo.svg", "a.log"}) {
    CAPTURE(name);
    CHECK_FALSE(IsOfInterest(name, FileChange::kText));
    CHECK(IsOfInterest(name, FileChange::kPresence));
  }
  for (const char* name : {".ts~", "a~", ".a.ts.swp"}) {
    CAPTURE(name);
    CHECK_FALSE(IsOfInterest(name, FileChange::kText));
    CHECK_FALSE(IsOfInterest(name, FileChange::kPresence));
  }
}

}  // namespace
}  // namespace krepis::analyzer
