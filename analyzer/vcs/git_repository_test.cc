#include "analyzer/vcs/git_repository.h"

#include <doctest/doctest.h>
#include <git2.h>

#include <filesystem>
#include <fstream>

#include "analyzer/vcs/git_test_repository.h"

namespace krepis::analyzer {
namespace {

/// A repository whose files are followed.
class Sandbox : public TestRepository {
 public:
  /// "old -> new" of each, or what went wrong.
  std::string Follow(const std::vector<std::string>& lost, const std::vector<std::string>& found,
                     const std::string& directory = "") const {
    const auto opened = GitRepository::Open(directory.empty() ? root() : root() + "/" + directory);
    if (!opened) return opened.error().message;
    if (*opened == nullptr) return "no repository";
    const auto answer = (*opened)->FollowRenames({lost, found, "krepis.baseline"});
    if (!answer) return answer.error().message;
    std::string text = answer->cut ? "cut " : "";
    for (const auto& [from, to] : answer->renames) text += from + " -> " + to + "\n";
    return text;
  }
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
