#pragma once

#include <sys/stat.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "analyzer/core/file_system.h"

namespace krepis::analyzer {

// The system calls below DiskFileSystem and DiskFolder.

/// A file descriptor that is closed at the end.
class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd();
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

/// Opens below `root` and never leaves it, not even through a symlink in the middle of the path.
/// Negative, and errno set, when it fails.
int OpenBeneath(int root, std::string_view path, int flags);

FileKind KindOf(mode_t mode);

/// What DiskFileSystem::Identity() is made of.
using DiskIdentity = std::array<uint64_t, 7>;
DiskIdentity IdentityOf(const struct stat& status);

/// Whether a change from now on shows in that identity: times may stay for a while after a change.
bool IsSettled(const struct stat& status);

/// Whether the file system of an open file is one whose inodes and times tell of every change: on
/// this machine's own disks and in its memory. What other machines change may be seen late, and
/// file systems without inodes make up numbers.
bool TellsOfChanges(int fd);

}  // namespace krepis::analyzer
