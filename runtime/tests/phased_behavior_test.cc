#include "krepis/phased_behavior.h"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "runtime/tests/probe.h"

namespace krepis {
namespace {

using testing::ProbeHandler;
using testing::Trace;

/// Remembers, in a state that cannot move, what Before was told to do.
struct Visit {
  Visit() = default;
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  ~Visit() {
    if (trace != nullptr) trace->push_back("-state");
  }
  Trace* trace = nullptr;
};

class Phased final : public PhasedBehavior<Visit> {
 public:
  explicit Phased(Trace& trace) : trace_(trace) {}
  BehaviorTraits traits() const override { return {.name = "phased"}; }

  std::optional<Outcome> Before(PipelineContext& context, Visit& visit) override {
    visit.trace = &trace_;
    trace_.push_back("before");
    if (*context.request<std::string>() == "throw") throw std::runtime_error("in before");
    if (*context.request<std::string>() == "refuse")
      return Outcome::Failure(FailureCode::kForbidden);
    return std::nullopt;
  }
  Outcome After(PipelineContext&, Visit& visit, Outcome outcome) override {
    visit.trace->push_back("after");
    return outcome ? Outcome::Failure(FailureCode::kFailed) : std::move(outcome);
  }
  void PostProcess(PipelineContext&, const Outcome& outcome) noexcept override {
    trace_.push_back("~phased " + std::string(Name(outcome.code())));
  }

 private:
  Trace& trace_;
};

struct Ran {
  Trace trace;
  FailureCode code;
  std::string short_circuit_point;
};

Ran Run(const std::string& request) {
  Ran ran{};
  ProbeHandler handler(ran.trace);
  PipelineProvider::Builder builder;
  builder.AddGlobal<Phased>(ran.trace);
  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  auto chain = (*provider)->Chain({.id = "test"}, handler);
  REQUIRE(chain.ok());
  PipelineContext context("event", "test");
  context.BindRequest(request);
  ran.code = PipelineExecutor().Execute(**chain, context).code();
  ran.short_circuit_point = context.metadata().short_circuit_point;
  return ran;
}

}  // namespace

TEST_CASE(
    "a phased behaviour runs before, the inside, after; its state goes before post-processing") {
  Ran ran = Run("go on");
  CHECK(ran.code == FailureCode::kFailed);
  CHECK(ran.trace == Trace{"before", "handler", "after", "-state", "~phased failed"});
  CHECK(ran.short_circuit_point.empty());
}

TEST_CASE("an outcome of Before is a short-circuit") {
  Ran ran = Run("refuse");
  CHECK(ran.code == FailureCode::kForbidden);
  CHECK(ran.trace == Trace{"before", "-state", "~phased forbidden"});
  CHECK(ran.short_circuit_point == "phased");
}

TEST_CASE("an exception of a phase is a failure and no short-circuit") {
  Ran ran = Run("throw");
  CHECK(ran.code == FailureCode::kException);
  CHECK(ran.trace == Trace{"before", "-state", "~phased exception"});
  CHECK(ran.short_circuit_point.empty());
}

TEST_CASE("what a phased behaviour does not override passes everything on") {
  struct Plain final : PhasedBehavior<> {
    BehaviorTraits traits() const override { return {.name = "plain"}; }
  };
  Trace trace;
  ProbeHandler handler(
      trace, [](PipelineContext&) { return Outcome::Failure(FailureCode::kFailed, "no luck"); });
  PipelineProvider::Builder builder;
  builder.AddGlobal<Plain>();
  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  auto chain = (*provider)->Chain({.id = "test"}, handler);
  REQUIRE(chain.ok());
  PipelineContext context("event", "test");
  CHECK(PipelineExecutor().Execute(**chain, context).message() == "no luck");
  CHECK(trace == Trace{"handler"});
}

}  // namespace krepis
