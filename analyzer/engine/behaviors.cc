#include "analyzer/engine/behaviors.h"

#include <fmt/format.h>

#include <utility>

#include "krepis/pipeline_context.h"

namespace krepis::analyzer {

void TimingBehavior::PostProcess(PipelineContext& context, const Outcome&) noexcept {
  const auto elapsed = std::chrono::steady_clock::now() - context.metadata().start_time();
  const std::lock_guard lock(mutex_);
  auto it = totals_.find(context.metadata().path);
  if (it == totals_.end()) it = totals_.emplace(context.metadata().path, Total{}).first;
  ++it->second.executions;
  it->second.time += elapsed;
}

void FaultIsolationBehavior::PostProcess(PipelineContext& context,
                                         const Outcome& outcome) noexcept {
  if (outcome) return;
  if (const std::string_view* file = context.items().Find(kFileOfUnit)) {
    Record({std::string(*file), std::string(outcome.message())});
  } else {
    Record(
        {"", fmt::format("{} was not evaluated: {}", context.metadata().path, outcome.message())});
  }
}

void FaultIsolationBehavior::Record(Incomplete entry) {
  const std::lock_guard lock(mutex_);
  incomplete_.push_back(std::move(entry));
}

std::vector<Incomplete> FaultIsolationBehavior::Take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(incomplete_, {});
}

}  // namespace krepis::analyzer
