// The synchronous form, and the model itself, under the cases of every form.
#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>

#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "runtime/tests/conformance.h"
#include "runtime/tests/conformance_actor.h"
#include "runtime/tests/conformance_form.h"
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

using Shared = SlotShared<NextPipe>;

class Slot final : public SlotOf<PipelineBehavior, NextPipe, Shared> {
 public:
  using SlotOf::SlotOf;
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    const std::optional<NextPipe> previous = Enter(next);
    return Play(*shared().run, slot(), context, next, previous);
  }
};

class LastSlot final : public PipelineHandler {
 public:
  explicit LastSlot(Shared& shared) : shared_(shared) {}
  Outcome Handle(PipelineContext& context) override {
    return Play(*shared_.run, shared_.run->latest.size(), context, std::nullopt, std::nullopt);
  }

 private:
  Shared& shared_;
};

struct Types {
  using Pipe = NextPipe;
  using Shared = testing::Shared;
  using Slot = testing::Slot;
  using Handler = LastSlot;
  using Provider = PipelineProvider;
};

class SyncForm final : public FormSubject<Types> {
  Outcome Execute(const PipelineChain& chain, PipelineContext& context) override {
    return PipelineExecutor().Execute(chain, context);
  }
  Outcome CallLate(PipelineContext& context, const NextPipe& kept) override {
    return kept(context);
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
