#pragma once

namespace krepis::analyzer {

/// While it exists, what asks the process to end (SIGINT, SIGTERM, SIGHUP) is something to read
/// instead of its end. For a process whose other threads, if any, do not take these signals.
class EndSignals {
 public:
  EndSignals();
  ~EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

  /// Readable (poll) from the first of them on; -1 where there is none.
  int fd() const { return fd_; }
  /// Whether there was one.
  bool Came() const;

 private:
  int fd_ = -1;
};

}  // namespace krepis::analyzer
