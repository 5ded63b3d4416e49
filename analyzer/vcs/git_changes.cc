#include "analyzer/vcs/git_changes.h"

#include <string_view>
#include <utility>

#include "analyzer/vcs/git_index.h"
#include "analyzer/vcs/git_open.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxLost = 1'000;
/// Above so many new files, only those with equal contents are found.
constexpr size_t kMaxCompared = 10'000;
/// git's own: `-M50%`.
constexpr uint16_t kSimilarity = 50;

}  // namespace

struct GitChanges::Repository {
  OpenedRepository opened;
  TreeHandle tree;  // null: before the first commit
  Now now = Now::kWorkTree;

  /// What differs at these names (of the repository), or below them.
  DiffHandle Diff(const std::vector<std::string>& names) const {
    std::vector<char*> pathspec;
    for (const std::string& name : names) pathspec.push_back(const_cast<char*>(name.c_str()));
    git_diff_options options;
    git::diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.flags = GIT_DIFF_SKIP_BINARY_CHECK | GIT_DIFF_IGNORE_SUBMODULES |
                    GIT_DIFF_DISABLE_PATHSPEC_MATCH | GIT_DIFF_INCLUDE_UNTRACKED |
                    GIT_DIFF_RECURSE_UNTRACKED_DIRS;
    options.pathspec = {pathspec.data(), pathspec.size()};
    git_diff* diff = nullptr;
    git_repository* repository = opened.repository.get();
    const int error =
        now == Now::kIndex
            ? git::diff_tree_to_index(&diff, repository, tree.get(), nullptr, &options)
            : git::diff_tree_to_workdir_with_index(&diff, repository, tree.get(), &options);
    return error == 0 ? DiffHandle(diff) : nullptr;
  }
};

GitChanges::GitChanges() : repository_(std::make_unique<Repository>()) {}
GitChanges::~GitChanges() = default;

Result<std::unique_ptr<GitChanges>> GitChanges::Since(const GitTree& tree,
                                                      const std::string& directory, Now now) {
  std::unique_ptr<GitChanges> made(new GitChanges);
  OpenedRepository& opened = made->repository_->opened;
  if (const Result<void> error = OpenAround(directory, opened); !error) return error.error();
  made->repository_->now = now;
  if (!tree.commit().empty()) {
    const CommitHandle commit = CommitOf(opened.repository.get(), tree.commit());
    git_tree* root = nullptr;
    if (commit == nullptr || git::commit_tree(&root, commit.get()) != 0)
      return Unreadable("a tree");
    made->repository_->tree.reset(root);
  }
  if (now == Now::kIndex) {
    const Result<std::unique_ptr<GitIndex>> index = GitIndex::Open(directory);
    if (!index) return index.error();
    made->paths_ = DifferingPaths(tree, **index);
    return made;
  }
  std::vector<std::string> everything;
  if (!opened.prefix.empty()) everything.push_back(opened.prefix);
  const DiffHandle diff = made->repository_->Diff(everything);
  if (diff == nullptr) return Unreadable("the index");
  const size_t below = opened.prefix.empty() ? 0 : opened.prefix.size() + 1;
  const auto add = [&](const char* path) {
    const std::string_view name = path == nullptr ? std::string_view() : path;
    if (name.size() > below) made->paths_.emplace(name.substr(below));
  };
  for (size_t i = 0; i < git::diff_num_deltas(diff.get()); ++i) {
    const git_diff_delta* delta = git::diff_get_delta(diff.get(), i);
    add(delta->old_file.path);
    add(delta->new_file.path);
  }
  return made;
}

Result<std::map<std::string, std::string, std::less<>>> GitChanges::Renames(
    const std::vector<std::string>& lost, const std::vector<std::string>& found) const {
  std::map<std::string, std::string, std::less<>> renames;
  std::vector<std::string> names;
  for (const std::string& name : lost) {
    if (names.size() == kMaxLost) break;
    if (paths_.contains(name)) names.push_back(repository_->opened.Name(name));
  }
  const size_t sources = names.size();
  for (const std::string& name : found) {
    if (paths_.contains(name)) names.push_back(repository_->opened.Name(name));
  }
  if (sources == 0 || names.size() == sources) return renames;
  const DiffHandle diff = repository_->Diff(names);
  if (diff == nullptr) return Unreadable("the index");
  git_diff_find_options options;
  git::diff_find_options_init(&options, GIT_DIFF_FIND_OPTIONS_VERSION);
  options.flags = GIT_DIFF_FIND_RENAMES | GIT_DIFF_FIND_FOR_UNTRACKED;
  if (names.size() - sources > kMaxCompared) options.flags |= GIT_DIFF_FIND_EXACT_MATCH_ONLY;
  options.rename_threshold = kSimilarity;
  options.rename_limit = kMaxLost;
  if (git::diff_find_similar(diff.get(), &options) != 0) return Unreadable("a file");
  const size_t below =
      repository_->opened.prefix.empty() ? 0 : repository_->opened.prefix.size() + 1;
  for (size_t i = 0; i < git::diff_num_deltas(diff.get()); ++i) {
    const git_diff_delta* delta = git::diff_get_delta(diff.get(), i);
    if (delta->status == GIT_DELTA_RENAMED)
      renames.emplace(delta->old_file.path + below, delta->new_file.path + below);
  }
  return renames;
}

}  // namespace krepis::analyzer
