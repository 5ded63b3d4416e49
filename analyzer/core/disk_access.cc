#include "analyzer/core/disk_access.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <string>

namespace krepis::analyzer {

Fd::~Fd() {
  if (fd_ >= 0) close(fd_);
}

// O_NONBLOCK: opening a FIFO must not wait for a writer. openat2 refuses it beside O_PATH, which
// opens nothing.
int OpenBeneath(int root, std::string_view path, int flags) {
  const std::string name = path.empty() ? "." : std::string(path);
  open_how how{};
  if ((flags & O_PATH) == 0) flags |= O_NONBLOCK | O_NOCTTY;
  how.flags = static_cast<uint64_t>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  const long fd = syscall(SYS_openat2, root, name.c_str(), &how, sizeof how);
  return static_cast<int>(fd);
}

FileKind KindOf(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::kRegular;
  if (S_ISDIR(mode)) return FileKind::kDirectory;
  if (S_ISLNK(mode)) return FileKind::kSymlink;
  return FileKind::kOther;
}

DiskIdentity IdentityOf(const struct stat& status) {
  return {
      static_cast<uint64_t>(status.st_dev),          static_cast<uint64_t>(status.st_ino),
      static_cast<uint64_t>(status.st_size),         static_cast<uint64_t>(status.st_mtim.tv_sec),
      static_cast<uint64_t>(status.st_mtim.tv_nsec), static_cast<uint64_t>(status.st_ctim.tv_sec),
      static_cast<uint64_t>(status.st_ctim.tv_nsec),
  };
}

bool IsSettled(const struct stat& status) {
  // Coarser than the times of any file system that keeps them.
  constexpr time_t kSettled = 3;
  timespec now{};
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return std::max(status.st_ctim.tv_sec, status.st_mtim.tv_sec) + kSettled <= now.tv_sec;
}

bool TellsOfChanges(int fd) {
  // f_type of statfs(2); linux/magic.h does not have all of them.
  constexpr std::array<uint32_t, 9> kOwn = {
      0xEF53,      // ext2 to ext4
      0x58465342,  // XFS
      0x9123683E,  // Btrfs
      0xF2F52010,  // F2FS
      0x2FC12FC1,  // ZFS
      0xCA451A4E,  // bcachefs
      0x794C7630,  // overlayfs, of containers
      0x01021994,  // tmpfs
      0x858458F6,  // ramfs
  };
  struct statfs system{};
  return fstatfs(fd, &system) == 0 &&
         std::find(kOwn.begin(), kOwn.end(), static_cast<uint32_t>(system.f_type)) != kOwn.end();
}

}  // namespace krepis::analyzer
