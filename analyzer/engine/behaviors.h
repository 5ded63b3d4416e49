#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_items.h"

namespace krepis::analyzer {

/// What both of the analyser's pipelines share: global behaviours around every extraction and every
/// rule.

/// Adds up the wall time of executions by metadata path (`frontend/rust`, `layering/cycle`).
class TimingBehavior final : public PipelineBehavior {
 public:
  BehaviorTraits traits() const override { return {.name = "timing", .stage = Stage::kLogging}; }
  Outcome Handle(PipelineContext& context, NextPipe next) override { return next(context); }
  void PostProcess(PipelineContext& context, const Outcome& outcome) noexcept override;

  struct Total {
    uint64_t executions = 0;
    std::chrono::nanoseconds time{};
  };
  /// By path; call when nothing is executing.
  const std::map<std::string, Total, std::less<>>& totals() const { return totals_; }

 private:
  std::mutex mutex_;
  std::map<std::string, Total, std::less<>> totals_;
};

/// Item of a context: the file that the execution is about. Without it a failure is one of the run,
/// named by the metadata path.
inline constexpr ItemKey<std::string_view> kFileOfUnit{"file"};

/// Turns whatever fails inside into one entry of the run's list of what was not analysed, so that a
/// failure costs its unit and nothing else.
class FaultIsolationBehavior final : public PipelineBehavior {
 public:
  BehaviorTraits traits() const override {
    return {.name = "fault-isolation", .stage = Stage::kResilience};
  }
  Outcome Handle(PipelineContext& context, NextPipe next) override { return next(context); }
  void PostProcess(PipelineContext& context, const Outcome& outcome) noexcept override;

  /// Adds an entry that no execution has made: a file that could not even be read.
  void Record(Incomplete entry);
  /// In no particular order; call when nothing is executing.
  std::vector<Incomplete> Take();

 private:
  std::mutex mutex_;
  std::vector<Incomplete> incomplete_;
};

}  // namespace krepis::analyzer
