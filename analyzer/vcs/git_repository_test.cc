#include "analyzer/vcs/git_repository.h"

#include <doctest/doctest.h>
#include <git2.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace krepis::analyzer {
namespace {

/// A repository of its own for one test, written through libgit2.
class Sandbox {
 public:
  Sandbox() {
    std::string pattern = "/tmp/krepis-vcs-XXXXXX";
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    root_ = std::filesystem::canonical(pattern).string();
    git_libgit2_init();
  }
  ~Sandbox() {
    git_repository_free(repository_);
    git_libgit2_shutdown();
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  void Init() { REQUIRE(git_repository_init(&repository_, root_.c_str(), 0) == 0); }
  const std::string& root() const { return root_; }
  std::filesystem::path At(const std::string& path) const { return root_ + "/" + path; }

  void Write(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(At(path).parent_path());
    std::ofstream(At(path), std::ios::binary) << text;
  }
  void Move(const std::string& from, const std::string& to) {
    std::filesystem::create_directories(At(to).parent_path());
    std::filesystem::rename(At(from), At(to));
  }
  /// `git add -A`, and with `commit` `git commit` too.
  void Add(bool commit = false) {
    git_index* index = nullptr;
    REQUIRE(git_repository_index(&index, repository_) == 0);
    char all[] = "*";
    char* paths[] = {all};
    const git_strarray everything{paths, 1};
    REQUIRE(git_index_add_all(index, &everything, 0, nullptr, nullptr) == 0);
    REQUIRE(git_index_update_all(index, &everything, nullptr, nullptr) == 0);
    REQUIRE(git_index_write(index) == 0);
    git_oid tree_id;
    REQUIRE(git_index_write_tree(&tree_id, index) == 0);
    git_index_free(index);
    if (!commit) return;
    git_tree* tree = nullptr;
    REQUIRE(git_tree_lookup(&tree, repository_, &tree_id) == 0);
    git_signature* author = nullptr;
    REQUIRE(git_signature_new(&author, "a", "a@example.com", 1'000'000'000 + ++commits_, 0) == 0);
    git_oid head;
    git_commit* parent = nullptr;
    if (git_reference_name_to_id(&head, repository_, "HEAD") == 0)
      REQUIRE(git_commit_lookup(&parent, repository_, &head) == 0);
    const git_commit* parents[] = {parent};
    git_oid id;
    REQUIRE(git_commit_create(&id, repository_, "HEAD", author, author, nullptr, "change", tree,
                              parent == nullptr ? 0 : 1, parents) == 0);
    git_commit_free(parent);
    git_signature_free(author);
    git_tree_free(tree);
  }
  void Commit() { Add(true); }

  /// "old -> new" of each, or what went wrong.
  std::string Follow(const std::vector<std::string>& lost, const std::vector<std::string>& found,
                     const std::string& directory = "") const {
    const auto opened = GitRepository::Open(directory.empty() ? root_ : root_ + "/" + directory);
    if (!opened) return opened.error().message;
    if (*opened == nullptr) return "no repository";
    const auto answer = (*opened)->FollowRenames({lost, found, "krepis.baseline"});
    if (!answer) return answer.error().message;
    std::string text = answer->cut ? "cut " : "";
    for (const auto& [from, to] : answer->renames) text += from + " -> " + to + "\n";
    return text;
  }

 private:
  std::string root_;
  git_repository* repository_ = nullptr;
  int commits_ = 0;
};

/// Contents of a file that is like no other.
std::string Source(const std::string& name, int lines = 30) {
  std::string text;
  for (int i = 0; i < lines; ++i)
    text += "export const " + name + std::to_string(i * 7919) + " = " + std::to_string(i) + ";\n";
  return text;
}

}  // namespace

TEST_CASE("a file is followed through commits, the index and the work tree") {
  Sandbox sandbox;
  sandbox.Init();
  sandbox.Write("krepis.baseline", "x\n");
  sandbox.Write("a.ts", Source("a"));
  sandbox.Write("other.ts", Source("other"));
  sandbox.Write("deleted.ts", Source("deleted"));
  sandbox.Commit();
  CHECK(sandbox.Follow({"a.ts"}, {"other.ts"}) == "");

  sandbox.Move("a.ts", "b.ts");
  CHECK(sandbox.Follow({"a.ts"}, {"b.ts", "other.ts"}) == "a.ts -> b.ts\n");
  sandbox.Add();
  CHECK(sandbox.Follow({"a.ts"}, {"b.ts", "other.ts"}) == "a.ts -> b.ts\n");
  sandbox.Commit();
  CHECK(sandbox.Follow({"a.ts"}, {"b.ts", "other.ts"}) == "a.ts -> b.ts\n");

  // Renamed again and changed, in a commit and after it, and the baseline edited in between.
  sandbox.Write("krepis.baseline", "y\n");
  sandbox.Commit();
  sandbox.Move("b.ts", "deep/c.ts");
  sandbox.Write("deep/c.ts", Source("a") + Source("more", 10));
  std::filesystem::remove(sandbox.At("deleted.ts"));
  sandbox.Write("unlike.ts", Source("unlike"));
  sandbox.Commit();
  CHECK(sandbox.Follow({"a.ts", "b.ts", "deleted.ts", "never.ts"}, {"deep/c.ts", "unlike.ts"}) ==
        "a.ts -> deep/c.ts\nb.ts -> deep/c.ts\n");
  sandbox.Move("deep/c.ts", "deep/d.ts");
  CHECK(sandbox.Follow({"a.ts"}, {"deep/d.ts"}) == "a.ts -> deep/d.ts\n");
  CHECK(sandbox.Follow({"a.ts"}, {}) == "a.ts -> deep/c.ts\n");
}

TEST_CASE("a workspace within a repository has names of its own") {
  Sandbox sandbox;
  sandbox.Init();
  sandbox.Write("web/krepis.baseline", "x\n");
  sandbox.Write("web/a.ts", Source("a"));
  sandbox.Write("web/leaves.ts", Source("leaves"));
  sandbox.Commit();
  sandbox.Move("web/a.ts", "web/b.ts");
  sandbox.Move("web/leaves.ts", "leaves.ts");
  sandbox.Commit();
  CHECK(sandbox.Follow({"a.ts", "leaves.ts"}, {"b.ts"}, "web") == "a.ts -> b.ts\n");
}

TEST_CASE("history before the file of the question does not count") {
  Sandbox sandbox;
  sandbox.Init();
  sandbox.Write("a.ts", Source("a"));
  sandbox.Commit();
  sandbox.Move("a.ts", "b.ts");
  sandbox.Commit();
  sandbox.Write("krepis.baseline", "x\n");
  sandbox.Commit();
  CHECK(sandbox.Follow({"a.ts"}, {"b.ts"}) == "");
}

TEST_CASE("what is no repository, is empty, cut off or damaged") {
  Sandbox sandbox;
  CHECK(sandbox.Follow({"a.ts"}, {}) == "no repository");
  sandbox.Init();
  CHECK(sandbox.Follow({"a.ts"}, {}) == "");
  sandbox.Write("krepis.baseline", "x\n");
  sandbox.Write("a.ts", Source("a"));
  sandbox.Commit();
  sandbox.Move("a.ts", "b.ts");
  sandbox.Commit();
  CHECK(sandbox.Follow({"a.ts"}, {"b.ts"}) == "a.ts -> b.ts\n");

  git_repository* repository = nullptr;
  REQUIRE(git_repository_open(&repository, sandbox.root().c_str()) == 0);
  git_object* parent = nullptr;
  REQUIRE(git_revparse_single(&parent, repository, "HEAD^") == 0);
  const std::string id = git_oid_tostr_s(git_object_id(parent));
  git_object_free(parent);
  git_repository_free(repository);
  std::filesystem::remove(sandbox.At(".git/objects/" + id.substr(0, 2) + "/" + id.substr(2)));
  CHECK(sandbox.Follow({"a.ts"}, {"b.ts"}) == "cut ");

  sandbox.Write(".git/HEAD", "nonsense");
  CHECK(sandbox.Follow({"a.ts"}, {}).starts_with("cannot read "));
  sandbox.Write(".git/HEAD", "ref: refs/heads/master\n");
  sandbox.Write(".git/index", "nonsense");
  CHECK(sandbox.Follow({"a.ts"}, {}).starts_with("cannot read "));
}

TEST_CASE("a repository that names another work tree is not read for this one") {
  Sandbox sandbox;
  sandbox.Init();
  sandbox.Write("krepis.baseline", "x\n");
  sandbox.Commit();
  sandbox.Write(".git/config", "[core]\nrepositoryformatversion = 0\nworktree = /etc\n");
  CHECK(sandbox.Follow({"a.ts"}, {"passwd"}) == "no repository");
}

}  // namespace krepis::analyzer
