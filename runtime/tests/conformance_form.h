#pragma once

#include <doctest/doctest.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "krepis/pipeline_context.h"
#include "runtime/tests/conformance.h"
#include "runtime/tests/conformance_actor.h"

/// What the forms of the engine have in common as subjects of the conformance cases.
namespace krepis::testing {

/// What the slots of a chain share; `run` is the execution's.
template <class Pipe>
struct SlotShared {
  Run<Pipe>* run = nullptr;
};

/// A behaviour that plays a slot. `Base` is the form's type of behaviour, `Shared` a SlotShared.
template <class Base, class Pipe, class Shared>
class SlotOf : public Base {
 public:
  SlotOf(Shared& shared, size_t slot, bool replays)
      : shared_(shared), slot_(slot), name_(SlotName(slot)), replays_(replays) {}

  BehaviorTraits traits() const override { return {.name = name_, .replays = replays_}; }
  void PostProcess(PipelineContext& context, const Outcome& outcome) noexcept override {
    shared_.run->Record({Event::Kind::kPost, slot_, outcome.code()}, context);
  }

 protected:
  /// Once per entry: the next of this slot's latest entry in an earlier execution.
  std::optional<Pipe> Enter(const Pipe& next) {
    // Known at the first entry in this one.
    if (shared_.run->entries[slot_] == 0) previous_ = std::exchange(latest_, std::nullopt);
    latest_ = next;
    return previous_;
  }
  Shared& shared() const { return shared_; }
  size_t slot() const { return slot_; }

 private:
  Shared& shared_;
  const size_t slot_;
  const std::string name_;
  const bool replays_;
  std::optional<Pipe> latest_;
  std::optional<Pipe> previous_;
};

/// Builds a form's chain of slots and runs the scripts over it. `Types` names Pipe, Shared, Slot,
/// Handler (which is made of a Shared&), Provider.
template <class Types>
class FormSubject : public Subject {
 public:
  using Pipe = typename Types::Pipe;
  using Chain = typename Types::Provider::ChainType;

  std::vector<Observed> Run(const Case& conformance_case) final {
    typename Types::Provider::Builder builder;
    for (size_t slot = 0; slot < conformance_case.replays.size(); ++slot) {
      builder.template AddGlobal<typename Types::Slot>(shared_, slot,
                                                       conformance_case.replays[slot]);
    }
    auto provider = std::move(builder).Build();
    REQUIRE(provider.ok());
    typename Types::Handler handler(shared_);
    auto chain = (*provider)->Chain({.id = "route"}, handler);
    REQUIRE(chain.ok());
    Disposals disposals;
    const std::unique_ptr<ServiceProvider> services = ConformanceServices(disposals);

    std::vector<Observed> observed;
    for (const Script& script : conformance_case.scripts) {
      testing::Run<Pipe> run(conformance_case, script);
      shared_.run = &run;
      disposals.events = &run.events;
      PipelineContext context("event", "route", run.stop.get_token());
      run.Prepare(context, *services);
      DeadlineScope deadline(context, run.FirstDeadline());
      const Outcome outcome = Execute(**chain, context);
      size_t late_successes = 0;
      for (const std::optional<Pipe>& kept : run.latest) {
        if (kept && CallLate(context, *kept).code() != FailureCode::kNextReused) ++late_successes;
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

 protected:
  explicit FormSubject(typename Types::Shared shared = {}) : shared_(shared) {}
  const typename Types::Shared& shared() const { return shared_; }

 private:
  virtual Outcome Execute(const Chain& chain, PipelineContext& context) = 0;
  /// Calls a `next` that is no longer any good, as one that kept it would.
  virtual Outcome CallLate(PipelineContext& context, const Pipe& kept) = 0;

  typename Types::Shared shared_;
};

}  // namespace krepis::testing
