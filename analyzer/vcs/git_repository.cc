#include "analyzer/vcs/git_repository.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/vcs/git_handles.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxLost = 1'000;
constexpr size_t kMaxCommits = 10'000;
/// Above so many new files in one step, only those with equal contents are found.
constexpr size_t kMaxCompared = 10'000;
/// git's own: `-M50%`.
constexpr uint16_t kSimilarity = 50;

/// A list of paths as libgit2 takes them; the strings must outlive it.
class PathList {
 public:
  void Add(const std::string& path) { paths_.push_back(const_cast<char*>(path.c_str())); }
  git_strarray Array() { return {paths_.data(), paths_.size()}; }

 private:
  std::vector<char*> paths_;
};

git_diff_options DiffOptions(uint32_t flags) {
  git_diff_options options;
  git::diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.flags = flags | GIT_DIFF_SKIP_BINARY_CHECK | GIT_DIFF_IGNORE_SUBMODULES;
  return options;
}

/// Which files a step is about, for libgit2 to leave out the others.
struct StepFilter {
  const std::set<std::string>& gone;
  size_t added = 0;
};

/// Keeps the files that are gone, as sources, and those that came, as targets.
int KeepOfStep(const git_diff*, const git_diff_delta* delta, const char*, void* payload) {
  auto& filter = *static_cast<StepFilter*>(payload);
  if (delta->status == GIT_DELTA_DELETED) return filter.gone.contains(delta->old_file.path) ? 0 : 1;
  if (delta->status != GIT_DELTA_ADDED) return 1;
  ++filter.added;
  return 0;
}

/// Files on their way from name to name.
class Followed {
 public:
  Followed(const RenameQuestion& question, const std::string& prefix) {
    const size_t count = std::min(question.lost.size(), kMaxLost);
    for (size_t i = 0; i < count; ++i) names_.push_back(prefix + question.lost[i]);
  }

  const std::string& Name(size_t i) const { return names_[i]; }
  size_t size() const { return names_.size(); }
  PathList Paths() const {
    PathList paths;
    for (const std::string& name : names_) paths.Add(name);
    return paths;
  }
  /// Those of the followed names that the diff says are deleted.
  std::set<std::string> Gone(const git_diff* diff) const {
    const std::set<std::string_view> wanted(names_.begin(), names_.end());
    std::set<std::string> gone;
    for (size_t i = 0; i < git::diff_num_deltas(diff); ++i) {
      const git_diff_delta* delta = git::diff_get_delta(diff, i);
      if (delta->status == GIT_DELTA_DELETED && wanted.contains(delta->old_file.path))
        gone.insert(delta->old_file.path);
    }
    return gone;
  }
  /// Finds the renames in the diff, and takes the new names on. False when contents cannot be read.
  bool Rename(git_diff* diff, bool exact_only) {
    git_diff_find_options options;
    git::diff_find_options_init(&options, GIT_DIFF_FIND_OPTIONS_VERSION);
    options.flags = GIT_DIFF_FIND_RENAMES | GIT_DIFF_FIND_FOR_UNTRACKED;
    if (exact_only) options.flags |= GIT_DIFF_FIND_EXACT_MATCH_ONLY;
    options.rename_threshold = kSimilarity;
    options.rename_limit = kMaxLost;
    if (git::diff_find_similar(diff, &options) != 0) return false;
    std::map<std::string, std::string, std::less<>> moved;
    for (size_t i = 0; i < git::diff_num_deltas(diff); ++i) {
      const git_diff_delta* delta = git::diff_get_delta(diff, i);
      if (delta->status == GIT_DELTA_RENAMED)
        moved.emplace(delta->old_file.path, delta->new_file.path);
    }
    for (std::string& name : names_) {
      if (const auto it = moved.find(name); it != moved.end()) name = it->second;
    }
    return true;
  }

 private:
  std::vector<std::string> names_;
};

}  // namespace

struct GitRepository::Handles {
  GitLibrary library;
  RepositoryHandle repository;
  std::string prefix;  // of the directory it was opened for, in the work tree; "" or "a/b/"

  TreeHandle TreeOf(const git_oid& commit_id) const {
    git_commit* commit = nullptr;
    git_tree* tree = nullptr;
    if (git::commit_lookup(&commit, repository.get(), &commit_id) != 0) return nullptr;
    const CommitHandle owned(commit);
    return git::commit_tree(&tree, commit) == 0 ? TreeHandle(tree) : nullptr;
  }

  /// HEAD and its first parents, as long as they have the file. Empty when HEAD itself has not.
  std::vector<git_oid> HistoryOf(const git_oid& head, const std::string& file, bool& cut) const;
  bool FollowCommit(const git_oid& parent, const git_oid& child, Followed& followed) const;
  bool FollowWorkTree(const git_oid& head, const std::vector<std::string>& found,
                      Followed& followed) const;
};

