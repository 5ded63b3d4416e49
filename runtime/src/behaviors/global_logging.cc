#include "krepis/behaviors/global_logging.h"

#include <chrono>

#include "krepis/behaviors/context_bridge.h"
#include "krepis/behaviors/retry.h"
#include "krepis/pipeline_chain.h"
#include "krepis/waitable_clock.h"

namespace krepis {
namespace {

Severity SeverityOf(FailureCode code) {
  if (code == FailureCode::kNone) return Severity::kInfo;
  return IsRefusal(code) || code == FailureCode::kCancelled ? Severity::kWarning : Severity::kError;
}

}  // namespace

BehaviorTraits GlobalLogging::traits() const {
  return {.name = "global-logging", .stage = Stage::kLogging};
}

void GlobalLogging::PostProcess(PipelineContext& context, const Outcome& outcome) noexcept {
  try {
    Write(context, outcome);
  } catch (...) {
    lost_.fetch_add(1, std::memory_order_relaxed);
  }
}

void GlobalLogging::Write(const PipelineContext& context, const Outcome& outcome) {
  const Severity severity = SeverityOf(outcome.code());
  if (severity < options_.at_least) return;

  LogFields fields;
  auto add_text = [&](std::string_view name, std::string_view text) {
    if (!text.empty()) fields.Add(name, text);
  };
  std::array<char, TraceId::kHexSize> trace_id;
  std::array<char, SpanId::kHexSize> span_id;
  std::array<char, SpanId::kHexSize> parent_span_id;
  if (const Trace* trace = context.store().Find(kTrace)) {
    trace_id = trace->span.trace_id.Hex();
    span_id = trace->span.span_id.Hex();
    fields.Add("trace_id", std::string_view(trace_id.data(), trace_id.size()));
    fields.Add("span_id", std::string_view(span_id.data(), span_id.size()));
    if (trace->parent.valid()) {
      parent_span_id = trace->parent.Hex();
      fields.Add("parent_span_id", std::string_view(parent_span_id.data(), parent_span_id.size()));
    }
  }
  const PipelineMetadata& metadata = context.metadata();
  fields.Add("schema", metadata.schema);
  fields.Add("path", metadata.path);
  if (context.chain() != nullptr) fields.Add("route", context.chain()->route());
  fields.Add("outcome", Name(outcome.code()));
  if (outcome.code() >= FailureCode::kApplication) {
    fields.Add("code", static_cast<int64_t>(outcome.code()));
  }
  const auto duration = WaitableClock::Between(metadata.start_time(), context.Now());
  fields.Add("duration_ns",
             int64_t{std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count()});
  add_text("message", outcome.message());
  if (const uint32_t* attempt = context.items().Find(kAttempt)) {
    fields.Add("attempts", uint64_t{*attempt});
  }
  add_text("short_circuit_point", metadata.short_circuit_point);
  add_text("next_reused_point", metadata.next_reused_point);
  if (options_.add_fields) options_.add_fields(context, fields);

  sink_.Write({.time = std::chrono::system_clock::now(),
               .severity = severity,
               .event = "execution",
               .fields = fields.view()});
}

}  // namespace krepis
