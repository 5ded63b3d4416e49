#include "analyzer/engine/phase_time.h"

#include <sys/resource.h>

#include <utility>

namespace krepis::analyzer {
namespace {

std::chrono::nanoseconds ProcessorTime() {
  std::chrono::nanoseconds total{};
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime}) {
      total += std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
    }
  }
  return total;
}

}  // namespace

PhaseStopwatch::PhaseStopwatch(std::vector<PhaseTime>& phases, std::string name)
    : phases_(phases),
      name_(std::move(name)),
      wall_(std::chrono::steady_clock::now()),
      cpu_(ProcessorTime()) {}

PhaseStopwatch::~PhaseStopwatch() {
  phases_.push_back(
      {std::move(name_), std::chrono::steady_clock::now() - wall_, ProcessorTime() - cpu_});
}

}  // namespace krepis::analyzer
