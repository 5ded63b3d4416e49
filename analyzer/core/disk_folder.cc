#include "analyzer/core/disk_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace krepis::analyzer {
namespace {

/// Whether that error means that there is nothing, also for the next one who asks. EXDEV and ELOOP:
/// a symlink leads out of the tree, or nowhere.
bool MeansMissing(int error) {
  return error == ENOENT || error == ENOTDIR || error == EXDEV || error == ELOOP ||
         error == ENAMETOOLONG;
}

}  // namespace

DiskRoot::DiskRoot(const std::string& path)
    : fd_(open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}

DiskFolder::DiskFolder(const DiskRoot& root, const std::string& path)
    : fd_(OpenBeneath(root.fd(), path, O_PATH | O_DIRECTORY)), error_(fd_.get() < 0 ? errno : 0) {}

std::optional<DiskFolder::Entry> DiskFolder::Look(const char* name) const {
  struct stat status{};
  int error = error_;
  if (error == 0 && fstatat(fd_.get(), name, &status, AT_SYMLINK_NOFOLLOW) != 0) error = errno;
  if (error != 0) return MeansMissing(error) ? std::optional(Entry()) : std::nullopt;
  return Entry{KindOf(status.st_mode), IdentityOf(status)};
}

}  // namespace krepis::analyzer
