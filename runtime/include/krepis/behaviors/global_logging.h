#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "krepis/behaviors/log_record.h"
#include "krepis/phased_behavior.h"

namespace krepis {

struct GlobalLoggingOptions {
  /// What is less severe than this is not written. Success is info; a refusal or a cancellation is
  /// a warning; every other failure is an error.
  Severity at_least = Severity::kInfo;
  /// Adds fields of the program's own, behind the others. What it throws costs the record.
  std::function<void(const PipelineContext&, LogFields&)> add_fields = {};
};

/// Writes one record, "execution", about each execution when it is over, whatever came of it: the
/// ids of its Trace ("trace_id", "span_id", "parent_span_id"), "schema", "path", "route",
/// "outcome", "duration_ns" (by the context's clock, since the start of the execution), and where
/// there is one "message", "attempts", "short_circuit_point", "next_reused_point".
///
/// Stage: logging. Thread-safe if the sink is. Allocates nothing itself. A sink that throws costs
/// its record, nothing else.
class GlobalLogging final : public PhasedBehavior<> {
 public:
  /// `sink` must outlive the behaviour.
  explicit GlobalLogging(LogSink& sink, GlobalLoggingOptions options = {})
      : sink_(sink), options_(std::move(options)) {}

  BehaviorTraits traits() const override;
  void PostProcess(PipelineContext& context, const Outcome& outcome) noexcept override;

  /// How many records were lost because something threw.
  uint64_t lost() const noexcept { return lost_.load(std::memory_order_relaxed); }

 private:
  void Write(const PipelineContext& context, const Outcome& outcome);

  LogSink& sink_;
  const GlobalLoggingOptions options_;
  std::atomic<uint64_t> lost_ = 0;
};

}  // namespace krepis
