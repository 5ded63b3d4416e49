#include "analyzer/lsp/live_folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "analyzer/lsp/file_watcher.h"
#include "analyzer/lsp/uri.h"
#include "analyzer/workspace/workspace_root.h"

namespace krepis::analyzer {
namespace {

bool IsBelow(std::string_view root, std::string_view path) {
  if (root == "/") return path.starts_with('/');
  return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
}

std::string FolderOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

}  // namespace

std::string RealPathOf(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, error);
  return error ? path : real.string();
}

Result<void> LiveFolders::Add(const std::string& folder) {
  const std::string real = RealPathOf(folder);
  LiveOptions options;
  options.store = true;
  options.jobs = client_.settings.jobs;
  options.config = client_.settings.config;
  options.compiler = client_.settings.compiler;
  Result<std::unique_ptr<LiveWorkspace>> live = LiveWorkspace::Open(real, options);
  if (!live) return live.error();
  for (const auto& known : folders_) {
    if (known->live->root() != (*live)->root()) continue;
    known->claims.push_back(folder);
    return {};
  }
  if (folders_.size() >= kMaxFolders) {
    return Error{
        fmt::format("{} is not opened: there are {} workspaces already", folder, kMaxFolders),
        folder};
  }
  auto added = std::make_unique<LiveFolder>();
  added->live = std::move(*live);
  added->prefix = added->live->root() == real ? folder : added->live->root();
  added->claims.push_back(folder);
  folders_.push_back(std::move(added));
  for (auto& [uri, open] : documents_) open.unsaid = true;
  return {};
}

std::unique_ptr<LiveFolder> LiveFolders::Remove(const std::string& folder) {
  for (auto at = folders_.begin(); at != folders_.end(); ++at) {
    std::vector<std::string>& claims = (*at)->claims;
    const auto claim = std::find(claims.begin(), claims.end(), folder);
    if (claim == claims.end()) continue;
    claims.erase(claim);
    if (!claims.empty()) return nullptr;
    std::unique_ptr<LiveFolder> gone = std::move(*at);
    folders_.erase(at);
    for (auto& [uri, open] : documents_) open.unsaid = true;
    return gone;
  }
  return nullptr;
}

Result<void> LiveFolders::Open(const std::string& uri, std::string text, int64_t version) {
  const std::optional<std::string> path = PathOfUri(uri);
  if (!path || text.size() > kMaxDocumentBytes) return {};
  std::error_code error;
  if (std::filesystem::is_directory(*path, error)) return Error{*path + " is a folder", *path};
  Close(uri);
  OpenDocument open;
  open.uri = uri;
  open.path = RealPathOf(*path);
  open.document = Document(std::move(text), version);
  const std::string real = open.path;
  by_path_[real] = uri;
  documents_.insert_or_assign(uri, std::move(open));

  const WorkspaceRoot root =
      FindWorkspaceRoot(DiskFileSystem("/"), std::string_view(real).substr(1));
  const LiveFolder* around = Of(real);
  const bool nearer = !root.config.empty() && client_.settings.config.empty() &&
                      (around == nullptr || around->live->root() != "/" + root.directory);
  if (nearer) return Add("/" + root.directory);
  if (around == nullptr && client_.folders.empty()) return Add(FolderOf(*path));
  return {};
}

bool LiveFolders::Edit(const std::string& uri, const Json& changes, int64_t version) {
  const auto found = documents_.find(uri);
  if (found == documents_.end()) return false;
  if (!found->second.document.Apply(changes, version, client_.encoding)) return false;
  found->second.unsaid = true;
  return true;
}

void LiveFolders::Close(const std::string& uri) {
  const auto found = documents_.find(uri);
  if (found == documents_.end()) return;
  const std::string path = found->second.path;
  const auto named = by_path_.find(path);
  if (named != by_path_.end() && named->second == uri) by_path_.erase(named);
  documents_.erase(found);
  DropOverlays(path, nullptr);
  // A relative path of nothing is the root: what was a file has become a folder.
  if (LiveFolder* folder = Of(path); folder != nullptr && path != folder->live->root()) {
    folder->live->Touch({folder->live->Relative(path)});
  }
}

void LiveFolders::DropOverlays(const std::string& path, const LiveFolder* keeper) {
  for (const auto& folder : folders_) {
    if (folder.get() != keeper && IsBelow(folder->live->root(), path)) {
      folder->live->DropOverlay(folder->live->Relative(path));
    }
  }
}

const OpenDocument* LiveFolders::Find(const std::string& uri) const {
  const auto found = documents_.find(uri);
  return found == documents_.end() ? nullptr : &found->second;
}

const OpenDocument* LiveFolders::FindPath(const std::string& path) const {
  const auto named = by_path_.find(path);
  return named == by_path_.end() ? nullptr : Find(named->second);
}

