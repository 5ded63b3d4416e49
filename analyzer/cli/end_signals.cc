#include "analyzer/cli/end_signals.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <initializer_list>

namespace krepis::analyzer {
namespace {

sigset_t Signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

}  // namespace

EndSignals::EndSignals() {
  const sigset_t signals = Signals();
  fd_ = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  if (fd_ >= 0) pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

EndSignals::~EndSignals() {
  if (fd_ < 0) return;
  // What came has been heard: it must not end the process once it may.
  signalfd_siginfo heard;
  while (read(fd_, &heard, sizeof heard) > 0) {
  }
  const sigset_t signals = Signals();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  close(fd_);
}

bool EndSignals::Came() const {
  pollfd ready = {fd_, POLLIN, 0};
  return fd_ >= 0 && poll(&ready, 1, 0) > 0;
}

}  // namespace krepis::analyzer
