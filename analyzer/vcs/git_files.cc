#include "analyzer/vcs/git_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "analyzer/vcs/git_open.h"

namespace krepis::analyzer {
namespace {

/// Symlinks that lead to symlinks: as many as Linux follows.
constexpr int kMaxLinks = 40;
constexpr uint64_t kMaxLinkBytes = 4096;
/// What a build on this machine wrote, whether git has been told to ignore it or not.
constexpr std::string_view kDatabaseName = "compile_commands.json";

std::string Join(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

std::string_view FolderName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view LastName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// Objects may hold any name; git itself checks out none of these.
bool IsSane(std::string_view path) {
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view name = path.substr(begin, end - begin);
    if (name.empty() || name == "." || name == ".." || name == ".git") return false;
    begin = end + 1;
  }
  return true;
}

bool ByName(const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; }

}  // namespace

struct GitFiles::Objects {
  OpenedRepository opened;
  IndexHandle index;  // what is tracked today
  std::unique_ptr<DiskFileSystem> disk;
  std::mutex mutex;
};

GitFiles::GitFiles(std::string place)
    : place_(std::move(place)), objects_(std::make_unique<Objects>()) {
  folders_[""];
}

GitFiles::~GitFiles() = default;

OpenedRepository& GitFiles::opened() const { return objects_->opened; }

Result<void> GitFiles::OpenRepositoryOf(const std::string& directory) {
  if (Result<void> opened = OpenAround(directory, objects_->opened); !opened) return opened;
  objects_->disk = std::make_unique<DiskFileSystem>(directory);
  git_index* index = nullptr;
  if (git::repository_index(&index, objects_->opened.repository.get()) != 0)
    return Unreadable("the index");
  objects_->index.reset(index);
  return {};
}

std::vector<DirectoryEntry>* GitFiles::FolderOf(const std::string& path) {
  std::string folder(FolderName(path));
  const auto known = folders_.find(folder);
  if (known != folders_.end()) return &known->second;
  std::vector<DirectoryEntry>* made = &folders_[folder];
  while (!folder.empty()) {
    const std::string above(FolderName(folder));
    const bool first = !folders_.contains(above);
    folders_[above].push_back({std::string(LastName(folder)), FileKind::kDirectory});
    if (!first) break;
    folder = above;
  }
  return made;
}

void GitFiles::AddFile(std::string path, std::string id, FileKind kind) {
  if (!IsSane(path)) return;
  FolderOf(path)->push_back({std::string(LastName(path)), kind});
  entries_.insert_or_assign(std::move(path), Entry{std::move(id), kind});
}

void GitFiles::AddSubmodule(std::string path) {
  if (!IsSane(path)) return;
  FolderOf(path + "/");
  submodules_.insert(std::move(path));
}

void GitFiles::Seal() {
  for (auto& [path, entries] : folders_) std::sort(entries.begin(), entries.end(), ByName);
}

bool GitFiles::Has(std::string_view path) const {
  return folders_.contains(path) || entries_.contains(path);
}

bool GitFiles::InSubmodule(std::string_view path) const {
  if (submodules_.empty()) return false;
  for (; !path.empty(); path = FolderName(path)) {
    if (submodules_.contains(path)) return true;
  }
  return false;
}

bool GitFiles::IsVisible(const std::string& path) const {
  if (path == ".git" || path.starts_with(".git/") || InSubmodule(path)) return true;
  const std::string name = objects_->opened.Name(path);
  const std::lock_guard lock(objects_->mutex);
  // A tree of another day does not have what has been added since.
  if (git::index_get_bypath(objects_->index.get(), name.c_str(), 0) != nullptr) return false;
  if (LastName(path) == kDatabaseName) return true;
  int ignored = 0;
  if (git::ignore_path_is_ignored(&ignored, objects_->opened.repository.get(), name.c_str()) != 0)
    return false;
  return ignored == 1;
}

Result<std::string> GitFiles::BlobAt(const Entry& entry, std::string_view path,
                                     uint64_t max_bytes) const {
  git_oid id{};
  std::copy_n(entry.id.begin(), std::min(entry.id.size(), sizeof id.id),
              reinterpret_cast<char*>(id.id));
  const std::lock_guard lock(objects_->mutex);
  git_blob* blob = nullptr;
  if (git::blob_lookup(&blob, objects_->opened.repository.get(), &id) != 0) {
    return Error{fmt::format("cannot read {}: its object is not in the repository (a partial "
                             "clone?)",
                             path),
                 std::string(path)};
  }
  const BlobHandle owned(blob);
  const auto size = static_cast<uint64_t>(git::blob_rawsize(blob));
  if (max_bytes != 0 && size > max_bytes) {
    return Error{fmt::format("{} is larger than {} bytes ([limits] file_bytes)", path, max_bytes),
                 std::string(path)};
  }
  return std::string(static_cast<const char*>(git::blob_rawcontent(blob)), size);
}

Result<std::string> GitFiles::Read(std::string_view path, uint64_t max_bytes) const {
  const auto named = entries_.find(path);
  if (named != entries_.end() && named->second.kind == FileKind::kRegular)
    return BlobAt(named->second, path, max_bytes);
  const std::optional<std::string> followed = Follow(path);
  if (!followed) {
    return Error{fmt::format("cannot read {}: no such file in {}", path, place_),
                 std::string(path)};
  }
  const auto entry = entries_.find(*followed);
  if (entry != entries_.end()) return BlobAt(entry->second, path, max_bytes);
  if (folders_.contains(*followed))
    return Error{fmt::format("cannot read {}: not a regular file", path), std::string(path)};
  return objects_->disk->Read(*followed, max_bytes);
}

Result<std::vector<DirectoryEntry>> GitFiles::List(std::string_view path) const {
  const std::optional<std::string> real = Follow(path);
  if (!real) {
    return Error{fmt::format("cannot list {}: no such folder in {}", path, place_),
                 std::string(path)};
  }
  const auto folder = folders_.find(*real);
  Result<std::vector<DirectoryEntry>> on_disk = objects_->disk->List(*real);
  if (folder == folders_.end() && !on_disk) return on_disk;
  std::vector<DirectoryEntry> entries;
  if (folder != folders_.end()) entries = folder->second;
  if (!on_disk) return entries;
  const size_t tracked = entries.size();
  for (DirectoryEntry& entry : *on_disk) {
    const auto end = entries.begin() + static_cast<ptrdiff_t>(tracked);
    const auto same = std::lower_bound(entries.begin(), end, entry, ByName);
    if (same != end && same->name == entry.name) continue;
    if (IsVisible(Join(*real, entry.name))) entries.push_back(std::move(entry));
  }
  if (entries.size() > tracked) std::sort(entries.begin(), entries.end(), ByName);
  return entries;
}

FileKind GitFiles::Kind(std::string_view path) const {
  const auto find = [this](std::string_view name) {
    if (folders_.contains(name)) return FileKind::kDirectory;
    const auto entry = entries_.find(name);
    return entry == entries_.end() ? FileKind::kMissing : entry->second.kind;
  };
  if (const FileKind kind = find(path); kind != FileKind::kMissing) return kind;
  const std::optional<std::string> folder = Follow(FolderName(path));
  if (!folder) return FileKind::kMissing;
  const std::string real = Join(*folder, LastName(path));
  if (const FileKind kind = find(real); kind != FileKind::kMissing) return kind;
  const FileKind kind = objects_->disk->Kind(real);
  return kind == FileKind::kMissing || IsVisible(real) ? kind : FileKind::kMissing;
}

std::optional<std::string> GitFiles::Follow(std::string_view path) const {
  std::string done;        // without symlinks
  std::string rest(path);  // still to go
  for (int links = 0; links <= kMaxLinks;) {
    if (rest.empty()) return Has(done) ? std::optional(done) : std::nullopt;
    const size_t slash = rest.find('/');
    const std::string name = rest.substr(0, slash);
    rest = slash == std::string::npos ? std::string() : rest.substr(slash + 1);
    if (name.empty() || name == ".") continue;
    if (name == "..") {
      if (done.empty()) return std::nullopt;  // out of the tree
      done = FolderName(done);
      continue;
    }
    std::string next = Join(done, name);
    const auto entry = entries_.find(next);
    if (entry == entries_.end() && !folders_.contains(next)) {
      // From here on it is the disk's, unless a symlink there leads back.
      const std::optional<std::string> real =
          objects_->disk->Follow(rest.empty() ? next : Join(next, rest));
      return real && (Has(*real) || IsVisible(*real)) ? real : std::nullopt;
    }
    if (entry == entries_.end() || entry->second.kind != FileKind::kSymlink) {
      done = std::move(next);
      continue;
    }
    ++links;
    const Result<std::string> target = BlobAt(entry->second, next, kMaxLinkBytes);
    if (!target || target->empty() || target->starts_with('/')) return std::nullopt;
    rest = rest.empty() ? *target : *target + "/" + rest;
  }
  return std::nullopt;
}

std::optional<std::string> GitFiles::Identity(std::string_view path) const {
  const auto entry = entries_.find(path);
  if (entry == entries_.end() || entry->second.kind != FileKind::kRegular) return std::nullopt;
  return "blob " + entry->second.id;
}

std::set<std::string> DifferingPaths(const GitFiles& a, const GitFiles& b) {
  std::set<std::string> differing;
  for (const auto& [path, entry] : a.entries_) {
    const auto other = b.entries_.find(path);
    if (other == b.entries_.end() || other->second != entry) differing.insert(path);
  }
  for (const auto& [path, entry] : b.entries_) {
    if (!a.entries_.contains(path)) differing.insert(path);
  }
  return differing;
}

}  // namespace krepis::analyzer
