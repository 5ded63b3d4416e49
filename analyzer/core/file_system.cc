#include "analyzer/core/file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <set>
#include <utility>

#include "analyzer/core/disk_access.h"

namespace krepis::analyzer {
namespace {

Error SystemError(std::string_view verb, std::string_view path, int code) {
  return {fmt::format("cannot {} {}: {}", verb, path.empty() ? "." : path, std::strerror(code)),
          std::string(path)};
}

FileKind EntryKind(int directory, const dirent64& entry) {
  switch (entry.d_type) {
    case DT_REG:
      return FileKind::kRegular;
    case DT_DIR:
      return FileKind::kDirectory;
    case DT_LNK:
      return FileKind::kSymlink;
    case DT_UNKNOWN: {  // some file systems do not say
      struct stat status{};
      if (fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
        return KindOf(status.st_mode);
      }
      return FileKind::kOther;
    }
    default:
      return FileKind::kOther;
  }
}

Result<std::string> ReadOpen(int fd, const struct stat& status, std::string_view path,
                             uint64_t max_bytes) {
  if (!S_ISREG(status.st_mode)) {
    return Error{fmt::format("cannot read {}: not a regular file", path), std::string(path)};
  }
  const auto too_large = [&] {
    return Error{fmt::format("{} is larger than {} bytes ([limits] file_bytes)", path, max_bytes),
                 std::string(path)};
  };
  const auto size = static_cast<size_t>(status.st_size);
  if (max_bytes != 0 && size > max_bytes) return too_large();
  // With room for one byte more, so that the end is seen with the bytes before it.
  std::string bytes(size + 1, '\0');
  size_t used = 0;
  for (;;) {  // the file may grow or shrink while it is read
    const ssize_t count = read(fd, bytes.data() + used, bytes.size() - used);
    if (count < 0) {
      if (errno == EINTR) continue;
      return SystemError("read", path, errno);
    }
    used += static_cast<size_t>(count);
    if (max_bytes != 0 && used > max_bytes) return too_large();
    if (count == 0 || used == size) break;
    if (used == bytes.size()) bytes.resize(used + size_t{64} * 1024);
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace

std::optional<std::string> FileSystem::Identity(std::string_view) const { return std::nullopt; }

Result<FileSystem::IdentifiedText> FileSystem::ReadIdentified(std::string_view path,
                                                              uint64_t max_bytes) const {
  std::optional<std::string> identity = Identity(path);
  Result<std::string> text = Read(path, max_bytes);
  if (!text) return text.error();
  return IdentifiedText{*std::move(text), std::move(identity)};
}

DiskFileSystem::DiskFileSystem(std::string root) : root_(std::move(root)) {
  root_fd_ = open(root_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
}

DiskFileSystem::~DiskFileSystem() {
  if (root_fd_ >= 0) close(root_fd_);
}

Result<std::string> DiskFileSystem::Read(std::string_view path, uint64_t max_bytes) const {
  const Fd fd(OpenBeneath(root_fd_, path, O_RDONLY));
  if (fd.get() < 0) return SystemError("read", path, errno);
  struct stat status{};
  if (fstat(fd.get(), &status) != 0) return SystemError("read", path, errno);
  return ReadOpen(fd.get(), status, path, max_bytes);
}

Result<FileSystem::IdentifiedText> DiskFileSystem::ReadIdentified(std::string_view path,
                                                                  uint64_t max_bytes) const {
  const Fd fd(OpenBeneath(root_fd_, path, O_RDONLY | O_NOFOLLOW));
  struct stat status{};
  if (fd.get() < 0 || fstat(fd.get(), &status) != 0) {
    // A symlink has no identity, or there is an error to tell.
    Result<std::string> text = Read(path, max_bytes);
    if (!text) return text.error();
    return IdentifiedText{*std::move(text), std::nullopt};
  }
  std::optional<std::string> identity = IdentityOfOpen(fd.get(), status);
  Result<std::string> text = ReadOpen(fd.get(), status, path, max_bytes);
  if (!text) return text.error();
  return IdentifiedText{*std::move(text), std::move(identity)};
}

// getdents64 rather than readdir: opendir spends two more system calls and an allocation on each
// directory.
Result<std::vector<DirectoryEntry>> DiskFileSystem::List(std::string_view path) const {
  const Fd fd(OpenBeneath(root_fd_, path, O_RDONLY | O_DIRECTORY));
  if (fd.get() < 0) return SystemError("list", path, errno);
  std::vector<DirectoryEntry> entries;
  alignas(dirent64) char buffer[32 * 1024];
  for (;;) {
    const ssize_t size = getdents64(fd.get(), buffer, sizeof buffer);
    if (size < 0) return SystemError("list", path, errno);
    if (size == 0) break;
    for (ssize_t at = 0; at < size;) {
      const auto* entry = reinterpret_cast<const dirent64*>(buffer + at);
      at += entry->d_reclen;
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      entries.push_back({std::string(name), EntryKind(fd.get(), *entry)});
    }
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

FileKind DiskFileSystem::Kind(std::string_view path) const {
  const Fd fd(OpenBeneath(root_fd_, path, O_PATH | O_NOFOLLOW));
  struct stat status{};
  if (fd.get() < 0 || fstat(fd.get(), &status) != 0) return FileKind::kMissing;
  return KindOf(status.st_mode);
}

std::optional<std::string> DiskFileSystem::Follow(std::string_view path) const {
  const Fd fd(OpenBeneath(root_fd_, path, O_PATH));
  if (fd.get() < 0) return std::nullopt;
  const auto place = [](int opened) -> std::optional<std::string> {
    const std::string link = fmt::format("/proc/self/fd/{}", opened);
    char buffer[PATH_MAX];
    const ssize_t size = readlink(link.c_str(), buffer, sizeof buffer);
    if (size <= 0 || size == sizeof buffer) return std::nullopt;
    return std::string(buffer, static_cast<size_t>(size));
  };
  const std::optional<std::string> root = place(root_fd_);
  const std::optional<std::string> target = place(fd.get());
  if (!root || !target) return std::nullopt;
  if (*target == *root) return "";
  const std::string below = root->ends_with('/') ? *root : *root + "/";
  if (!target->starts_with(below)) return std::nullopt;
  return target->substr(below.size());
}

std::optional<std::string> DiskFileSystem::Identity(std::string_view path) const {
  const Fd fd(OpenBeneath(root_fd_, path, O_PATH | O_NOFOLLOW));
  struct stat status{};
  if (fd.get() < 0 || fstat(fd.get(), &status) != 0) return std::nullopt;
  return IdentityOfOpen(fd.get(), status);
}

std::optional<std::string> DiskFileSystem::IdentityOfOpen(int fd, const struct stat& status) const {
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return std::nullopt;
  const uint64_t device = status.st_dev;
  if (device == 0 || telling_device_.load(std::memory_order_relaxed) != device) {
    if (!TellsOfChanges(fd)) return std::nullopt;
    telling_device_.store(device, std::memory_order_relaxed);
  }
  if (!IsSettled(status)) return std::nullopt;
  const DiskIdentity identity = IdentityOf(status);
  return std::string(reinterpret_cast<const char*>(identity.data()), sizeof identity);
}

Result<std::string> MemoryFileSystem::Read(std::string_view path, uint64_t max_bytes) const {
  const auto it = files_.find(path);
  if (it == files_.end()) return SystemError("read", path, ENOENT);
  if (max_bytes != 0 && it->second.size() > max_bytes) {
    return Error{fmt::format("{} is larger than {} bytes ([limits] file_bytes)", path, max_bytes),
                 std::string(path)};
  }
  return it->second;
}

Result<std::vector<DirectoryEntry>> MemoryFileSystem::List(std::string_view path) const {
  const std::string prefix = path.empty() ? "" : std::string(path) + "/";
  std::set<std::pair<std::string, bool>> found;
  for (auto it = files_.lower_bound(prefix); it != files_.end() && it->first.starts_with(prefix);
       ++it) {
    const std::string_view rest = std::string_view(it->first).substr(prefix.size());
    const size_t slash = rest.find('/');
    found.emplace(std::string(rest.substr(0, slash)), slash != std::string_view::npos);
  }
  std::vector<DirectoryEntry> entries;
  for (auto it = links_.lower_bound(prefix); it != links_.end() && it->first.starts_with(prefix);
       ++it) {
    std::string name = it->first.substr(prefix.size());
    if (name.find('/') == std::string::npos)
      entries.push_back({std::move(name), FileKind::kSymlink});
  }
  if (found.empty() && entries.empty() && !path.empty()) return SystemError("list", path, ENOENT);
  for (const auto& [name, directory] : found) {
    entries.push_back({name, directory ? FileKind::kDirectory : FileKind::kRegular});
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

std::optional<std::string> MemoryFileSystem::Follow(std::string_view path) const {
  if (const auto link = links_.find(path); link != links_.end()) path = link->second;
  if (Kind(path) == FileKind::kMissing) return std::nullopt;
  return std::string(path);
}

FileKind MemoryFileSystem::Kind(std::string_view path) const {
  if (path.empty()) return FileKind::kDirectory;
  if (files_.contains(path)) return FileKind::kRegular;
  if (links_.contains(path)) return FileKind::kSymlink;
  const std::string prefix = std::string(path) + "/";
  const auto it = files_.lower_bound(prefix);
  return it != files_.end() && it->first.starts_with(prefix) ? FileKind::kDirectory
                                                             : FileKind::kMissing;
}

}  // namespace krepis::analyzer
