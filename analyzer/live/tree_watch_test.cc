#include "analyzer/live/tree_watch.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "analyzer/live/watched_file_system.h"

namespace krepis::analyzer {
namespace {

using Paths = std::set<std::string>;

/// A folder of the disk, watched.
class Tree {
 public:
  Tree() : root_(Make()), disk_(root_), watch_(root_, disk_), files_(disk_, watch_) {}
  ~Tree() { std::filesystem::remove_all(root_); }

  std::string At(const std::string& path) const { return root_ + "/" + path; }
  void Write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(At(path)).parent_path());
    std::ofstream(At(path)) << text;
  }
  void Move(const std::string& from, const std::string& to) const {
    std::filesystem::rename(At(from), At(to));
  }
  void Remove(const std::string& path) const { std::filesystem::remove_all(At(path)); }
  /// Everything is looked at, as discovery does.
  void Look(const std::string& folder = "") const {
    const auto entries = files_.List(folder);
    if (!entries) return;
    for (const DirectoryEntry& entry : *entries) {
      const std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
      if (entry.kind == FileKind::kDirectory) Look(path);
      if (entry.name.ends_with(".ts")) CHECK(files_.Read(path, 0));
    }
  }
  const WatchedFileSystem& files() const { return files_; }
  TreeWatch& watch() { return watch_; }
  /// All that has changed, of both kinds.
  Paths Changed() {
    TreeWatch::Changes changes = watch_.Drain();
    CHECK_FALSE(changes.anything);
    CHECK(watch_.complete());
    changes.asked.merge(changes.listed);
    return changes.asked;
  }

 private:
  static std::string Make() {
    char pattern[] = "/tmp/krepis-tree-watch-XXXXXX";
    return mkdtemp(pattern);
  }
  const std::string root_;
  const DiskFileSystem disk_;
  TreeWatch watch_;
  const WatchedFileSystem files_;
};

TEST_CASE("what was looked at and is another now is known at once") {
  Tree tree;
  tree.Write("src/a.ts", "1");
  tree.Write("src/b.ts", "1");
  tree.Write("README.md", "1");
  CHECK(tree.Changed().empty());
  tree.Look();
  CHECK(tree.Changed().empty());
  tree.Write("src/a.ts", "2");
  tree.Write("README.md", "2");  // its contents do not matter to anybody
  CHECK(tree.Changed() == Paths{"src/a.ts"});
  CHECK(tree.Changed().empty());
  {
    std::ofstream open(tree.At("src/b.ts"));
    open << "2" << std::flush;  // still open
    CHECK(tree.Changed() == Paths{"src/b.ts"});
  }
  tree.Changed();
  tree.Remove("src/b.ts");
  tree.Write("c.svg", "");
  CHECK(tree.Changed() == Paths{"src/b.ts", "c.svg"});
}

TEST_CASE("as editors save: what comes and goes again is nothing") {
  Tree tree;
  tree.Write("src/a.ts", "1");
  tree.Look();
  tree.Write("src/4913", "");
  tree.Remove("src/4913");
  tree.Move("src/a.ts", "src/a.ts~");
  tree.Write("src/a.ts", "2");
  tree.Remove("src/a.ts~");
  CHECK(tree.Changed() == Paths{"src/a.ts"});
  tree.Write("src/.a.ts.tmp", "3");
  tree.Move("src/.a.ts.tmp", "src/a.ts");
  std::filesystem::create_directory(tree.At("src/tmp"));
  tree.Remove("src/tmp");
  CHECK(tree.Changed() == Paths{"src/a.ts"});
}

TEST_CASE("folders come, go, move and are replaced") {
  Tree tree;
  tree.Write("src/deep/a.ts", "1");
  tree.Look();
  tree.Write("new/deep/b.ts", "1");
  CHECK(tree.Changed() == Paths{"new"});
  tree.Look();
  tree.Write("new/deep/b.ts", "2");
  CHECK(tree.Changed() == Paths{"new/deep/b.ts"});
  tree.Move("src", "moved");
  CHECK(tree.Changed() == Paths{"src", "moved"});
  tree.Look();
  tree.Write("moved/deep/a.ts", "2");
  CHECK(tree.Changed() == Paths{"moved/deep/a.ts"});
  tree.Remove("moved/deep");
  tree.Write("moved/deep/a.ts", "3");
  CHECK(tree.Changed().contains("moved/deep"));
  tree.Look();
  tree.Write("moved/deep/a.ts", "4");
  CHECK(tree.Changed() == Paths{"moved/deep/a.ts"});
}

TEST_CASE("what was not there when it was asked about") {
  Tree tree;
  CHECK(tree.files().Kind("node_modules/x/package.json") == FileKind::kMissing);
  tree.Write("node_modules/y/package.json", "");
  CHECK(tree.Changed() == Paths{"node_modules"});
  CHECK(tree.files().Kind("node_modules/x/package.json") == FileKind::kMissing);
  tree.Write("node_modules/x/package.json", "");
  CHECK(tree.Changed() == Paths{"node_modules/x"});
  CHECK(tree.files().Kind("node_modules/x/package.json") == FileKind::kRegular);
  tree.Write("node_modules/x/package.json", "{}");
  CHECK(tree.Changed() == Paths{"node_modules/x/package.json"});
}

TEST_CASE("through symlinks") {
  Tree tree;
  tree.Write("packages/core/index.ts", "1");
  tree.Write("base.json", "1");
  std::filesystem::create_directory(tree.At("node_modules"));
  std::filesystem::create_directory_symlink("../packages/core", tree.At("node_modules/core"));
  std::filesystem::create_symlink("base.json", tree.At("tsconfig.json"));
  CHECK(tree.files().Read("node_modules/core/index.ts", 0));
  CHECK(tree.files().Read("tsconfig.json", 0));
  tree.Write("packages/core/index.ts", "2");
  CHECK(tree.Changed().contains("node_modules/core/index.ts"));
  tree.Write("base.json", "2");
  CHECK(tree.Changed().contains("tsconfig.json"));
  tree.Move("packages", "elsewhere");
  CHECK(tree.Changed().contains("packages"));
  tree.Remove("node_modules/core");
  std::filesystem::create_directory_symlink("../elsewhere/core", tree.At("node_modules/core"));
  CHECK(tree.Changed().contains("node_modules/core"));
}

TEST_CASE("more than the kernel keeps") {
  Tree tree;
  tree.Write("a.ts", "1");
  tree.Look();
  const std::string names[2] = {tree.At("x"), tree.At("y")};
  std::ofstream(names[0]) << "";
  for (int i = 0; i < 40000; ++i) std::filesystem::rename(names[i % 2], names[1 - i % 2]);
  CHECK(tree.watch().Drain().anything);
  tree.Look();
  tree.Write("a.ts", "2");
  CHECK(tree.Changed() == Paths{"a.ts"});
}

}  // namespace
}  // namespace krepis::analyzer
