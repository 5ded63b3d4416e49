#include "analyzer/vcs/git_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "analyzer/vcs/git_handles.h"

namespace krepis::analyzer {
namespace {

/// Symlinks that lead to symlinks: as many as Linux follows.
constexpr int kMaxLinks = 40;
constexpr uint64_t kMaxLinkBytes = 4096;

Error NoCommit(const std::string& revision) {
  return {fmt::format("there is no commit '{}' here: fetch it (in a shallow clone: git fetch "
                      "--unshallow), or name another revision",
                      revision),
          {}};
}

CommitHandle CommitOf(git_repository* repository, const std::string& revision) {
  git_object* object = nullptr;
  if (git_revparse_single(&object, repository, revision.c_str()) != 0) return nullptr;
  const ObjectHandle owned(object);
  git_object* commit = nullptr;
  if (git_object_peel(&commit, object, GIT_OBJECT_COMMIT) != 0) return nullptr;
  return CommitHandle(reinterpret_cast<git_commit*>(commit));
}

}  // namespace

struct GitTree::Objects {
  GitLibrary library;
  RepositoryHandle repository;
  std::mutex mutex;
};

GitTree::~GitTree() = default;

Result<std::unique_ptr<GitTree>> GitTree::AtMergeBase(const std::string& directory,
                                                      const std::string& revision) {
  std::unique_ptr<GitTree> made(new GitTree);
  made->objects_ = std::make_unique<Objects>();
  git_repository* repository = nullptr;
  const int error = git_repository_open_ext(&repository, directory.c_str(),
                                            GIT_REPOSITORY_OPEN_CROSS_FS, nullptr);
  if (error == GIT_ENOTFOUND)
    return Error{
        fmt::format("{} is in no git repository, so that nothing can be compared with", directory),
        directory};
  if (error != 0) return Unreadable("the configuration");
  made->objects_->repository.reset(repository);
  const char* work_tree = git_repository_workdir(repository);
  const std::string below = directory + "/";
  if (work_tree == nullptr || !below.starts_with(work_tree))
    return Error{fmt::format("{} is in no work tree of a git repository", directory), directory};
  std::string prefix = below.substr(std::string_view(work_tree).size());
  if (prefix.ends_with('/')) prefix.pop_back();

  const CommitHandle named = CommitOf(repository, revision);
  if (named == nullptr) return NoCommit(revision);
  const CommitHandle head = CommitOf(repository, "HEAD");
  if (head == nullptr) return NoCommit("HEAD");
  git_oid base{};
  if (git_merge_base(&base, repository, git_commit_id(named.get()), git_commit_id(head.get())) !=
      0) {
    return Error{fmt::format("HEAD and {} have no commit in common here; in a shallow clone, git "
                             "fetch --unshallow brings it",
                             revision),
                 directory};
  }
  git_commit* commit = nullptr;
  if (git_commit_lookup(&commit, repository, &base) != 0) return Unreadable("the history");
  const CommitHandle owned(commit);
  made->commit_ = git_oid_tostr_s(&base);

  git_tree* tree = nullptr;
  if (git_commit_tree(&tree, commit) != 0) return Unreadable("a tree");
  TreeHandle root(tree);
  if (!prefix.empty()) {
    git_tree_entry* entry = nullptr;
    if (git_tree_entry_bypath(&entry, root.get(), prefix.c_str()) != 0) {
      made->folders_[""];  // the workspace is new since
      return made;
    }
    const TreeEntryHandle owned_entry(entry);
    git_object* object = nullptr;
    if (git_tree_entry_to_object(&object, repository, entry) != 0) return Unreadable("a tree");
    const ObjectHandle owned_object(object);
    if (git_object_type(object) != GIT_OBJECT_TREE) return Unreadable("a tree");
    git_tree* inner = nullptr;
    if (git_tree_lookup(&inner, repository, git_object_id(object)) != 0)
      return Unreadable("a tree");
    root.reset(inner);
  }

  made->folders_[""];
  const auto visit = [](const char* folder, const git_tree_entry* entry, void* payload) {
    GitTree& self = *static_cast<GitTree*>(payload);
    std::string parent(folder);  // "" or "a/b/"
    std::string path = parent + git_tree_entry_name(entry);
    if (!parent.empty()) parent.pop_back();
    FileKind kind = FileKind::kRegular;
    if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB) {
      kind = FileKind::kDirectory;  // a submodule, too
      self.folders_[path];
    } else if (git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK) {
      kind = FileKind::kSymlink;
    }
    self.folders_[parent].push_back({git_tree_entry_name(entry), kind});
    if (kind != FileKind::kDirectory) {
      const git_oid* id = git_tree_entry_id(entry);
      self.entries_[std::move(path)] = {
          std::string(reinterpret_cast<const char*>(id->id), sizeof id->id), kind};
    }
    return 0;
  };
  if (git_tree_walk(root.get(), GIT_TREEWALK_PRE, visit, made.get()) != 0)
    return Unreadable("a tree");
  for (auto& [path, entries] : made->folders_) {
    std::sort(entries.begin(), entries.end(),
              [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
  }
  return made;
}

Result<std::string> GitTree::BlobAt(const Entry& entry, std::string_view path,
                                    uint64_t max_bytes) const {
  git_oid id{};
  std::copy(entry.id.begin(), entry.id.end(), reinterpret_cast<char*>(id.id));
  const std::lock_guard lock(objects_->mutex);
  git_blob* blob = nullptr;
  if (git_blob_lookup(&blob, objects_->repository.get(), &id) != 0) {
    return Error{fmt::format("cannot read {}: its object is not in the repository (a partial "
                             "clone?)",
                             path),
                 std::string(path)};
  }
  const BlobHandle owned(blob);
  const auto size = static_cast<uint64_t>(git_blob_rawsize(blob));
  if (max_bytes != 0 && size > max_bytes) {
    return Error{fmt::format("{} is larger than {} bytes ([limits] file_bytes)", path, max_bytes),
                 std::string(path)};
  }
  return std::string(static_cast<const char*>(git_blob_rawcontent(blob)), size);
}

Result<std::string> GitTree::Read(std::string_view path, uint64_t max_bytes) const {
  const std::optional<std::string> followed = Follow(path);
  const auto entry = followed ? entries_.find(*followed) : entries_.end();
  if (entry == entries_.end()) {
    const bool folder = followed && folders_.contains(*followed);
    return Error{fmt::format("cannot read {}: {}", path,
                             folder ? "not a regular file" : "no such file in the commit"),
                 std::string(path)};
  }
  return BlobAt(entry->second, path, max_bytes);
}

Result<std::vector<DirectoryEntry>> GitTree::List(std::string_view path) const {
  const std::optional<std::string> followed = Follow(path);
  const auto folder = followed ? folders_.find(*followed) : folders_.end();
  if (folder == folders_.end())
    return Error{fmt::format("cannot list {}: no such folder in the commit", path),
                 std::string(path)};
  return folder->second;
}

FileKind GitTree::Kind(std::string_view path) const {
  if (folders_.contains(path)) return FileKind::kDirectory;
  const auto entry = entries_.find(path);
  return entry == entries_.end() ? FileKind::kMissing : entry->second.kind;
}

std::optional<std::string> GitTree::Follow(std::string_view path) const {
  std::string done;        // without symlinks
  std::string rest(path);  // still to go
  for (int links = 0; links <= kMaxLinks;) {
    if (rest.empty()) {
      return folders_.contains(done) || entries_.contains(done) ? std::optional(done)
                                                                : std::nullopt;
    }
    const size_t slash = rest.find('/');
    const std::string name = rest.substr(0, slash);
    rest = slash == std::string::npos ? std::string() : rest.substr(slash + 1);
    if (name.empty() || name == ".") continue;
    if (name == "..") {
      if (done.empty()) return std::nullopt;  // out of the tree
      const size_t last = done.rfind('/');
      done = last == std::string::npos ? std::string() : done.substr(0, last);
      continue;
    }
    const std::string next = done.empty() ? name : done + "/" + name;
    const auto entry = entries_.find(next);
    if (entry == entries_.end() || entry->second.kind != FileKind::kSymlink) {
      done = next;
      continue;
    }
    ++links;
    const Result<std::string> target = BlobAt(entry->second, next, kMaxLinkBytes);
    if (!target || target->empty() || target->starts_with('/')) return std::nullopt;
    rest = rest.empty() ? *target : *target + "/" + rest;
  }
  return std::nullopt;
}

std::optional<std::string> GitTree::Identity(std::string_view path) const {
  const auto entry = entries_.find(path);
  if (entry == entries_.end() || entry->second.kind != FileKind::kRegular) return std::nullopt;
  return "blob " + entry->second.id;
}

}  // namespace krepis::analyzer
