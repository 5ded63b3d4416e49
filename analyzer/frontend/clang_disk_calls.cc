#include "analyzer/frontend/clang_disk_calls.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// clang's libraries call these by name, and find those of the program before those of the C
// library. They are all that libclang, libclang-cpp, libLLVM and libstdc++ import to reach a file
// by its name; which of them take part in nothing that a unit's result hangs on end the noting.

namespace krepis::analyzer {
namespace {

/// Keeps errno for whoever called, past what noting does to it.
template <class Result>
class Outcome {
 public:
  explicit Outcome(Result result) : result_(result), error_(errno) {}
  ~Outcome() { errno = error_; }
  Outcome(const Outcome&) = delete;
  Outcome& operator=(const Outcome&) = delete;
  Result result() const { return result_; }
  int error() const { return error_; }

 private:
  const Result result_;
  const int error_;
};

/// The C library's own.
template <class Function>
Function Next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

/// Whether the path is known not to be there, and errno says so.
bool IsMissing(const char* path) {
  if (path == nullptr) return false;
  const int error = ClangDiskCalls().Missing(path);
  if (error != 0) errno = error;
  return error != 0;
}

int Stat(const char* path, struct stat* status) {
  if (IsMissing(path)) return -1;
  const Outcome done(static_cast<int>(syscall(SYS_newfstatat, AT_FDCWD, path, status, 0)));
  if (done.result() == 0) {
    ClangDiskCalls().Found(path, *status);
  } else {
    ClangDiskCalls().Failed(path, done.error());
  }
  return done.result();
}

/// A question that says only that something is there.
void LookAgain(const char* path) {
  struct stat status{};
  if (syscall(SYS_newfstatat, AT_FDCWD, path, &status, 0) == 0) {
    ClangDiskCalls().Found(path, status);
  } else {
    ClangDiskCalls().GiveUp();
  }
}

void FoundOpen(const char* path, int fd) {
  struct stat status{};
  if (fstat(fd, &status) == 0) {
    ClangDiskCalls().Found(path, status);
  } else {
    ClangDiskCalls().GiveUp();
  }
}

int Open(const char* path, int flags, mode_t mode) {
  constexpr int kPlain = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  if (IsMissing(path)) return -1;
  const Outcome done(static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode)));
  if ((flags & ~kPlain) != 0) {
    ClangDiskCalls().GiveUp();
  } else if (done.result() >= 0) {
    FoundOpen(path, done.result());
  } else {
    ClangDiskCalls().Failed(path, done.error());
  }
  return done.result();
}

FILE* OpenStream(const char* path, const char* mode, const char* name) {
  if (IsMissing(path)) return nullptr;
  const auto next = Next<FILE* (*)(const char*, const char*)>(name);
  const Outcome done(next(path, mode));
  if (mode[0] != 'r' || std::string_view(mode).find('+') != std::string_view::npos) {
    ClangDiskCalls().GiveUp();
  } else if (done.result() != nullptr) {
    FoundOpen(path, fileno(done.result()));
  } else {
    ClangDiskCalls().Failed(path, done.error());
  }
  return done.result();
}

/// A call of which nothing is noted.
template <class... Arguments>
long Unnoted(long call, Arguments... arguments) {
  const Outcome done(syscall(call, arguments...));
  ClangDiskCalls().GiveUp();
  return done.result();
}

}  // namespace

// Never destroyed: libraries that end later may still ask.
AskedDisk& ClangDiskCalls() {
  static AskedDisk& asked = *new AskedDisk;
  return asked;
}

// The functions, under other names than those by which they are found: how a header declares or
// inlines these is no matter.
#define KREPIS_STANDS_FOR(name) __asm__(name) __attribute__((used, visibility("default")))

extern "C" {

int StandsForStat(const char* path, struct stat* status) KREPIS_STANDS_FOR("stat");
int StandsForStat64(const char* path, struct stat* status) KREPIS_STANDS_FOR("stat64");
int StandsForXstat(int version, const char* path, struct stat* status) KREPIS_STANDS_FOR("__xstat");
int StandsForXstat64(int version, const char* path, struct stat* status)
    KREPIS_STANDS_FOR("__xstat64");
int StandsForLstat(const char* path, struct stat* status) KREPIS_STANDS_FOR("lstat");
int StandsForLstat64(const char* path, struct stat* status) KREPIS_STANDS_FOR("lstat64");
int StandsForOpen(const char* path, int flags, ...) KREPIS_STANDS_FOR("open");
int StandsForOpen64(const char* path, int flags, ...) KREPIS_STANDS_FOR("open64");
int StandsForOpenat(int folder, const char* path, int flags, ...) KREPIS_STANDS_FOR("openat");
FILE* StandsForFopen(const char* path, const char* mode) KREPIS_STANDS_FOR("fopen");
FILE* StandsForFopen64(const char* path, const char* mode) KREPIS_STANDS_FOR("fopen64");
int StandsForAccess(const char* path, int mode) KREPIS_STANDS_FOR("access");
DIR* StandsForOpendir(const char* path) KREPIS_STANDS_FOR("opendir");
char* StandsForRealpath(const char* path, char* target) KREPIS_STANDS_FOR("realpath");
ssize_t StandsForReadlink(const char* path, char* target, size_t size)
    KREPIS_STANDS_FOR("readlink");
int StandsForStatfs(const char* path, struct statfs* system) KREPIS_STANDS_FOR("statfs");
int StandsForStatvfs(const char* path, struct statvfs* system) KREPIS_STANDS_FOR("statvfs");
int StandsForChdir(const char* path) KREPIS_STANDS_FOR("chdir");

int StandsForStat(const char* path, struct stat* status) { return Stat(path, status); }
int StandsForStat64(const char* path, struct stat* status) { return Stat(path, status); }
int StandsForXstat(int, const char* path, struct stat* status) { return Stat(path, status); }
int StandsForXstat64(int, const char* path, struct stat* status) { return Stat(path, status); }

int StandsForLstat(const char* path, struct stat* status) {
  return static_cast<int>(Unnoted(SYS_newfstatat, AT_FDCWD, path, status, AT_SYMLINK_NOFOLLOW));
}
int StandsForLstat64(const char* path, struct stat* status) { return StandsForLstat(path, status); }

int StandsForOpen(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return Open(path, flags, mode);
}
int StandsForOpen64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return Open(path, flags, mode);
}
int StandsForOpenat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return static_cast<int>(Unnoted(SYS_openat, folder, path, flags, mode));
}

