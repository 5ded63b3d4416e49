#include "analyzer/vcs/git_index.h"

#include <doctest/doctest.h>

#include "analyzer/vcs/git_changes.h"
#include "analyzer/vcs/git_test_repository.h"
#include "analyzer/vcs/staged_names.h"

namespace krepis::analyzer {
namespace {

std::string Text(const FileSystem& files, const std::string& path) {
  const Result<std::string> text = files.Read(path, 0);
  return text ? *text : "(none)";
}

/// Changes the index by hand, as `git add -N` and a merge do.
class IndexOf {
 public:
  explicit IndexOf(const TestRepository& repository) {
    REQUIRE(git_repository_open(&repository_, repository.root().c_str()) == 0);
    REQUIRE(git_repository_index(&index_, repository_) == 0);
  }
  ~IndexOf() {
    REQUIRE(git_index_write(index_) == 0);
    git_index_free(index_);
    git_repository_free(repository_);
  }
  IndexOf(const IndexOf&) = delete;
  IndexOf& operator=(const IndexOf&) = delete;

  git_oid Blob(const std::string& text) {
    git_oid id;
    REQUIRE(git_blob_create_from_buffer(&id, repository_, text.data(), text.size()) == 0);
    return id;
  }
  git_index_entry Entry(const char* path, const std::string& text) {
    git_index_entry entry{};
    entry.path = path;
    entry.mode = GIT_FILEMODE_BLOB;
    entry.id = Blob(text);
    return entry;
  }
  git_index* get() const { return index_; }