std::vector<git_oid> GitRepository::Handles::HistoryOf(const git_oid& head, const std::string& file,
                                                       bool& cut) const {
  std::vector<git_oid> commits;
  git_oid id = head;
  while (true) {
    git_commit* commit = nullptr;
    if (git::commit_lookup(&commit, repository.get(), &id) != 0) {
      cut = true;  // the parent is not there: a shallow clone
      break;
    }
    const CommitHandle owned(commit);
    git_tree* tree = nullptr;
    if (git::commit_tree(&tree, commit) != 0) {
      cut = true;
      break;
    }
    const TreeHandle owned_tree(tree);
    git_tree_entry* entry = nullptr;
    if (git::tree_entry_bypath(&entry, tree, file.c_str()) != 0) break;
    const TreeEntryHandle owned_entry(entry);
    if (commits.size() == kMaxCommits) {
      cut = true;
      break;
    }
    commits.push_back(id);
    if (git::commit_parentcount(commit) == 0) break;
    id = *git::commit_parent_id(commit, 0);
  }
  return commits;
}

bool GitRepository::Handles::FollowCommit(const git_oid& parent, const git_oid& child,
                                          Followed& followed) const {
  const TreeHandle from = TreeOf(parent);
  const TreeHandle to = TreeOf(child);
  if (from == nullptr || to == nullptr) return false;
  const auto compare = [&](const git_diff_options& options) {
    git_diff* diff = nullptr;
    return git::diff_tree_to_tree(&diff, repository.get(), from.get(), to.get(), &options) == 0
               ? DiffHandle(diff)
               : nullptr;
  };
  // Most commits delete none of the files, and folders that are the same are not even opened.
  PathList paths = followed.Paths();
  git_diff_options narrow = DiffOptions(GIT_DIFF_DISABLE_PATHSPEC_MATCH);
  narrow.pathspec = paths.Array();
  const DiffHandle ours = compare(narrow);
  if (ours == nullptr) return false;
  const std::set<std::string> gone = followed.Gone(ours.get());
  if (gone.empty()) return true;
  StepFilter filter{gone};
  git_diff_options wide = DiffOptions(0);
  wide.notify_cb = &KeepOfStep;
  wide.payload = &filter;
  const DiffHandle all = compare(wide);
  return all != nullptr && followed.Rename(all.get(), filter.added > kMaxCompared);
}

bool GitRepository::Handles::FollowWorkTree(const git_oid& head,
                                            const std::vector<std::string>& found,
                                            Followed& followed) const {
  const TreeHandle tree = TreeOf(head);
  if (tree == nullptr) return false;
  git_diff_options options =
      DiffOptions(GIT_DIFF_DISABLE_PATHSPEC_MATCH | GIT_DIFF_INCLUDE_UNTRACKED |
                  GIT_DIFF_RECURSE_UNTRACKED_DIRS);
  PathList paths = followed.Paths();
  for (const std::string& file : found) paths.Add(file);
  options.pathspec = paths.Array();
  git_diff* diff = nullptr;
  if (git::diff_tree_to_workdir_with_index(&diff, repository.get(), tree.get(), &options) != 0)
    return false;
  const DiffHandle owned(diff);
  return followed.Gone(diff).empty() || followed.Rename(diff, found.size() > kMaxCompared);
}

GitRepository::GitRepository(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
GitRepository::~GitRepository() = default;

Result<std::unique_ptr<GitRepository>> GitRepository::Open(const std::string& directory) {
  auto handles = std::make_unique<Handles>();
  if (!handles->library.is_loaded()) return GitLibrary::Missing();
  git_repository* repository = nullptr;
  const int error = git::repository_open_ext(&repository, directory.c_str(),
                                             GIT_REPOSITORY_OPEN_CROSS_FS, nullptr);
  if (error == GIT_ENOTFOUND) return std::unique_ptr<GitRepository>();
  if (error != 0) return Unreadable("the configuration");
  handles->repository.reset(repository);
  const char* work_tree = git::repository_workdir(repository);  // ends with a '/'
  const std::string below = directory + "/";
  if (work_tree == nullptr || !below.starts_with(work_tree))
    return std::unique_ptr<GitRepository>();
  handles->prefix = below.substr(std::string_view(work_tree).size());
  return std::unique_ptr<GitRepository>(new GitRepository(std::move(handles)));
}

Result<RenameAnswer> GitRepository::FollowRenames(const RenameQuestion& question) const {
  RenameAnswer answer;
  git_reference* reference = nullptr;
  const int error = git::repository_head(&reference, handles_->repository.get());
  if (error == GIT_EUNBORNBRANCH || error == GIT_ENOTFOUND) return answer;
  if (error != 0) return Unreadable("HEAD");
  const ReferenceHandle owned(reference);
  const git_oid* head = git::reference_target(reference);
  if (head == nullptr) return Unreadable("HEAD");

  const std::string& prefix = handles_->prefix;
  Followed followed(question, prefix);
  const std::vector<git_oid> commits =
      handles_->HistoryOf(*head, prefix + question.since, answer.cut);
  for (size_t i = commits.size(); i > 1; --i) {
    if (!handles_->FollowCommit(commits[i - 1], commits[i - 2], followed))
      return Unreadable("the history");
  }
  std::vector<std::string> found;
  for (const std::string& file : question.found) found.push_back(prefix + file);
  if (!handles_->FollowWorkTree(*head, found, followed)) return Unreadable("the index");

  for (size_t i = 0; i < followed.size(); ++i) {
    const std::string& name = followed.Name(i);
    if (!name.starts_with(prefix)) continue;
    std::string relative = name.substr(prefix.size());
    if (relative != question.lost[i]) answer.renames.emplace(question.lost[i], std::move(relative));
  }
  return answer;
}

}  // namespace krepis::analyzer
