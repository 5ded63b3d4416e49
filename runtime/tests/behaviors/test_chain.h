#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "krepis/behaviors/standard_pipeline.h"
#include "krepis/completion.h"
#include "krepis/phased_behavior.h"
#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "krepis/timer_thread.h"
#include "runtime/tests/allocation_counter.h"
#include "runtime/tests/behaviors/test_loop.h"
#include "runtime/tests/probe.h"

namespace krepis::testing {

/// The forms of a chain that a standard behaviour stands in.
enum class Form { kSync, kAsync };

/// A test case of a fixture that is made with a Form: once for each form.
#define TEST_CASE_OF_FORMS(Fixture, about) \
  KREPIS_TEST_CASE_OF_FORMS(DOCTEST_ANONYMOUS(TestOfForms), Fixture, about)
#define KREPIS_TEST_CASE_OF_FORMS(Test, Fixture, about)                     \
  namespace {                                                               \
  struct Test : Fixture {                                                   \
    explicit Test(testing::Form form) : Fixture(form) {}                    \
    void Body();                                                            \
  };                                                                        \
  }                                                                         \
  TEST_CASE(about ", synchronous") { Test(testing::Form::kSync).Body(); }   \
  TEST_CASE(about ", asynchronous") { Test(testing::Form::kAsync).Body(); } \
  void Test::Body()

/// A behaviour of both forms that writes a trace around what a test gives.
class PhasedProbe final : public TracedBehavior<PhasedBehavior<>> {
 public:
  using Way = std::function<std::optional<Outcome>(PipelineContext&)>;
  using Back = std::function<Outcome(PipelineContext&, Outcome)>;

  PhasedProbe(Trace& trace, BehaviorTraits traits, Way before = {}, Back after = {})
      : TracedBehavior(trace, std::move(traits)),
        before_(std::move(before)),
        after_(std::move(after)) {}
  std::optional<Outcome> Before(PipelineContext& context, NoState&) override {
    Enter();
    return before_ ? before_(context) : std::nullopt;
  }
  Outcome After(PipelineContext& context, NoState&, Outcome outcome) override {
    return after_ ? after_(context, std::move(outcome)) : std::move(outcome);
  }

 private:
  Way before_;
  Back after_;
};

/// A chain of behaviours of either form around a handler that a test gives; records what probes
/// see. In the asynchronous form everything around the handler is suspended once.
class TestChain {
 public:
  /// With a clock, that is the clock of Run()'s contexts, and of the timers of the asynchronous
  /// form.
  explicit TestChain(Form form, FakeClock* clock = nullptr) : form_(form), clock_(clock) {
    if (clock == nullptr) {
      timers_ = std::make_unique<TimerThread>();
    } else {
      timers_ = std::make_unique<TimerQueue>(*clock);
    }
  }

  template <class Behavior, class... Args>
  Behavior& Add(Args&&... args) {
    return form_ == Form::kSync ? sync_.AddGlobal<Behavior>(std::forward<Args>(args)...)
                                : async_.AddGlobal<Behavior>(std::forward<Args>(args)...);
  }
  template <class Behavior, class... Args>
  Behavior& AddLocal(Args&&... args) {
    return form_ == Form::kSync ? sync_.AddLocal<Behavior>("test", std::forward<Args>(args)...)
                                : async_.AddLocal<Behavior>("test", std::forward<Args>(args)...);
  }
  PhasedProbe& AddProbe(BehaviorTraits traits, PhasedProbe::Way before = {},
                        PhasedProbe::Back after = {}) {
    return Add<PhasedProbe>(trace_, std::move(traits), std::move(before), std::move(after));
  }
  void Handler(std::function<Outcome(PipelineContext&)> body) { handler_.body = std::move(body); }
  /// For handlers that run in several threads: they leave no trace.
  void Untraced() { handler_.traced = false; }

  /// Adds the standard pipeline that `set` makes of one with nothing said.
  template <class Set>
  void AddStandard(Set set, std::string_view group = {}) {
    if (form_ == Form::kSync) {
      StandardPipeline pipeline;
      set(pipeline);
      std::move(pipeline).AddTo(sync_, group);
    } else {
      AsyncStandardPipeline pipeline;
      set(pipeline);
      std::move(pipeline).AddTo(async_, group);
    }
  }