void LiveFolders::Touch(const std::vector<std::string>& paths) {
  if (paths.empty()) {
    for (const auto& folder : folders_) {
      folder->live->Touch({});
      folder->disk_changed = true;
    }
    return;
  }
  std::map<LiveFolder*, std::vector<std::string>> touched;
  for (const std::string& path : paths) {
    const std::string real = RealPathOf(path);
    // What an editor holds stands for the file; saving it changes nothing.
    if (by_path_.contains(real)) continue;
    const LiveFolder* innermost = Of(real);
    if (innermost == nullptr || !Matters(*innermost, real)) continue;
    // A nearer krepis.toml, new or gone, is a matter of the workspaces around it, too.
    const bool around = real.ends_with("/krepis.toml") || real == innermost->live->root();
    for (const auto& folder : folders_) {
      if (!IsBelow(folder->live->root(), real) || (!around && folder.get() != innermost)) continue;
      touched[folder.get()].push_back(folder->live->Relative(real));
    }
  }
  for (const auto& [folder, relative] : touched) {
    const bool root = std::find(relative.begin(), relative.end(), "") != relative.end();
    folder->live->Touch(root ? std::vector<std::string>() : relative);
    folder->disk_changed = true;
  }
}

bool LiveFolders::Matters(const LiveFolder& folder, const std::string& path) const {
  const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
  if (!folder.live->analysed() || IsSourceOrManifest(name)) return true;
  const std::string relative = folder.live->Relative(path);
  if (relative.empty() || relative.starts_with(".git/") || IsFolder(path)) return true;
  const FileIndex& files = folder.live->analysis().workspace().files();
  // Builds write and delete thousands of such files; what git ignores is missed by nobody.
  if (files.IsToBeGenerated(relative)) return name.ends_with(".toml");
  const bool was_there = files.Find(relative) != FileIndex::Entry::kNone;
  std::error_code error;
  const bool is_there = std::filesystem::exists(path, error);
  if (was_there != is_there) return true;
  return is_there && IsOfInterest(name, FileChange::kText);
}

void LiveFolders::SayTexts() {
  for (auto& [uri, open] : documents_) {
    if (!open.unsaid) continue;
    open.unsaid = false;
    open.current = false;
    LiveFolder* folder = Of(open.path);
    DropOverlays(open.path, folder);  // of the time before there was a nearer workspace
    if (folder != nullptr && open.path != folder->live->root()) {
      folder->live->SetOverlay(folder->live->Relative(open.path), open.document.text());
    }
  }
}

void LiveFolders::SetCurrent(const LiveFolder& folder) {
  for (auto& [uri, open] : documents_) {
    if (!open.unsaid && Of(open.path) == &folder) open.current = true;
  }
}

bool LiveFolders::IsCurrent(const LiveFolder& folder, std::string_view relative) const {
  const OpenDocument* open = FindPath(fmt::format("{}/{}", folder.live->root(), relative));
  if (open == nullptr) return !folder.live->pending();
  return open->current && !open->unsaid;
}

bool LiveFolders::IsFolder(const std::string& path) const {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return true;
  const std::string real = RealPathOf(path);
  const LiveFolder* folder = Of(real);
  return folder != nullptr && folder->live->analysed() &&
         folder->live->analysis().workspace().files().IsDirectory(folder->live->Relative(real));
}

bool LiveFolders::HasUnsaid() const {
  return std::any_of(documents_.begin(), documents_.end(),
                     [](const auto& open) { return open.second.unsaid; });
}

LiveFolder* LiveFolders::Of(std::string_view path) const {
  LiveFolder* best = nullptr;
  for (const auto& folder : folders_) {
    if (!IsBelow(folder->live->root(), path)) continue;
    if (best == nullptr || folder->live->root().size() > best->live->root().size()) {
      best = folder.get();
    }
  }
  return best;
}

LiveFolder* LiveFolders::OfUri(const std::string& uri, std::string& relative) const {
  std::string path;
  if (const OpenDocument* open = Find(uri)) {
    path = open->path;
  } else if (const std::optional<std::string> named = PathOfUri(uri)) {
    path = RealPathOf(*named);
  }
  if (path.empty()) return nullptr;
  LiveFolder* folder = Of(path);
  if (folder != nullptr) relative = folder->live->Relative(path);
  return folder;
}

std::string LiveFolders::UriOf(const LiveFolder& folder, std::string_view relative) const {
  if (relative.starts_with('/')) return UriOfPath(relative);
  const std::string real = fmt::format("{}/{}", folder.live->root(), relative);
  if (const OpenDocument* open = FindPath(real)) return open->uri;
  return UriOfPath(fmt::format("{}/{}", folder.prefix, relative));
}

std::optional<int64_t> LiveFolders::VersionOf(const LiveFolder& folder,
                                              std::string_view relative) const {
  const OpenDocument* open = FindPath(fmt::format("{}/{}", folder.live->root(), relative));
  return open == nullptr ? std::nullopt : std::optional(open->document.version());
}

}  // namespace krepis::analyzer