 private:
  git_repository* repository_ = nullptr;
  git_index* index_ = nullptr;
};

}  // namespace

TEST_CASE("the index is read as a tree, whatever the work tree has") {
  TestRepository repository;
  repository.Init();
  repository.Write("a/staged.ts", "old");
  repository.Write("a/kept.ts", "kept");
  repository.Write("deleted.ts", "still there");
  repository.Write(".gitignore", "build/\nnode_modules\n");
  repository.Commit();
  repository.Write("a/staged.ts", "staged");
  repository.Write("new.ts", "new");
  repository.Add();
  repository.Write("a/staged.ts", "edited after");
  repository.Write("a/untracked.ts", "untracked");
  std::filesystem::remove(repository.At("deleted.ts"));
  repository.Write("build/compile_commands.json", "[]");
  repository.Write("a/node_modules/left/index.js", "left");
  std::filesystem::create_directory_symlink("../../a", repository.At("a/node_modules/self"));

  const auto index = GitIndex::Open(repository.root());
  REQUIRE(index.ok());
  const GitIndex& files = **index;
  CHECK(Text(files, "a/staged.ts") == "staged");
  CHECK(Text(files, "new.ts") == "new");
  CHECK(Text(files, "deleted.ts") == "still there");
  CHECK(files.Kind("a/untracked.ts") == FileKind::kMissing);
  CHECK(Text(files, "a/untracked.ts") == "(none)");
  CHECK(files.Tracks("new.ts"));
  CHECK(!files.Tracks("build/compile_commands.json"));

  // What git ignores is the disk's, and what it leads back to is the index's again.
  CHECK(Text(files, "build/compile_commands.json") == "[]");
  repository.Write("a/compile_commands.json", "[1]");
  CHECK(Text(files, "a/compile_commands.json") == "[1]");
  std::filesystem::remove(repository.At("a/compile_commands.json"));
  CHECK(files.Kind("build") == FileKind::kDirectory);
  CHECK(Text(files, "a/node_modules/left/index.js") == "left");
  CHECK(files.Follow("a/node_modules/self/staged.ts") == "a/staged.ts");
  CHECK(Text(files, "a/node_modules/self/staged.ts") == "staged");
  CHECK(files.Kind("a/node_modules/self/staged.ts") == FileKind::kRegular);
  CHECK(files.Kind("a/node_modules/self/untracked.ts") == FileKind::kMissing);
  std::string names;
  const auto listed = files.List("a");
  REQUIRE(listed.ok());
  for (const DirectoryEntry& entry : *listed) names += entry.name + " ";
  CHECK(names == "kept.ts node_modules staged.ts ");
  CHECK(!files.List("none").ok());
}

TEST_CASE("what is meant to be added is not there, and of a conflict our side is") {
  TestRepository repository;
  repository.Init();
  repository.Write("a.ts", "a");
  repository.Commit();
  {
    IndexOf index(repository);
    git_index_entry meant = index.Entry("meant.ts", "");
    meant.flags_extended = GIT_INDEX_ENTRY_INTENT_TO_ADD;
    meant.flags = GIT_INDEX_ENTRY_EXTENDED;
    REQUIRE(git_index_add(index.get(), &meant) == 0);
    const git_index_entry base = index.Entry("a.ts", "base");
    const git_index_entry ours = index.Entry("a.ts", "ours");
    const git_index_entry theirs = index.Entry("a.ts", "theirs");
    REQUIRE(git_index_remove(index.get(), "a.ts", 0) == 0);
    REQUIRE(git_index_conflict_add(index.get(), &base, &ours, &theirs) == 0);
  }
  const auto index = GitIndex::Open(repository.root());
  REQUIRE(index.ok());
  CHECK(Text(**index, "a.ts") == "ours");
  CHECK((*index)->List("")->size() == 2);  // and .git
  CHECK((*index)->Kind("meant.ts") == FileKind::kMissing);
}

TEST_CASE("a submodule is read as it is checked out") {
  TestRepository repository;
  repository.Init();
  repository.Write("lib/x.h", "x");
  repository.Write("a.ts", "a");
  {
    IndexOf index(repository);
    git_index_entry link{};
    link.path = "lib";
    link.mode = GIT_FILEMODE_COMMIT;
    link.id = index.Blob("any");
    REQUIRE(git_index_add(index.get(), &link) == 0);
  }
  const auto index = GitIndex::Open(repository.root());
  REQUIRE(index.ok());
  CHECK(Text(**index, "lib/x.h") == "x");
  CHECK((*index)->List("lib")->size() == 1);
  CHECK((*index)->Kind("a.ts") == FileKind::kMissing);
}

TEST_CASE("what differs from a commit, and where files went") {
  TestRepository repository;
  repository.Init();
  std::string text;
  for (int i = 0; i < 30; ++i) text += "line " + std::to_string(i * 7919) + "\n";
  repository.Write("sub/a.ts", text);
  repository.Write("sub/same.ts", "same");
  repository.Write("other.ts", "other");
  {
    const auto before = GitTree::AtMergeBase(repository.root(), "HEAD");
    REQUIRE(before.ok());  // no commit yet: nothing was there
    CHECK((*before)->commit().empty());
    CHECK((*before)->Kind("other.ts") == FileKind::kMissing);
    const auto all = GitChanges::Since(**before, repository.root(), GitChanges::Now::kWorkTree);
    REQUIRE(all.ok());
    CHECK((*all)->paths().size() == 3);
  }
  repository.Commit();
  const std::string sub = repository.root() + "/sub";
  const auto tree = GitTree::AtMergeBase(sub, "HEAD");
  REQUIRE(tree.ok());
  const auto changes = [&](GitChanges::Now now) {
    auto since = GitChanges::Since(**tree, sub, now);
    REQUIRE(since.ok());
    return std::move(*since);
  };
  CHECK(changes(GitChanges::Now::kWorkTree)->paths().empty());
  CHECK(changes(GitChanges::Now::kIndex)->paths().empty());
  repository.Write("other.ts", "changed, but elsewhere");
  repository.Move("sub/a.ts", "sub/b.ts");
  repository.Write("sub/b.ts", text + "and more\n");
  CHECK(changes(GitChanges::Now::kIndex)->paths().empty());
  const auto work = changes(GitChanges::Now::kWorkTree);
  CHECK(work->paths() == std::set<std::string>{"a.ts", "b.ts"});
  CHECK((*work->Renames({"a.ts"}, {"b.ts"})).at("a.ts") == "b.ts");
  CHECK((*work->Renames({"a.ts"}, {"same.ts"})).empty());
  repository.Add();
  const auto staged = changes(GitChanges::Now::kIndex);
  CHECK(staged->paths() == std::set<std::string>{"a.ts", "b.ts"});
  CHECK((*staged->Renames({"a.ts"}, {"b.ts"})).at("a.ts") == "b.ts");
}

TEST_CASE("single names are asked of the index by absolute paths") {
  TestRepository repository;
  repository.Init();
  repository.Write("a/krepis.toml", "x");
  repository.Add();
  std::filesystem::remove(repository.At("a/krepis.toml"));
  {
    IndexOf index(repository);
    git_index_entry meant = index.Entry("meant", "");
    meant.flags_extended = GIT_INDEX_ENTRY_INTENT_TO_ADD;
    REQUIRE(git_index_add(index.get(), &meant) == 0);
    git_index_entry link = index.Entry("link", "a");
    link.mode = GIT_FILEMODE_LINK;
    REQUIRE(git_index_add(index.get(), &link) == 0);
  }
  StagedNames staged(repository.At("a").string());
  CHECK(staged.Has(repository.At("a/krepis.toml").string()));
  for (const char* path : {"krepis.toml", "a", "meant", "link", "../krepis.toml"}) {
    CAPTURE(path);
    CHECK_FALSE(staged.Has(repository.At(path).string()));
  }
  CHECK_FALSE(StagedNames("/").Has("/krepis.toml"));
}

}  // namespace krepis::analyzer
