#include "analyzer/vcs/git_tree.h"

#include <doctest/doctest.h>

#include "analyzer/vcs/git_test_repository.h"

namespace krepis::analyzer {

TEST_CASE("a commit's files are read as a tree, whatever the work tree has") {
  TestRepository repository;
  repository.Init();
  repository.Write("a/b.ts", "old");
  repository.Write("c.ts", "gone");
  std::filesystem::create_symlink("a", repository.At("link"));
  std::filesystem::create_symlink("../outside", repository.At("out"));
  repository.Commit();
  repository.Write("a/b.ts", "new");
  std::filesystem::remove(repository.At("c.ts"));

  const auto tree = GitTree::AtMergeBase(repository.root(), "HEAD");
  REQUIRE(tree.ok());
  CHECK((*tree)->commit().size() == 40);
  CHECK(*(*tree)->Read("a/b.ts", 0) == "old");
  CHECK(*(*tree)->Read("link/b.ts", 0) == "old");
  CHECK(*(*tree)->Read("c.ts", 4) == "gone");
  CHECK(!(*tree)->Read("c.ts", 3).ok());
  CHECK(!(*tree)->Read("a", 0).ok());
  CHECK(!(*tree)->Read("none.ts", 0).ok());
  const auto root = (*tree)->List("");
  REQUIRE(root.ok());
  REQUIRE(root->size() == 5);
  CHECK((*root)[0].name == ".git");  // the disk's
  CHECK((*root)[1].name == "a");
  CHECK((*root)[1].kind == FileKind::kDirectory);
  CHECK((*root)[3].kind == FileKind::kSymlink);
  CHECK((*tree)->Kind("a/b.ts") == FileKind::kRegular);
  CHECK((*tree)->Kind("d") == FileKind::kMissing);
  CHECK((*tree)->Follow("link/b.ts") == "a/b.ts");
  CHECK(!(*tree)->Follow("out"));
  CHECK(!(*tree)->Follow("a/../.."));
}

TEST_CASE("the tree of a folder, and of a revision that is not there") {
  TestRepository repository;
  repository.Init();
  repository.Write("sub/x.ts", "1");
  repository.Commit();
  repository.Write("other/y.ts", "2");
  const auto tree = GitTree::AtMergeBase(repository.root() + "/sub", "HEAD");
  REQUIRE(tree.ok());
  CHECK(*(*tree)->Read("x.ts", 0) == "1");
  const auto fresh = GitTree::AtMergeBase(repository.root() + "/other", "HEAD");
  REQUIRE(fresh.ok());
  CHECK((*fresh)->List("")->empty());  // y.ts is in no commit
  const auto none = GitTree::AtMergeBase(repository.root(), "v1");
  REQUIRE(!none.ok());
  CHECK(none.error().message.find("there is no commit 'v1'") == 0);
}

}  // namespace krepis::analyzer
