#include "analyzer/live/resident_socket.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>

#include "analyzer/core/digest.h"
#include "analyzer/live/program_stamp.h"
#include "analyzer/store/cache_folder.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kLock = ".lock";

std::string SocketOf(std::string_view name) { return std::string(name) + ".sock"; }

/// The folder of all sockets, opened; -1 where others might enter it or it is not this user's.
int OpenFolder(bool make) {
  const std::optional<std::string> cache = CacheFolder();
  if (!cache) return -1;
  const std::string path = *cache + "/live";
  if (make) mkdir(path.c_str(), 0700);
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat status{};
  const bool safe = folder >= 0 && fstat(folder, &status) == 0 && status.st_uid == geteuid() &&
                    (status.st_mode & 07777) == 0700;
  if (safe) return folder;
  if (folder >= 0) close(folder);
  return -1;
}

/// The address of a file in an open folder, whatever the folder's path is or becomes.
sockaddr_un AddressOf(int folder, const std::string& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = fmt::format("/proc/self/fd/{}/{}", folder, file);
  if (path.size() < sizeof address.sun_path)
    std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

/// Takes a lock in the folder, which ends with the process; -1 where another process has it.
int TakeLock(int folder, const std::string& file, int flags) {
  constexpr int kAttempts = 3;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const int lock =
        openat(folder, file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | flags, 0600);
    if (lock < 0) return -1;
    struct stat mine{};
    struct stat there{};
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
      // Who held it before may have taken it away in the meantime.
      if (fstat(lock, &mine) == 0 && S_ISREG(mine.st_mode) &&
          fstatat(folder, file.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0 &&
          mine.st_ino == there.st_ino)
        return lock;
    } else if (errno == EWOULDBLOCK) {
      close(lock);
      return -1;
    }
    close(lock);
  }
  return -1;
}

void TakeAway(int folder, const std::string& name) {
  unlinkat(folder, SocketOf(name).c_str(), 0);
  unlinkat(folder, (name + std::string(kLock)).c_str(), 0);
}

/// Takes away what processes left that did not end by themselves.
void Sweep(int folder) {
  const int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* const entries = copy < 0 ? nullptr : fdopendir(copy);
  if (entries == nullptr) {
    if (copy >= 0) close(copy);
    return;
  }
  while (const dirent* entry = readdir(entries)) {
    const std::string file = entry->d_name;
    if (!file.ends_with(kLock)) continue;
    const int lock = TakeLock(folder, file, 0);
    if (lock < 0) continue;
    TakeAway(folder, file.substr(0, file.size() - kLock.size()));
    close(lock);
  }
  closedir(entries);
}

}  // namespace

std::string ResidentName(const std::string& root) {
  const std::string stamp = ProgramStamp();
  if (stamp.empty()) return "";
  // Other containers may have another folder of that name.
  struct stat status{};
  if (stat(root.c_str(), &status) != 0) return "";
  return Sha256Hex(fmt::format("{}\n{} {} {} {}\n{}", root, status.st_dev, status.st_ino, geteuid(),
                               getegid(), stamp))
      .substr(0, 32);
}

std::unique_ptr<ResidentSocket> ResidentSocket::Listen(const std::string& name) {
  if (name.empty()) return nullptr;
  std::unique_ptr<ResidentSocket> resident(new ResidentSocket);
  resident->folder_ = OpenFolder(true);
  if (resident->folder_ < 0) return nullptr;
  Sweep(resident->folder_);
  resident->lock_ = TakeLock(resident->folder_, name + std::string(kLock), O_CREAT);
  if (resident->lock_ < 0) return nullptr;
  resident->name_ = name;  // from here on it is this one's to take away
  const std::string file = SocketOf(name);
  unlinkat(resident->folder_, file.c_str(), 0);
  resident->socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const sockaddr_un address = AddressOf(resident->folder_, file);
  constexpr int kWaiting = 16;
  if (resident->socket_ < 0 ||
      bind(resident->socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(resident->socket_, kWaiting) != 0)
    return nullptr;
  return resident;
}

ResidentSocket::~ResidentSocket() {
  if (!name_.empty()) TakeAway(folder_, name_);
  for (const int fd : {socket_, lock_, folder_}) {
    if (fd >= 0) close(fd);
  }
}

Connection ResidentSocket::Accept() const {
  Connection connection(accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (connection.connected() && !connection.IsOfThisUser()) return Connection(-1);
  return connection;
}

Connection ResidentSocket::Connect(const std::string& name) {
  const int folder = name.empty() ? -1 : OpenFolder(false);
  if (folder < 0) return Connection(-1);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const sockaddr_un address = AddressOf(folder, SocketOf(name));
  const bool connected =
      fd >= 0 && connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(folder);
  if (!connected && fd >= 0) close(fd);
  Connection connection(connected ? fd : -1);
  if (connected && !connection.IsOfThisUser()) return Connection(-1);
  return connection;
}

}  // namespace krepis::analyzer
