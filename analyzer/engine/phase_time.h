#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace krepis::analyzer {

/// Wall and processor time of one phase, worker processes included where they have ended.
struct PhaseTime {
  std::string name;
  std::chrono::nanoseconds wall{};
  std::chrono::nanoseconds cpu{};
};

/// Records a phase from its construction to its end.
class PhaseStopwatch {
 public:
  /// `phases` must outlive it.
  PhaseStopwatch(std::vector<PhaseTime>& phases, std::string name);
  ~PhaseStopwatch();
  PhaseStopwatch(const PhaseStopwatch&) = delete;
  PhaseStopwatch& operator=(const PhaseStopwatch&) = delete;

 private:
  std::vector<PhaseTime>& phases_;
  std::string name_;
  std::chrono::steady_clock::time_point wall_;
  std::chrono::nanoseconds cpu_;
};

}  // namespace krepis::analyzer
