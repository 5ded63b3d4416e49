#include "analyzer/frontend/worker_confinement.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace krepis::analyzer {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

#ifdef KREPIS_TRAINING
constexpr bool kTraining = true;
#else
constexpr bool kTraining = false;
#endif

/// Address space that the program itself and its libraries may take beside its data.
constexpr uint64_t kProgramBytes = uint64_t{1} << 30;

bool Limit(int resource, uint64_t value) {
  const rlimit limit = {value, value};
  return setrlimit(static_cast<__rlimit_resource_t>(resource), &limit) == 0;
}

bool LimitResources(const WorkerSetup& setup) {
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_FSIZE, 0);
  Limit(RLIMIT_NOFILE, setup.readable.empty() ? 16 : 256);
  if (kSanitized || setup.memory_bytes == 0) return false;
  // Data is what counts; the address space is the fallback where the kernel does not count data.
  return Limit(RLIMIT_DATA, setup.memory_bytes) &&
         Limit(RLIMIT_AS, setup.memory_bytes + kProgramBytes);
}

// The rights of Landlock's first version; later ones (rename across directories, truncate, ioctl)
// only widen what a process must not do and are added as far as the kernel knows them.
constexpr uint64_t kFileRights[] = {
    (uint64_t{1} << 13) - 1,  // version 1: execute … make_sym
    (uint64_t{1} << 14) - 1,  // version 2: refer
    (uint64_t{1} << 15) - 1,  // version 3: truncate
    (uint64_t{1} << 15) - 1,  // version 4: network, below
    (uint64_t{1} << 16) - 1,  // version 5: ioctl_dev
};
constexpr uint64_t kTcpRights = 3;  // bind, connect; version 4

/// As the kernel's struct landlock_ruleset_attr of version 4, which older headers do not have.
struct RulesetAttributes {
  uint64_t files = 0;
  uint64_t network = 0;
};

bool RestrictFiles(const std::vector<std::string>& readable) {
  const long version =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return false;
  RulesetAttributes attributes;
  const size_t known = version < 5 ? static_cast<size_t>(version) : 5;
  attributes.files = kFileRights[known - 1];
  attributes.network = version >= 4 ? kTcpRights : 0;
  const size_t size = version >= 4 ? sizeof attributes : sizeof attributes.files;
  const int ruleset = static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, size, 0));
  if (ruleset < 0) return false;
  for (const std::string& path : readable) {
    const int fd = open(path.c_str(), O_PATH | O_CLOEXEC);
    if (fd < 0) continue;  // what does not exist cannot be read either
    landlock_path_beneath_attr rule = {};
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    rule.parent_fd = fd;
    if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
      // A regular file has no directory right.
      rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
      syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    }
    close(fd);
  }
  const bool restricted = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  close(ruleset);
  return restricted;
}

// What a parser needs: memory, its socket, the clock, and to end.
constexpr int kAllowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(recvfrom),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(close),
    SCMP_SYS(brk),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(tgkill),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(getrandom),
    SCMP_SYS(sched_yield),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

// What a compiler needs beside that: files to read (Landlock says which) and threads.
constexpr int kAllowedToReaders[] = {
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(pread64),
    SCMP_SYS(lseek),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(statfs),
    SCMP_SYS(fstatfs),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(getcwd),
    SCMP_SYS(chdir),
    SCMP_SYS(fcntl),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getrusage),
    SCMP_SYS(prlimit64),
    SCMP_SYS(getuid),
    SCMP_SYS(sysinfo),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(uname),
};

bool FilterSystemCalls(bool reads_files) {
  if (kSanitized) return false;
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == nullptr) return false;
  bool complete = true;
  const auto allow = [&](int call) {
    // Calls that this architecture does not have are negative numbers to libseccomp.
    if (call >= 0) complete &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  };
  for (const int call : kAllowed) allow(call);
  if (reads_files) {
    for (const int call : kAllowedToReaders) allow(call);
    // Threads, but no processes; the C library falls back from clone3, whose flags no filter sees.
    complete &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                                 SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0;
    complete &= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
  }
  complete = complete && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return complete;
}

}  // namespace

Confinement ConfineThisProcess(const WorkerSetup& setup) {
  Confinement confinement;
  if (kTraining) return confinement;
  confinement.no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (confinement.no_new_privileges) {
    confinement.landlock = RestrictFiles(setup.readable);
  }
  confinement.memory_limit = LimitResources(setup);
  if (confinement.no_new_privileges) {
    confinement.seccomp = FilterSystemCalls(!setup.readable.empty());
  }
  return confinement;
}

}  // namespace krepis::analyzer
