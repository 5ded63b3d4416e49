#include "analyzer/workspace/workspace_root.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr uint64_t kMaxBytes = 16 << 20;

bool IsGitEntry(FileKind kind) {
  return kind == FileKind::kDirectory || kind == FileKind::kRegular;
}

/// The repository's directory: `.git` itself, or where the `.git` file of a linked worktree or
/// submodule points to.
std::optional<std::string> GitDirectory(const FileSystem& host, const std::string& git_root) {
  std::string entry = JoinPath(git_root, ".git");
  if (host.Kind(entry) == FileKind::kDirectory) return entry;
  const Result<std::string> text = host.Read(entry, kMaxBytes);
  constexpr std::string_view kKey = "gitdir: ";
  if (!text.ok() || !text->starts_with(kKey)) return std::nullopt;
  std::string_view target = std::string_view(*text).substr(kKey.size());
  target = target.substr(0, target.find_first_of("\r\n"));
  std::string directory = ResolveAbsolute("/" + git_root, target).substr(1);
  // A linked worktree shares info/exclude with its main repository.
  const Result<std::string> common = host.Read(directory + "/commondir", kMaxBytes);
  if (common.ok()) {
    const std::string_view line =
        std::string_view(*common).substr(0, common->find_first_of("\r\n"));
    directory = ResolveAbsolute("/" + directory, line).substr(1);
  }
  return directory;
}

}  // namespace

WorkspaceRoot FindWorkspaceRoot(const FileSystem& host, std::string_view path,
                                const std::function<bool(const std::string& config)>& elsewhere) {
  while (!path.empty() && host.Kind(path) != FileKind::kDirectory) path = DirectoryOf(path);
  WorkspaceRoot root;
  root.directory = path;
  for (std::string_view folder = path;; folder = DirectoryOf(folder)) {
    if (root.config.empty()) {
      std::string config = JoinPath(folder, "krepis.toml");
      const FileKind kind = host.Kind(config);
      if (kind == FileKind::kRegular ||
          (kind == FileKind::kMissing && elsewhere && elsewhere(config))) {
        root.config = std::move(config);
        root.directory = folder;
      }
    }
    if (!root.in_git && IsGitEntry(host.Kind(JoinPath(folder, ".git")))) {
      root.in_git = true;
      root.git_root = folder;
    }
    if (folder.empty()) break;
  }
  if (root.config.empty() && root.in_git) root.directory = root.git_root;
  // A repository below the workspace root is not the one around it.
  if (root.in_git && !IsWithin(root.git_root, root.directory)) {
    root.in_git = false;
    root.git_root.clear();
    for (std::string_view folder = root.directory;; folder = DirectoryOf(folder)) {
      if (IsGitEntry(host.Kind(JoinPath(folder, ".git")))) {
        root.in_git = true;
        root.git_root = folder;
        break;
      }
      if (folder.empty()) break;
    }
  }
  return root;
}

std::vector<OuterIgnoreFile> ReadOuterIgnoreFiles(const FileSystem& host,
                                                  const WorkspaceRoot& root) {
  std::vector<OuterIgnoreFile> files;
  if (!root.in_git) return files;
  const auto below = [&](std::string_view folder) {
    return std::string(root.directory.substr(folder.empty() ? 0 : folder.size() + 1));
  };
  if (root.git_root != root.directory) {
    for (std::string_view folder = DirectoryOf(root.directory);; folder = DirectoryOf(folder)) {
      const std::string file = JoinPath(folder, ".gitignore");
      if (host.Kind(file) == FileKind::kRegular) {
        Result<std::string> text = host.Read(file, kMaxBytes);
        if (text.ok()) files.push_back({*std::move(text), below(folder)});
      }
      if (folder == root.git_root) break;
    }
  }
  const std::optional<std::string> git = GitDirectory(host, root.git_root);
  // Where .git is a folder of the workspace root the walk itself reads its exclude list.
  const bool seen_by_walk = git == JoinPath(root.directory, ".git");
  if (git && !seen_by_walk) {
    Result<std::string> text = host.Read(*git + "/info/exclude", kMaxBytes);
    if (text.ok()) {
      files.push_back({*std::move(text),
                       root.git_root == root.directory ? std::string() : below(root.git_root)});
    }
  }
  std::reverse(files.begin(), files.end());
  return files;
}

}  // namespace krepis::analyzer