  /// What is wrong with the provider, or with the chain of the route "test".
  std::optional<PipelineError::Code> Error(std::string_view group = {}) {
    return form_ == Form::kSync ? ErrorOf(sync_, handler_, group)
                                : ErrorOf(async_, async_handler_, group);
  }
  void Build() {
    if (form_ == Form::kSync && sync_chain_ == nullptr) {
      BuildFrom(sync_, sync_provider_, handler_, sync_chain_);
    } else if (form_ == Form::kAsync && async_chain_ == nullptr) {
      BuildFrom(async_, async_provider_, async_handler_, async_chain_);
    }
  }
  /// Once built, by several threads.
  Outcome Run(PipelineContext& context) {
    Build();
    if (form_ == Form::kSync) return PipelineExecutor().Execute(*sync_chain_, context);
    return TestLoop(*timers_, clock_).Run(*async_chain_, context);
  }
  Outcome Run() {
    PipelineContext context("event", "test");
    if (clock_ != nullptr) context.BindClock(*clock_);
    return Run(context);
  }
  /// How often a second successful execution allocates.
  uint64_t AllocationsOfRun(PipelineContext& context) {
    CHECK(Run(context).ok());
    trace_.clear();
    const uint64_t before = AllocationCount();
    const bool ok = Run(context).ok();
    const uint64_t allocations = AllocationCount() - before;
    CHECK(ok);
    return allocations;
  }

  /// The names of the behaviours, outermost first, separated by spaces.
  std::string Order() {
    Build();
    const ChainBase* chain = sync_chain_;
    if (chain == nullptr) chain = async_chain_;
    std::string order;
    for (const PipelineLink& link : chain->links()) {
      if (!order.empty()) order += ' ';
      order += link.name;
    }
    return order;
  }
  Trace& trace() { return trace_; }

 private:
  struct BodyHandler final : PipelineHandler {
    explicit BodyHandler(Trace& of) : trace(of) {}
    Outcome Handle(PipelineContext& context) override {
      if (traced) trace.push_back("handler");
      return body ? body(context) : Outcome::Success();
    }
    Trace& trace;
    bool traced = true;
    std::function<Outcome(PipelineContext&)> body;
  };
  /// Unwinds the stack down to the strand, then does the same.
  struct SuspendingHandler final : AsyncPipelineHandler {
    explicit SuspendingHandler(BodyHandler& of) : inner(of) {}
    Task<Outcome> HandleAsync(PipelineContext& context) override {
      Completion complete;
      complete.Complete();
      static_cast<void>(co_await complete.Wait({}));
      co_return inner.Handle(context);
    }
    BodyHandler& inner;
  };

  template <class Builder, class Provider, class Handler, class Chain>
  static void BuildFrom(Builder& builder, std::unique_ptr<Provider>& into, Handler& handler,
                        const Chain*& built) {
    auto provider = std::move(builder).Build();
    INFO((provider ? "" : provider.error().message));
    REQUIRE(provider.ok());
    into = std::move(provider).value();
    auto chain = into->Chain({.id = "test"}, handler);
    INFO((chain ? "" : chain.error().message));
    REQUIRE(chain.ok());
    built = *chain;
  }
  template <class Builder, class Handler>
  static std::optional<PipelineError::Code> ErrorOf(Builder& builder, Handler& handler,
                                                    std::string_view group) {
    auto provider = std::move(builder).Build();
    if (!provider) return provider.error().code;
    auto chain = (*provider)->Chain({.id = "test", .group = group}, handler);
    return chain ? std::optional<PipelineError::Code>() : chain.error().code;
  }

  const Form form_;
  FakeClock* const clock_;
  std::unique_ptr<TimerQueue> timers_;
  Trace trace_;
  BodyHandler handler_{trace_};
  SuspendingHandler async_handler_{handler_};
  PipelineProvider::Builder sync_;
  AsyncPipelineProvider::Builder async_;
  std::unique_ptr<PipelineProvider> sync_provider_;
  std::unique_ptr<AsyncPipelineProvider> async_provider_;
  const PipelineChain* sync_chain_ = nullptr;
  const AsyncPipelineChain* async_chain_ = nullptr;
};

/// A test that makes its chains itself.
class FormTest {
 protected:
  explicit FormTest(Form form) : form_(form) {}
  const Form form_;
};

/// A handler that fails with these codes, one per call, and then succeeds.
inline std::function<Outcome(PipelineContext&)> Failing(std::vector<FailureCode> codes) {
  return [codes = std::move(codes), calls = size_t{0}](PipelineContext&) mutable {
    const size_t call = calls++;
    return call < codes.size() ? Outcome::Failure(codes[call]) : Outcome::Success();
  };
}

}  // namespace krepis::testing