FILE* StandsForFopen(const char* path, const char* mode) { return OpenStream(path, mode, "fopen"); }
FILE* StandsForFopen64(const char* path, const char* mode) {
  return OpenStream(path, mode, "fopen64");
}

int StandsForAccess(const char* path, int mode) {
  if (IsMissing(path)) return -1;
  const Outcome done(static_cast<int>(syscall(SYS_faccessat, AT_FDCWD, path, mode)));
  if (done.result() == 0) {
    LookAgain(path);
  } else {
    ClangDiskCalls().Failed(path, done.error());
  }
  return done.result();
}

DIR* StandsForOpendir(const char* path) {
  if (IsMissing(path)) return nullptr;
  static const auto next = Next<DIR* (*)(const char*)>("opendir");
  const Outcome done(next(path));
  if (done.result() != nullptr) {
    ClangDiskCalls().Listed(path, dirfd(done.result()));
  } else {
    ClangDiskCalls().Failed(path, done.error());
  }
  return done.result();
}

char* StandsForRealpath(const char* path, char* target) {
  if (IsMissing(path)) return nullptr;
  static const auto next = Next<char* (*)(const char*, char*)>("realpath");
  const Outcome done(next(path, target));
  if (done.result() != nullptr) {
    ClangDiskCalls().Resolved(path, done.result());
  } else {
    ClangDiskCalls().Failed(path, done.error());
  }
  return done.result();
}

// What an open file is called says nothing that resolving the path did not.
ssize_t StandsForReadlink(const char* path, char* target, size_t size) {
  constexpr std::string_view kOwn = "/proc/self/";
  const Outcome done(syscall(SYS_readlinkat, AT_FDCWD, path, target, size));
  if (!std::string_view(path).starts_with(kOwn)) ClangDiskCalls().GiveUp();
  return done.result();
}

int StandsForStatfs(const char* path, struct statfs* system) {
  return static_cast<int>(Unnoted(SYS_statfs, path, system));
}

int StandsForStatvfs(const char* path, struct statvfs* system) {
  static const auto next = Next<int (*)(const char*, struct statvfs*)>("statvfs");
  ClangDiskCalls().GiveUp();
  return next(path, system);
}

int StandsForChdir(const char* path) {
  const Outcome done(static_cast<int>(syscall(SYS_chdir, path)));
  if (done.result() == 0) {
    ClangDiskCalls().Entered(path);
    LookAgain(path);
  } else {
    ClangDiskCalls().Failed(path, done.error());
  }
  return done.result();
}

}  // extern "C"

namespace {

/// Whether clang's libraries find these functions, and not the C library's.
bool StandInFront() {
  const auto first = [](const char* name, auto* own) {
    return dlsym(RTLD_DEFAULT, name) == reinterpret_cast<void*>(own);
  };
  return first("stat", &StandsForStat) && first("stat64", &StandsForStat64) &&
         first("__xstat", &StandsForXstat) && first("__xstat64", &StandsForXstat64) &&
         first("lstat", &StandsForLstat) && first("lstat64", &StandsForLstat64) &&
         first("open", &StandsForOpen) && first("open64", &StandsForOpen64) &&
         first("openat", &StandsForOpenat) && first("fopen", &StandsForFopen) &&
         first("fopen64", &StandsForFopen64) && first("access", &StandsForAccess) &&
         first("opendir", &StandsForOpendir) && first("realpath", &StandsForRealpath) &&
         first("readlink", &StandsForReadlink) && first("statfs", &StandsForStatfs) &&
         first("statvfs", &StandsForStatvfs) && first("chdir", &StandsForChdir);
}

}  // namespace

AskedDisk& BeginClangDiskCalls() {
  AskedDisk& asked = ClangDiskCalls();
  asked.Begin();
  if (!StandInFront()) asked.GiveUp();
  return asked;
}

}  // namespace krepis::analyzer
