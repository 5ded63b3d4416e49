#include "analyzer/live/tree_watch.h"

#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "analyzer/core/disk_access.h"

namespace krepis::analyzer {
namespace {

constexpr uint32_t kEntry = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;
/// Written pages of a mapped file are told when it is unmapped, which counts as closing it.
constexpr uint32_t kEvents =
    kEntry | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVE_SELF | IN_ONLYDIR;

std::string_view FolderOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

std::string Join(const std::string& folder, std::string_view name) {
  return folder.empty() ? std::string(name) : folder + "/" + std::string(name);
}

}  // namespace

struct TreeWatch::Events {
  Changes changes;
  std::set<std::string> folders;  // came or went
  std::set<std::string> files;    // likewise, and nobody asked about them
};

TreeWatch::TreeWatch(std::string root, const FileSystem& disk)
    : root_(std::move(root)), disk_(disk) {
  Restart();
}

TreeWatch::~TreeWatch() {
  if (inotify_ >= 0) close(inotify_);
}

void TreeWatch::Restart() {
  const int fresh = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  folders_.clear();
  names_.clear();
  asked_.clear();
  aliases_.clear();
  complete_ = fresh >= 0;
  if (fresh >= 0 && inotify_ >= 0) {  // who polls it need not know
    dup3(fresh, inotify_, O_CLOEXEC);
    close(fresh);
  } else {
    if (inotify_ >= 0) close(inotify_);
    inotify_ = fresh;
  }
}

bool TreeWatch::complete() const {
  const std::lock_guard lock(mutex_);
  return complete_;
}

void TreeWatch::BeforeAsking(std::string_view path) {
  const std::lock_guard lock(mutex_);
  Cover(FolderOf(path));
  if (!path.empty() && !asked_.contains(path)) asked_.emplace(path);
}

void TreeWatch::BeforeReading(std::string_view path) {
  BeforeAsking(path);
  const std::lock_guard lock(mutex_);
  if (const std::optional<std::string> target = LinkTarget(path)) {
    Cover(FolderOf(*target));
    asked_.insert(*target);
    aliases_[*target].emplace(path);
  }
}

std::optional<std::string> TreeWatch::LinkTarget(std::string_view path) const {
  const FileKind listed = ListedKind(path);
  if (listed == FileKind::kRegular || listed == FileKind::kDirectory) return std::nullopt;
  if (disk_.Kind(path) != FileKind::kSymlink) return std::nullopt;
  return disk_.Follow(path);
}

void TreeWatch::BeforeListing(std::string_view folder) {
  const std::lock_guard lock(mutex_);
  Cover(folder);
}

void TreeWatch::AfterListing(std::string_view folder, const std::vector<DirectoryEntry>& entries) {
  const std::lock_guard lock(mutex_);
  const auto at = folders_.find(folder);
  if (at == folders_.end()) return;
  at->second.listed = true;
  at->second.entries = entries;
}

void TreeWatch::Cover(std::string_view folder) {
  if (folders_.contains(folder)) return;
  if (!folders_.contains(std::string_view()) && !Add({})) return;
  size_t end = 0;
  while (end < folder.size()) {
    end = std::min(folder.find('/', end + 1), folder.size());
    const std::string_view path = folder.substr(0, end);
    if (folders_.contains(path)) continue;
    // Before it is watched: should it come, go or be another afterwards, its folder tells.
    asked_.emplace(path);
    if (!Add(path)) return;
    // Where it leads has no symlinks in it, so that this goes no deeper.
    if (const std::optional<std::string> target = LinkTarget(path)) Cover(*target);
  }
}

bool TreeWatch::Add(std::string_view path) {
  const std::string name(path);
  const std::string absolute = name.empty() ? root_ : root_ + "/" + name;
  int watch = -1;
  errno = ENOSPC;
  if (inotify_ >= 0 && folders_.size() < kMaxFolders)
    watch = inotify_add_watch(inotify_, absolute.c_str(), kEvents);
  if (watch < 0) {
    // What is not there, or not to be read, has nothing to tell.
    const bool nothing = errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == EACCES ||
                         errno == ENAMETOOLONG;
    complete_ = complete_ && nothing;
    return false;
  }
  const Fd folder(open(absolute.c_str(), O_PATH | O_CLOEXEC));
  if (folder.get() < 0 || !TellsOfChanges(folder.get())) complete_ = false;
  folders_[name].watch = watch;
  names_[watch].push_back(name);
  return true;
}

void TreeWatch::Forget(const std::string& folder) {
  const std::string below = folder + "/";
  const auto drop = [&](auto at) {
    const auto named = names_.find(at->second.watch);
    if (named != names_.end()) {
      std::erase(named->second, at->first);
      if (named->second.empty()) {
        inotify_rm_watch(inotify_, at->second.watch);
        names_.erase(named);
      }
    }
    return folders_.erase(at);
  };
  if (const auto at = folders_.find(folder); at != folders_.end()) drop(at);
  for (auto at = folders_.lower_bound(below);
       at != folders_.end() && at->first.starts_with(below);) {
    at = drop(at);
  }
}

void TreeWatch::Read(Events& events) {
  alignas(inotify_event) std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t got = read(inotify_, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    for (ssize_t at = 0; at < got;) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* name = buffer.data() + at + sizeof event;
      at += static_cast<ssize_t>(sizeof event + event.len);
      if ((event.mask & IN_Q_OVERFLOW) != 0) events.changes.anything = true;
      const auto named = names_.find(event.wd);
      if (named == names_.end()) continue;
      const std::vector<std::string> folders = named->second;
      if ((event.mask & (IN_IGNORED | IN_UNMOUNT | IN_MOVE_SELF)) != 0) {
        for (const std::string& folder : folders) Forget(folder);
        events.folders.insert(folders.begin(), folders.end());
        continue;
      }
      if (event.len == 0) continue;  // of the folder itself: the one above it tells
      for (const std::string& folder : folders) Take(event.mask, Join(folder, name), events);
    }
  }
}

