// The synchronous form, and the model itself, under the cases of every form.
#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "runtime/tests/conformance.h"
#include "runtime/tests/conformance_actor.h"
#include "runtime/tests/conformance_model.h"

namespace krepis::testing {
namespace {

using SyncRun = Run<NextPipe>;

/// What a slot and the handler have in common: the loop around an actor.
Outcome Play(SyncRun& run, size_t slot, PipelineContext& context, std::optional<NextPipe> next,
             std::optional<NextPipe> previous) {
  Actor<NextPipe> actor(run, slot, context, next, previous);
  for (;;) {
    switch (actor.Resume()) {
      case Command::kCall:
        actor.Deliver(actor.pipe()(actor.target()));
        break;
      case Command::kYield:
        break;
      case Command::kReturn:
        return actor.outcome();
      case Command::kThrow:
        throw std::runtime_error("thrown by a script");
      case Command::kThrowOdd:
        throw static_cast<int>(slot);
    }
  }
}

class Slot final : public PipelineBehavior {
 public:
  Slot(SyncRun*& run, size_t slot, bool replays)
      : run_(run), slot_(slot), name_(SlotName(slot)), replays_(replays) {}

  BehaviorTraits traits() const override { return {.name = name_, .replays = replays_}; }

  Outcome Handle(PipelineContext& context, NextPipe next) override {
    // The latest entry in an earlier execution: known at the first entry in this one.
    if (run_->entries[slot_] == 0) previous_ = std::exchange(latest_, std::nullopt);
    latest_ = next;
    return Play(*run_, slot_, context, next, previous_);
  }

  void PostProcess(PipelineContext& context, const Outcome& outcome) noexcept override {
    run_->Record({Event::Kind::kPost, slot_, outcome.code()}, context);
  }

 private:
  SyncRun*& run_;
  size_t slot_;
  std::string name_;
  bool replays_;
  std::optional<NextPipe> latest_;
  std::optional<NextPipe> previous_;
};

class LastSlot final : public PipelineHandler {
 public:
  explicit LastSlot(SyncRun*& run) : run_(run) {}
  Outcome Handle(PipelineContext& context) override {
    return Play(*run_, run_->latest.size(), context, std::nullopt, std::nullopt);
  }

 private:
  SyncRun*& run_;
};

class SyncForm final : public Subject {
 public:
  std::vector<Observed> Run(const Case& conformance_case) override {
    SyncRun* current = nullptr;
    PipelineProvider::Builder builder;
    for (size_t slot = 0; slot < conformance_case.replays.size(); ++slot) {
      builder.AddGlobal<Slot>(current, slot, conformance_case.replays[slot]);
    }
    auto provider = std::move(builder).Build();
    REQUIRE(provider.ok());
    LastSlot handler(current);
    auto chain = (*provider)->Chain({.id = "route"}, handler);
    REQUIRE(chain.ok());
    Disposals disposals;
    const std::unique_ptr<ServiceProvider> services = ConformanceServices(disposals);

    std::vector<Observed> observed;
    for (const Script& script : conformance_case.scripts) {
      SyncRun run(conformance_case, script);
      current = &run;
      disposals.events = &run.events;
      PipelineContext context("event", "route", run.stop.get_token());
      run.Prepare(context, *services);
      DeadlineScope deadline(context, run.FirstDeadline());
      Outcome outcome = PipelineExecutor().Execute(**chain, context);
      size_t late_successes = 0;
      for (const std::optional<NextPipe>& kept : run.latest) {
        if (kept && (*kept)(context).code() != FailureCode::kNextReused) ++late_successes;
      }
      observed.push_back(
          {.events = std::move(run.events),
           .code = outcome.code(),
           .short_circuit_point = std::string(context.metadata().short_circuit_point),
           .next_reused_point = std::string(context.metadata().next_reused_point),
           .late_successes = late_successes});
    }
    return observed;
  }
};

}  // namespace

TEST_CASE("conformance, model: cases written by hand") {
  Model model;
  CheckNamedCases(model);
}

TEST_CASE("conformance, synchronous: cases written by hand") {
  SyncForm form;
  CheckNamedCases(form);
}
TEST_CASE("conformance, synchronous: every program in every slot") {
  SyncForm form;
  CheckEveryProgram(form);
}
TEST_CASE("conformance, synchronous: stop and deadline at every point") {
  SyncForm form;
  CheckEveryInterruption(form);
}
TEST_CASE("conformance, synchronous: random chains and programs") {
  SyncForm form;
  CheckRandomCases(form, 4000);
}

}  // namespace krepis::testing
