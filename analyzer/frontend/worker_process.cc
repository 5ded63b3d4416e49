#include "analyzer/frontend/worker_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

namespace krepis::analyzer {
namespace {

constexpr int kSocketBytes = 1 << 20;
constexpr int kPatienceMs = 1000;

Error Failed(std::string_view what, int error) {
  return {fmt::format("cannot start the parser process: {}: {}", what, std::strerror(error)), "", 0,
          0};
}

/// Attributes and file actions of a spawn, released together.
class SpawnPlan {
 public:
  explicit SpawnPlan(int child_fd) {
    posix_spawnattr_init(&attributes_);
    posix_spawn_file_actions_init(&actions_);
    sigset_t signals;
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    posix_spawn_file_actions_adddup2(&actions_, child_fd, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, child_fd, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  const posix_spawnattr_t* attributes() const { return &attributes_; }
  const posix_spawn_file_actions_t* actions() const { return &actions_; }

 private:
  posix_spawnattr_t attributes_;
  posix_spawn_file_actions_t actions_;
};

}  // namespace

Result<void> WorkerProcess::Start(const std::string& executable,
                                  const std::vector<std::string>& arguments) {
  Stop();
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return Failed("socketpair", errno);
  }
  for (const int end : ends) {
    setsockopt(end, SOL_SOCKET, SO_SNDBUF, &kSocketBytes, sizeof kSocketBytes);
  }
  const SpawnPlan plan(ends[1]);
  std::vector<char*> argv = {const_cast<char*>(executable.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  char* environment[] = {nullptr};
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, executable.c_str(), plan.actions(), plan.attributes(),
                                 argv.data(), environment);
  close(ends[1]);
  if (failed != 0) {
    close(ends[0]);
    return Failed(executable, failed);
  }
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  pid_ = pid;
  fd_ = ends[0];
  return {};
}

uint64_t WorkerProcess::CpuMilliseconds() const {
  clockid_t clock{};
  timespec time{};
  if (pid_ <= 0 || clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &time) != 0) {
    return 0;
  }
  return static_cast<uint64_t>(time.tv_sec) * 1000 +
         static_cast<uint64_t>(time.tv_nsec) / 1'000'000;
}

WorkerProcess::End WorkerProcess::Stop() {
#ifdef KREPIS_TRAINING
  // What it has counted is written when it ends by itself, at the end of its input.
  if (pid_ > 0) shutdown(fd_, SHUT_RDWR);
#else
  if (pid_ > 0) kill(pid_, SIGKILL);
#endif
  return Reap();
}

WorkerProcess::End WorkerProcess::Reap() {
  if (pid_ <= 0) return {};
  // Its end of the socket closes at the latest when it ends; one that closed it and lives on is
  // killed.
  int status = 0;
  pid_t ended = 0;
  for (int waited = 0; waited < kPatienceMs; ++waited) {
    ended = waitpid(pid_, &status, WNOHANG);
    if (ended != 0 && !(ended < 0 && errno == EINTR)) break;
    poll(nullptr, 0, 1);
  }
  if (ended == 0) {
    kill(pid_, SIGKILL);
    while ((ended = waitpid(pid_, &status, 0)) < 0 && errno == EINTR) {
    }
  }
  close(fd_);
  pid_ = 0;
  fd_ = -1;
  if (ended <= 0) return {};
  if (WIFSIGNALED(status)) return {0, WTERMSIG(status)};
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 0, 0};
}

}  // namespace krepis::analyzer
