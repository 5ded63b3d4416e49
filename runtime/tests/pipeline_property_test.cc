// Random chains with random faults in every slot, against a reference model of the engine.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "runtime/tests/pipeline_model.h"

namespace krepis {
namespace {

using namespace testing;  // the model's vocabulary

/// The state that the slots of one execution share.
struct Run {
  const Script* script = nullptr;
  std::stop_source stop;
  std::vector<size_t> entries;
  std::vector<std::optional<NextPipe>> latest;  // next of each slot's latest entry
  std::vector<Event> events;
};

/// The behaviour in one slot of the real chain.
class Slot final : public PipelineBehavior {
 public:
  Slot(Run*& run, BehaviorTraits traits) : run_(run), traits_(traits) {}
  void set_position(size_t position) {
    position_ = position;
    name_ = SlotName(position);
  }

  BehaviorTraits traits() const override { return traits_; }

  Outcome Handle(PipelineContext& context, NextPipe next) override {
    Run& run = *run_;
    run.events.push_back({Event::Kind::kEnter, position_});
    Action action = ActionAt((*run.script)[position_], run.entries[position_]++);
    std::optional<NextPipe> old = std::exchange(run.latest[position_], next);
    std::optional<NextPipe> previous = std::exchange(previous_, next);
    return Act(action, context, next, old, run.entries[position_] == 1 ? previous : std::nullopt);
  }

  void PostProcess(PipelineContext&, const Outcome& outcome) noexcept override {
    run_->events.push_back({Event::Kind::kPost, position_, outcome.code()});
  }

 private:
  Outcome Act(Action action, PipelineContext& context, NextPipe next, std::optional<NextPipe> old,
              std::optional<NextPipe> previous) {
    Run& run = *run_;
    Outcome outcome;
    switch (action) {
      case Action::kPass:
        return next(context);
      case Action::kSucceedAlone:
        return Outcome::Success();
      case Action::kRefuse:
        return Outcome::Failure(FailureCode::kForbidden, name_);
      case Action::kThrowBefore:
        throw std::runtime_error(name_);
      case Action::kThrowAfter:
        outcome = next(context);
        throw static_cast<int>(position_);
      case Action::kStopBefore:
        run.stop.request_stop();
        return next(context);
      case Action::kStopAfter:
        outcome = next(context);
        run.stop.request_stop();
        return outcome;
      case Action::kTranslate:
        return next(context) ? Outcome::Failure(FailureCode::kFailed) : Outcome::Success();
      case Action::kTwice:
        outcome = next(context);
        return next(context);
      case Action::kThrice:
        for (int i = 0; i < 3; ++i) {
          outcome = next(context);
          if (outcome) break;
        }
        return outcome;
      case Action::kTwiceHidden:
        outcome = next(context);
        static_cast<void>(next(context));
        return outcome;
      case Action::kOuterNext:
        return position_ == 0 ? next(context) : (*run.latest[position_ - 1])(context);
      case Action::kInnerNext: {
        outcome = next(context);
        bool entered = position_ + 1 < run.latest.size() && run.latest[position_ + 1];
        return entered ? (*run.latest[position_ + 1])(context) : outcome;
      }
      case Action::kOldNext:
        if (old) static_cast<void>((*old)(context));
        return next(context);
      case Action::kPreviousRun:
        if (previous) static_cast<void>((*previous)(context));
        return next(context);
      case Action::kForeignContext: {
        PipelineContext foreign("event", "foreign");
        static_cast<void>(next(foreign));
        return next(context);
      }
    }
    return outcome;
  }

  Run*& run_;
  BehaviorTraits traits_;
  size_t position_ = 0;
  std::string name_;
  std::optional<NextPipe> previous_;  // of this slot's latest entry in any execution
};

class LastSlot final : public PipelineHandler {
 public:
  explicit LastSlot(Run*& run) : run_(run) {}
  Outcome Handle(PipelineContext&) override {
    size_t slot = run_->entries.size() - 1;
    run_->events.push_back({Event::Kind::kHandler, slot});
    switch (ActionAt((*run_->script)[slot], run_->entries[slot]++)) {
      case Action::kRefuse:
        return Outcome::Failure(FailureCode::kFailed);
      case Action::kThrowBefore:
        throw std::runtime_error("handler");
      case Action::kStopBefore:
        run_->stop.request_stop();
        return Outcome::Success();
      default:
        return Outcome::Success();
    }
  }

 private:
  Run*& run_;
};

/// The promises, checked on the trace alone, whatever the model says.
bool KeepsItsPromises(std::span<const Event> events, size_t slots) {
  std::vector<size_t> open;
  for (const Event& event : events) {
    switch (event.kind) {
      case Event::Kind::kEnter:
        if (event.slot != open.size()) return false;  // nothing outside it was skipped
        open.push_back(event.slot);
        break;
      case Event::Kind::kPost:
        if (open.empty() || open.back() != event.slot)
          return false;  // once per entry, innermost first
        open.pop_back();
        break;
      case Event::Kind::kHandler:
        if (open.size() != slots) return false;  // every stage, in this attempt
        break;
    }
  }
  return open.empty();
}

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}
  size_t Below(size_t bound) {
    return std::uniform_int_distribution<size_t>(0, bound - 1)(random_);
  }

