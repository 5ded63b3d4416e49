#include "analyzer/vcs/git_hooks.h"

#include <filesystem>
#include <optional>

#include "analyzer/vcs/git_open.h"

namespace krepis::analyzer {
namespace {

/// core.hooksPath as git would find it; nullopt when it is not set.
std::optional<std::string> HooksPath(git_repository* repository) {
  git_config* config = nullptr;
  if (git::repository_config_snapshot(&config, repository) != 0) return std::nullopt;
  git_buf path = GIT_BUF_INIT;
  std::optional<std::string> found;
  if (git::config_get_path(&path, config, "core.hooksPath") == 0) found = std::string(path.ptr);
  git::buf_dispose(&path);
  git::config_free(config);
  return found;
}

bool IsBelow(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder.ends_with('/') ? folder : folder + "/");
}

/// Symlinks resolved as far as the path is there.
std::string Resolve(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, error);
  std::string text = error ? path.lexically_normal().string() : real.string();
  if (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

}  // namespace

Result<GitHooks> FindGitHooks(const std::string& directory) {
  OpenedRepository opened;
  if (!opened.library.is_loaded()) return GitLibrary::Missing();
  for (const git_config_level_t level :
       {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_XDG})
    git::libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, nullptr);
  if (const Result<void> error = OpenAround(directory, opened); !error) return error.error();
  GitHooks hooks;
  hooks.work_tree = opened.work_tree;
  hooks.prefix = opened.prefix;
  git_repository* repository = opened.repository.get();
  const std::string common = Resolve(git::repository_commondir(repository));
  hooks.directory = common + "/hooks";
  if (const std::optional<std::string> path = HooksPath(repository); path && !path->empty()) {
    hooks.directory = Resolve(std::filesystem::path(opened.work_tree) / *path);
    const bool in_repository = IsBelow(hooks.directory, common);
    hooks.tracked = !in_repository && IsBelow(hooks.directory, opened.work_tree);
    hooks.shared = !in_repository && !hooks.tracked;
  }
  return hooks;
}

}  // namespace krepis::analyzer
