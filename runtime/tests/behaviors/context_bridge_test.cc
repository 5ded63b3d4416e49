#include "krepis/behaviors/context_bridge.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>

#include "runtime/tests/behaviors/test_chain.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using testing::FormTest;
using testing::TestChain;

constexpr std::string_view kHeader = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

/// A chain of a bridge alone; its handler keeps the trace it sees.
class BridgeTest {
 protected:
  explicit BridgeTest(testing::Form form) : chain_(form) {
    chain_.Handler([this](PipelineContext& context) {
      const Trace* trace = context.store().Find(kTrace);
      seen_ = trace == nullptr ? std::nullopt : std::optional(*trace);
      return Outcome::Success();
    });
  }
  void Run(std::optional<std::string_view> parent, std::optional<std::string_view> state = {}) {
    PipelineContext context("http", "/");
    if (parent) context.items().Set(kTraceParentHeader, *parent);
    if (state) context.items().Set(kTraceStateHeader, *state);
    seen_.reset();
    CHECK(chain_.Run(context).ok());
    CHECK(context.store().Find(kTrace) == nullptr);
    REQUIRE(seen_.has_value());
    CHECK(seen_->span.valid());
  }

  TestChain chain_;
  std::optional<Trace> seen_;
};

}  // namespace

TEST_CASE_OF_FORMS(BridgeTest, "a trace from outside is taken up in a span of its own") {
  chain_.Add<ContextBridge>();
  Run(kHeader, "a=1,b=2");
  auto caller = TraceContext::Parse(kHeader);
  CHECK(seen_->span.trace_id == caller->trace_id);
  CHECK(seen_->span.flags == caller->flags);
  CHECK(seen_->parent == caller->span_id);
  CHECK(seen_->span.span_id != caller->span_id);
  CHECK(seen_->state == "a=1,b=2");
}

TEST_CASE_OF_FORMS(BridgeTest, "a malformed tracestate is dropped, the trace is kept") {
  chain_.Add<ContextBridge>();
  for (std::string_view state : {"a", "a=1,a=2", "a=1\r\nSet-Cookie: b=2", "a=1\n", "\x80=1"}) {
    Run(kHeader, state);
    CHECK(seen_->span.trace_id == TraceContext::Parse(kHeader)->trace_id);
    CHECK(seen_->state.empty());
  }
  Run(kHeader, " a=1 ,, b=2");
  CHECK(seen_->state == "a=1,b=2");
}

TEST_CASE_OF_FORMS(BridgeTest, "every execution has a trace, whatever came") {
  chain_.Add<ContextBridge>();
  for (auto header : {std::optional<std::string_view>(), std::optional<std::string_view>(""),
                      std::optional<std::string_view>("00-nonsense"),
                      std::optional<std::string_view>(
                          "00-00000000000000000000000000000000-00f067aa0ba902b7-01")}) {
    Run(header, "a=1");
    CHECK_FALSE(seen_->parent.valid());
    CHECK(seen_->span.sampled());
    CHECK(seen_->state.empty());  // it belonged to the parent that is none
  }
}

TEST_CASE_OF_FORMS(BridgeTest, "headers that are not trusted are not read") {
  chain_.Add<ContextBridge>(ContextBridgeOptions{.sampled = false, .accept_headers = false});
  Run(kHeader, "a=1");
  CHECK(seen_->span.trace_id != TraceContext::Parse(kHeader)->trace_id);
  CHECK_FALSE(seen_->span.sampled());
  CHECK_FALSE(seen_->parent.valid());
  CHECK(seen_->state.empty());
}

TEST_CASE_OF_FORMS(FormTest, "an execution inside another is in its trace") {
  TestChain inner(form_);
  inner.Add<ContextBridge>();
  std::optional<Trace> below;
  inner.Handler([&](PipelineContext& context) {
    below = *context.store().Find(kTrace);
    return Outcome::Success();
  });
  TestChain outer(form_);
  outer.Add<ContextBridge>();
  std::optional<Trace> above;
  outer.Handler([&](PipelineContext& context) {
    above = *context.store().Find(kTrace);
    PipelineContext child("event", "inner", context);
    return inner.Run(child);
  });
  CHECK(outer.Run().ok());
  REQUIRE(above);
  REQUIRE(below);
  CHECK(below->span.trace_id == above->span.trace_id);
  CHECK(below->parent == above->span.span_id);
}

TEST_CASE_OF_FORMS(FormTest, "a trace without a tracestate costs no allocation") {
  TestChain chain(form_);
  chain.Add<ContextBridge>();
  PipelineContext context("http", "/");
  context.items().Set(kTraceParentHeader, kHeader);
  chain.Handler({});
  chain.trace().reserve(100);
  CHECK(chain.AllocationsOfRun(context) == 0);
}

}  // namespace krepis
