#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>

#include "analyzer/lsp/inbox.h"
#include "analyzer/lsp/outbox.h"

namespace krepis::analyzer {

/// Reads a client's messages into an inbox, and watches whether the client's process still runs. A
/// message that cannot be read is answered here. Sleeps in the kernel while nothing comes.
class InputThread {
 public:
  /// Reads from `fd`, which it does not close.
  InputThread(int fd, Inbox& inbox, Outbox& outbox);
  ~InputThread();
  InputThread(const InputThread&) = delete;
  InputThread& operator=(const InputThread&) = delete;

  /// The input counts as ended when that process does. A number that is no process is one that has
  /// ended.
  void WatchProcess(int64_t process);

 private:
  void Run();
  void End(std::string why) { inbox_.PushEnd({std::move(why)}); }

  const int fd_;
  Inbox& inbox_;
  Outbox& outbox_;
  int wake_ = -1;                     // an eventfd: something changed below
  std::atomic<int> process_fd_ = -1;  // of the client's process
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace krepis::analyzer
