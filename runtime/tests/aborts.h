#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace krepis::testing {

/// Whether `body`, run in a process of its own, ends that by abort().
template <class Body>
bool Aborts(Body body) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);
    close(STDERR_FILENO);
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

}  // namespace krepis::testing
