#include "analyzer/vcs/git_open.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <utility>

namespace krepis::analyzer {
namespace {

std::string FromEnvironment(const char* value) { return value == nullptr ? "" : value; }

std::string Canonical(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  return error ? std::string() : real.string();
}

/// Whether the directory lies in the repository's work tree; notes where.
bool Place(const std::string& directory, OpenedRepository& opened) {
  const char* work_tree = git::repository_workdir(opened.repository.get());  // ends with a '/'
  const std::string below = directory + "/";
  if (work_tree == nullptr || !below.starts_with(work_tree)) return false;
  opened.work_tree = work_tree;
  opened.prefix = below.substr(opened.work_tree.size());
  opened.work_tree.pop_back();
  if (!opened.prefix.empty()) opened.prefix.pop_back();
  return true;
}

/// git itself takes what it passes to hooks before it looks around; here a directory in another
/// repository is looked up in that one.
bool OpenOfEnvironment(const std::string& directory, const std::string& git_directory,
                       OpenedRepository& opened) {
  if (git_directory.empty()) return false;
  git_repository* repository = nullptr;
  if (git::repository_open_ext(&repository, git_directory.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH,
                               nullptr) != 0)
    return false;
  opened.repository.reset(repository);
  const std::string named = FromEnvironment(std::getenv("GIT_WORK_TREE"));
  const std::string work_tree = Canonical(named.empty() ? "." : named);
  return !work_tree.empty() && git::repository_set_workdir(repository, work_tree.c_str(), 0) == 0 &&
         Place(directory, opened);
}

Result<void> UseIndexOfEnvironment(OpenedRepository& opened) {
  const std::string path = FromEnvironment(std::getenv("GIT_INDEX_FILE"));
  if (path.empty()) return {};
  git_index* index = nullptr;
  if (git::index_open(&index, path.c_str()) != 0) return Unreadable("the index");
  const IndexHandle owned(index);
  if (git::repository_set_index(opened.repository.get(), index) != 0)
    return Unreadable("the index");
  return {};
}

}  // namespace

const char* const kUnshallowAdvice =
    "this is a shallow clone: run git fetch --unshallow (in a CI job, clone with the whole "
    "history: "
    "fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 in GitLab)";

Result<void> OpenAround(const std::string& directory, OpenedRepository& opened) {
  if (!opened.library.is_loaded()) return GitLibrary::Missing();
  const std::string git_directory = FromEnvironment(std::getenv("GIT_DIR"));
  git_repository* repository = nullptr;
  const int error = git::repository_open_ext(&repository, directory.c_str(),
                                             GIT_REPOSITORY_OPEN_CROSS_FS, nullptr);
  if (error == 0) {
    opened.repository.reset(repository);
    if (Place(directory, opened)) {
      const bool hooks = git_directory.empty() ||
                         Canonical(git_directory) == Canonical(git::repository_path(repository));
      return hooks ? UseIndexOfEnvironment(opened) : Result<void>();
    }
  }
  if (OpenOfEnvironment(directory, git_directory, opened)) return UseIndexOfEnvironment(opened);
  if (error == 0)
    return Error{fmt::format("{} is in no work tree of a git repository", directory), directory};
  if (error != GIT_ENOTFOUND) return Unreadable("the configuration");
  return Error{
      fmt::format("{} is in no git repository, so that nothing can be compared with", directory),
      directory};
}

bool IsShallow(const OpenedRepository& opened) {
  return git::repository_is_shallow(opened.repository.get()) == 1;
}

CommitHandle CommitOf(git_repository* repository, const std::string& revision) {
  git_object* object = nullptr;
  if (git::revparse_single(&object, repository, revision.c_str()) != 0) return nullptr;
  const ObjectHandle owned(object);
  git_object* commit = nullptr;
  if (git::object_peel(&commit, object, GIT_OBJECT_COMMIT) != 0) return nullptr;
  return CommitHandle(reinterpret_cast<git_commit*>(commit));
}

}  // namespace krepis::analyzer