void TreeWatch::Take(uint32_t mask, const std::string& path, Events& events) {
  if ((mask & IN_ISDIR) != 0 && (mask & kEntry) != 0) {
    Forget(path);
    events.folders.insert(path);
  } else if (asked_.contains(path)) {
    events.changes.asked.insert(path);
    const auto aliases = aliases_.find(path);
    if (aliases != aliases_.end())
      events.changes.asked.insert(aliases->second.begin(), aliases->second.end());
  } else if ((mask & kEntry) != 0) {
    events.files.insert(path);
  }
}

FileKind TreeWatch::ListedKind(std::string_view path) const {
  const auto folder = folders_.find(FolderOf(path));
  if (folder == folders_.end() || !folder->second.listed) return FileKind::kMissing;
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::vector<DirectoryEntry>& entries = folder->second.entries;
  const auto entry =
      std::lower_bound(entries.begin(), entries.end(), name,
                       [](const DirectoryEntry& a, std::string_view b) { return a.name < b; });
  return entry == entries.end() || entry->name != name ? FileKind::kMissing : entry->kind;
}

TreeWatch::Changes TreeWatch::Drain() {
  const std::lock_guard lock(mutex_);
  Events events;
  Read(events);
  Changes& changes = events.changes;
  if (changes.anything || events.folders.contains("")) {
    Restart();
    changes.anything = true;
    return std::move(changes);
  }
  for (const std::string& path : events.folders) {
    const bool asked = asked_.contains(path);
    // One that came and went again is nothing; one that went and came may hold anything.
    if (!asked && ListedKind(path) == FileKind::kMissing && disk_.Kind(path) == FileKind::kMissing)
      continue;
    (asked ? changes.asked : changes.listed).insert(path);
  }
  for (const std::string& path : events.files) {
    const auto folder = folders_.find(FolderOf(path));
    if (folder == folders_.end() || !folder->second.listed) continue;
    const FileKind now = disk_.Kind(path);
    if (now != ListedKind(path) || now == FileKind::kSymlink) changes.listed.insert(path);
  }
  return std::move(changes);
}

}  // namespace krepis::analyzer
