#include "analyzer/engine/behaviors.h"

#include <fmt/format.h>

#include <utility>

#include "krepis/pipeline_context.h"

namespace krepis::analyzer {

void TimingBehavior::PostProcess(PipelineContext& context, const Outcome&) noexcept {
  const auto elapsed = std::chrono::steady_clock::now() - context.metadata().start_time;
  const std::lock_guard lock(mutex_);
  auto it = totals_.find(context.metadata().path);
  if (it == totals_.end()) it = totals_.emplace(context.metadata().path, Total{}).first;
  ++it->second.executions;
  it->second.time += elapsed;
}

void FaultIsolationBehavior::PostProcess(PipelineContext& context,
                                         const Outcome& outcome) noexcept {
  if (outcome) return;
  const UnitOfWork* unit = context.request<UnitOfWork>();
  const std::lock_guard lock(mutex_);
  if (unit != nullptr && !unit->path.empty()) {
    incomplete_.push_back({std::string(unit->path), std::string(outcome.message())});
  } else {
    incomplete_.push_back(
        {"", fmt::format("{} was not evaluated: {}", context.metadata().path, outcome.message())});
  }
}

std::vector<Incomplete> FaultIsolationBehavior::Take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(incomplete_, {});
}

}  // namespace krepis::analyzer