  std::vector<Action> SlotActions() {
    std::vector<Action> actions;
    for (size_t i = 0, count = 1 + Below(3); i < count; ++i) {
      // Half of the entries pass, or deep slots would hardly ever be reached.
      actions.push_back(Below(2) == 0 ? Action::kPass : static_cast<Action>(Below(kActions)));
    }
    return actions;
  }
  std::vector<Action> HandlerActions() {
    constexpr std::array kChoices = {Action::kPass, Action::kRefuse, Action::kThrowBefore,
                                     Action::kStopBefore};
    std::vector<Action> actions;
    for (size_t i = 0, count = 1 + Below(3); i < count; ++i)
      actions.push_back(kChoices[Below(kChoices.size())]);
    return actions;
  }

 private:
  std::mt19937 random_;
};

/// One random chain, executed several times with random scripts.
void CheckChain(uint32_t seed) {
  CAPTURE(seed);
  Generator generator(seed);
  Run* current = nullptr;

  // Register slots with random stages and scopes; `order` is the reference for the merge.
  struct Planned {
    std::tuple<Stage, size_t, size_t> place;  // stage, scope, registration
    Slot* slot;
    bool replays;
  };
  std::vector<Planned> order;
  std::vector<std::string> names;
  size_t slots = generator.Below(8);
  bool staged = generator.Below(4) != 0;
  bool has_transaction = false;
  PipelineProvider::Builder builder;
  for (size_t i = 0; i < slots; ++i) names.push_back("registered-" + std::to_string(i));
  for (size_t i = 0; i < slots; ++i) {
    Stage stage = staged ? kStages[generator.Below(kStages.size())] : Stage::kUnstaged;
    if (stage == Stage::kTransaction && std::exchange(has_transaction, true))
      stage = Stage::kUnstaged;
    bool replays = generator.Below(3) == 0;
    BehaviorTraits traits{.name = names[i], .stage = stage, .replays = replays};
    size_t scope = generator.Below(4);
    Slot* slot = nullptr;
    if (scope == 0) slot = &builder.AddGlobal<Slot>(current, traits);
    if (scope == 1) slot = &builder.AddScoped<Slot>("outer", current, traits);
    if (scope == 2) slot = &builder.AddScoped<Slot>("outer/inner", current, traits);
    if (scope == 3) slot = &builder.AddLocal<Slot>("route", current, traits);
    order.push_back({{stage, scope, i}, slot, replays});
  }
  std::ranges::sort(order, {}, &Planned::place);
  std::vector<bool> replays;
  for (size_t i = 0; i < slots; ++i) {
    order[i].slot->set_position(i);
    replays.push_back(order[i].replays);
  }

  LastSlot handler(current);
  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  auto chain = (*provider)->Chain({.id = "route", .group = "outer/inner"}, handler);
  REQUIRE(chain.ok());
  REQUIRE((*chain)->links().size() == slots);
  for (size_t i = 0; i < slots; ++i) REQUIRE((*chain)->links()[i].behavior == order[i].slot);

  auto slot_name = [&](std::string_view name) -> std::string {
    for (size_t i = 0; i < slots; ++i) {
      if ((*chain)->links()[i].name == name) return SlotName(i);
    }
    return std::string(name);
  };
  for (int execution = 0; execution < 3; ++execution) {
    CAPTURE(execution);
    Script script;
    for (size_t i = 0; i < slots; ++i) script.push_back(generator.SlotActions());
    script.push_back(generator.HandlerActions());

    Run run{.script = &script,
            .stop = {},
            .entries = std::vector<size_t>(slots + 1),
            .latest = std::vector<std::optional<NextPipe>>(slots),
            .events = {}};
    current = &run;
    PipelineContext context("event", "route", run.stop.get_token());
    Outcome outcome = PipelineExecutor().Execute(**chain, context);
    Observed observed{.events = run.events,
                      .code = outcome.code(),
                      .short_circuit_point = slot_name(context.metadata().short_circuit_point),
                      .next_reused_point = slot_name(context.metadata().next_reused_point)};

    Observed expected = Model(script, replays).Run();
    REQUIRE(observed.events == expected.events);
    REQUIRE(observed.code == expected.code);
    REQUIRE(observed.short_circuit_point == expected.short_circuit_point);
    REQUIRE(observed.next_reused_point == expected.next_reused_point);
    REQUIRE(KeepsItsPromises(observed.events, slots));
  }
}

}  // namespace

TEST_CASE("random chains with random faults behave as the model says and keep the promises") {
  for (uint32_t seed = 1; seed <= 4000; ++seed) CheckChain(seed);
}

}  // namespace krepis
