#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// A child process that is spoken to over one socket, which is its standard input and output. It
/// starts with an empty environment, default signals, no other descriptor, and dies with the thread
/// that started it. Not thread-safe.
class WorkerProcess {
 public:
  WorkerProcess() = default;
  ~WorkerProcess() { Stop(); }
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  /// How a process ended: an exit code or a signal.
  struct End {
    int exit_code = 0;
    int signal = 0;
  };

  /// Starts `executable` with `arguments` (argv[1] on). The error says what could not be done.
  Result<void> Start(const std::string& executable, const std::vector<std::string>& arguments);
  bool running() const { return pid_ > 0; }
  pid_t pid() const { return pid_; }
  /// The client's end of the socket, non-blocking.
  int fd() const { return fd_; }
  /// CPU time that the process used so far, milliseconds.
  uint64_t CpuMilliseconds() const;
  /// Kills the process when it still runs, and says how it ended; {} when none was started.
  End Stop();
  /// Waits for a process whose end of the socket is closed already; one that does not end by itself
  /// is killed.
  End Reap();

 private:
  pid_t pid_ = 0;
  int fd_ = -1;
};

}  // namespace krepis::analyzer
