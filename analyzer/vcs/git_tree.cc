#include "analyzer/vcs/git_tree.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/vcs/git_open.h"

namespace krepis::analyzer {
namespace {

/// A few objects can stand for a tree that no disk could hold.
constexpr size_t kMaxEntries = 5'000'000;
constexpr size_t kMaxPathBytes = 4096;

Error NoCommit(const OpenedRepository& opened, const std::string& revision) {
  return {IsShallow(opened)
              ? fmt::format("there is no commit '{}' here; {}", revision, kUnshallowAdvice)
              : fmt::format("there is no commit '{}' here: fetch it, or name another revision",
                            revision),
          {}};
}

struct ById {
  bool operator()(const git_oid& a, const git_oid& b) const { return git::oid_cmp(&a, &b) < 0; }
};

/// A commit and what it comes from, as far as history is here, each with its parents.
using History = std::map<git_oid, std::vector<git_oid>, ById>;
History HistoryOf(git_repository* repository, const git_oid& from) {
  History history;
  std::vector<git_oid> pending = {from};
  while (!pending.empty()) {
    const git_oid id = pending.back();
    pending.pop_back();
    if (history.contains(id)) continue;
    git_commit* commit = nullptr;
    if (git::commit_lookup(&commit, repository, &id) != 0) continue;  // cut off
    const CommitHandle owned(commit);
    std::vector<git_oid>& parents = history[id];
    for (unsigned i = 0; i < git::commit_parentcount(commit); ++i)
      parents.push_back(*git::commit_parent_id(commit, i));
    pending.insert(pending.end(), parents.begin(), parents.end());
  }
  return history;
}

/// The merge base in a shallow clone, whose cut libgit2 takes for damage (and leaks at it, 1.5.1):
/// of the commits that both come from, one that no other of them comes from.
bool ShallowMergeBase(git_repository* repository, const git_oid& a, const git_oid& b,
                      git_oid& base) {
  const History of_a = HistoryOf(repository, a);
  const History of_b = HistoryOf(repository, b);
  std::set<git_oid, ById> earlier;
  for (const auto& [id, parents] : of_a) {
    if (of_b.contains(id)) earlier.insert(parents.begin(), parents.end());
  }
  for (const auto& [id, parents] : of_a) {
    if (!of_b.contains(id) || earlier.contains(id)) continue;
    base = id;
    return true;
  }
  return false;
}

bool MergeBase(const OpenedRepository& opened, const git_commit* a, const git_commit* b,
               git_oid& base) {
  git_repository* repository = opened.repository.get();
  if (IsShallow(opened))
    return ShallowMergeBase(repository, *git::commit_id(a), *git::commit_id(b), base);
  return git::merge_base(&base, repository, git::commit_id(a), git::commit_id(b)) == 0;
}

/// The tree of a commit below that folder; nullopt when it has no such folder.
Result<TreeHandle> TreeAt(git_repository* repository, const git_oid& commit_id,
                          const std::string& folder) {
  git_commit* commit = nullptr;
  if (git::commit_lookup(&commit, repository, &commit_id) != 0) return Unreadable("the history");
  const CommitHandle owned(commit);
  git_tree* tree = nullptr;
  if (git::commit_tree(&tree, commit) != 0) return Unreadable("a tree");
  TreeHandle root(tree);
  if (folder.empty()) return root;
  git_tree_entry* entry = nullptr;
  if (git::tree_entry_bypath(&entry, root.get(), folder.c_str()) != 0) return TreeHandle();
  const TreeEntryHandle owned_entry(entry);
  if (git::tree_entry_type(entry) != GIT_OBJECT_TREE) return TreeHandle();
  git_tree* inner = nullptr;
  if (git::tree_lookup(&inner, repository, git::tree_entry_id(entry)) != 0)
    return Unreadable("a tree");
  return TreeHandle(inner);
}

}  // namespace

Result<std::unique_ptr<GitTree>> GitTree::AtMergeBase(const std::string& directory,
                                                      const std::string& revision) {
  std::unique_ptr<GitTree> made(new GitTree);
  if (const Result<void> opened = made->OpenRepositoryOf(directory); !opened) return opened.error();
  git_repository* repository = made->opened().repository.get();
  if (revision == "HEAD" && git::repository_head_unborn(repository) == 1) return made;

  const CommitHandle named = CommitOf(repository, revision);
  if (named == nullptr) return NoCommit(made->opened(), revision);
  const CommitHandle head = CommitOf(repository, "HEAD");
  if (head == nullptr) return NoCommit(made->opened(), "HEAD");
  git_oid base{};
  if (!MergeBase(made->opened(), named.get(), head.get(), base)) {
    return Error{IsShallow(made->opened())
                     ? fmt::format("HEAD and {} have no commit in common here; {}", revision,
                                   kUnshallowAdvice)
                     : fmt::format("HEAD and {} have no commit in common", revision),
                 directory};
  }
  made->commit_ = git::oid_tostr_s(&base);

  Result<TreeHandle> top = TreeAt(repository, base, made->opened().prefix);
  if (!top) return top.error();
  size_t entries = 0;
  std::vector<std::pair<std::string, TreeHandle>> pending;
  if (*top != nullptr) pending.emplace_back("", std::move(*top));
  while (!pending.empty()) {
    const auto [folder, tree] = std::move(pending.back());
    pending.pop_back();
    const size_t count = git::tree_entrycount(tree.get());
    entries += count;
    if (entries > kMaxEntries || folder.size() > kMaxPathBytes)
      return Error{"the commit's tree is too large to be read", directory};
    for (size_t i = 0; i < count; ++i) {
      const git_tree_entry* entry = git::tree_entry_byindex(tree.get(), i);
      std::string path = folder + git::tree_entry_name(entry);
      const git_oid* id = git::tree_entry_id(entry);
      switch (git::tree_entry_type(entry)) {
        case GIT_OBJECT_TREE: {
          git_tree* inner = nullptr;
          if (git::tree_lookup(&inner, repository, id) != 0) return Unreadable("a tree");
          pending.emplace_back(path + "/", TreeHandle(inner));
          break;
        }
        case GIT_OBJECT_BLOB: {
          const bool link = git::tree_entry_filemode(entry) == GIT_FILEMODE_LINK;
          made->AddFile(std::move(path),
                        std::string(reinterpret_cast<const char*>(id->id), sizeof id->id),
                        link ? FileKind::kSymlink : FileKind::kRegular);
          break;
        }
        default:
          made->AddSubmodule(std::move(path));
      }
    }
  }
  made->Seal();
  return made;
}

}  // namespace krepis::analyzer
