#pragma once

#include <doctest/doctest.h>
#include <git2.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace krepis::analyzer {

/// A repository of its own for one test, written through libgit2.
class TestRepository {
 public:
  TestRepository() {
    std::string pattern = "/tmp/krepis-vcs-" + std::string(6, 'X');
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    root_ = std::filesystem::canonical(pattern).string();
    git_libgit2_init();
  }
  ~TestRepository() {
    git_repository_free(repository_);
    git_libgit2_shutdown();
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  TestRepository(const TestRepository&) = delete;
  TestRepository& operator=(const TestRepository&) = delete;

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

 private:
  std::string root_;
  git_repository* repository_ = nullptr;
  int commits_ = 0;
};

}  // namespace krepis::analyzer
