#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "analyzer/core/progress.h"

namespace krepis::analyzer {

/// Shows a Progress in the last line of a terminal while it exists, for runs that take long enough
/// for somebody to wonder; leaves nothing behind. Where `fd` is no terminal, or TERM is dumb, it
/// does nothing at all.
class ProgressLine {
 public:
  struct Timing {
    std::chrono::milliseconds delay{1000};  // until it appears
    std::chrono::milliseconds period{100};  // between two changes
  };
  /// On stderr. Null: nothing is shown.
  explicit ProgressLine(const Progress* progress) : ProgressLine(progress, 2, Timing()) {}
  ProgressLine(const Progress* progress, int fd, Timing timing);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

 private:
  void Show(const std::stop_token& stop);

  const Progress* progress_;
  int fd_;
  Timing timing_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;  // last: it uses the others
};

}  // namespace krepis::analyzer
