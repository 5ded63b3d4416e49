// The asynchronous form under the cases of every form: without waiting, waiting in one thread, and
// going on in other threads.
#include <doctest/doctest.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "krepis/async_execution.h"
#include "krepis/completion.h"
#include "krepis/sync_wait.h"
#include "runtime/tests/conformance.h"
#include "runtime/tests/conformance_actor.h"
#include "runtime/tests/conformance_form.h"

namespace krepis::testing {
namespace {

using AsyncRun = Run<AsyncNextPipe>;

/// What becomes of a slot that suspends.
class Yielding {
 public:
  virtual ~Yielding() = default;
  /// Completes `completion`, now or later.
  virtual void Yield(Completion& completion) = 0;
  /// Returns when the execution is over, where that needs the test's thread.
  virtual void Drive(const bool& over) { REQUIRE(over); }
};

/// Nothing is ever waited for.
class AtOnce final : public Yielding {
 public:
  void Yield(Completion& completion) override { completion.Complete(); }
};

/// The test's thread goes on with each wait, from outside the execution.
class OneThread final : public Yielding {
 public:
  void Yield(Completion& completion) override { waiting_ = &completion; }
  void Drive(const bool& over) override {
    while (!over) {
      REQUIRE(waiting_ != nullptr);
      std::exchange(waiting_, nullptr)->Complete();
    }
  }

 private:
  Completion* waiting_ = nullptr;
};

/// Another thread completes each wait, as often before it begins as after.
class TwoThreads final : public Yielding {
 public:
  TwoThreads() : thread_([this] { Loop(); }) {}
  ~TwoThreads() override {
    {
      std::lock_guard lock(mutex_);
      ending_ = true;
      changed_.notify_all();
    }
    thread_.join();
  }
  void Yield(Completion& completion) override {
    std::lock_guard lock(mutex_);
    waiting_ = &completion;
    changed_.notify_all();
  }

 private:
  void Loop() {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return waiting_ != nullptr || ending_; });
      if (ending_) return;
      Completion* completion = std::exchange(waiting_, nullptr);
      lock.unlock();
      completion->Complete();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  Completion* waiting_ = nullptr;
  bool ending_ = false;
  std::thread thread_;
};

/// What a slot and the handler have in common: the loop around an actor.
Task<Outcome> Play(AsyncRun& run, size_t slot, PipelineContext& context, Yielding& yielding,
                   std::optional<AsyncNextPipe> next, std::optional<AsyncNextPipe> previous) {
  Actor<AsyncNextPipe> actor(run, slot, context, next, previous);
  for (;;) {
    switch (actor.Resume()) {
      case Command::kCall:
        actor.Deliver(co_await actor.pipe()(actor.target()));
        break;
      case Command::kYield: {
        Completion completion;
        yielding.Yield(completion);
        CHECK((co_await completion.Wait({})).ok());
        break;
      }
      case Command::kReturn:
        co_return actor.outcome();
      case Command::kThrow:
        throw std::runtime_error("thrown by a script");
      case Command::kThrowOdd:
        throw static_cast<int>(slot);
    }
  }
}

struct Shared : SlotShared<AsyncNextPipe> {
  Yielding* yielding = nullptr;
};

class Slot final : public SlotOf<AsyncPipelineBehavior, AsyncNextPipe, Shared> {
 public:
  using SlotOf::SlotOf;
  Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {
    const std::optional<AsyncNextPipe> previous = Enter(next);
    return Play(*shared().run, slot(), context, *shared().yielding, next, previous);
  }
};

class LastSlot final : public AsyncPipelineHandler {
 public:
  explicit LastSlot(Shared& shared) : shared_(shared) {}
  Task<Outcome> HandleAsync(PipelineContext& context) override {
    return Play(*shared_.run, shared_.run->latest.size(), context, *shared_.yielding, std::nullopt,
                std::nullopt);
  }

 private:
  Shared& shared_;
};

Task<Outcome> Call(PipelineContext& context, AsyncNextPipe kept) {
  co_return co_await kept(context);
}

struct Types {
  using Pipe = AsyncNextPipe;
  using Shared = testing::Shared;
  using Slot = testing::Slot;
  using Handler = LastSlot;
  using Provider = AsyncPipelineProvider;
};

class AsyncSubject : public FormSubject<Types> {
 public:
  explicit AsyncSubject(Yielding& yielding) : FormSubject({{}, &yielding}) {}

 protected:
  AsyncExecution execution_;

 private:
  Outcome Execute(const AsyncPipelineChain& chain, PipelineContext& context) override {
    const Outcome outcome = ExecuteAsync(chain, context);
    CHECK(execution_.frames().used() == 0);
    return outcome;
  }
  Outcome CallLate(PipelineContext& context, const AsyncNextPipe& kept) override {
    return SyncWait(Call(context, kept));
  }
  virtual Outcome ExecuteAsync(const AsyncPipelineChain& chain, PipelineContext& context) {
    Outcome outcome;
    bool over = false;
    execution_.Start(chain, context, [&](Outcome ended) {
      outcome = std::move(ended);
      over = true;
    });
    shared().yielding->Drive(over);
    return outcome;
  }
};

/// Waits with Run, and goes on in the thread of the scheduler that completes waits.
class ThreadedSubject final : public AsyncSubject {
 public:
  ThreadedSubject() : AsyncSubject(threads_) {}

 private:
  Outcome ExecuteAsync(const AsyncPipelineChain& chain, PipelineContext& context) override {
    return execution_.Run(chain, context);
  }

  TwoThreads threads_;
};

}  // namespace

TEST_CASE("conformance, asynchronous, nothing waits: cases written by hand") {
  AtOnce yielding;
  AsyncSubject form(yielding);
  CheckNamedCases(form);
}
TEST_CASE("conformance, asynchronous, nothing waits: every program in every slot") {
  AtOnce yielding;
  AsyncSubject form(yielding);
  CheckEveryProgram(form);
}
TEST_CASE("conformance, asynchronous: cases written by hand") {
  OneThread yielding;
  AsyncSubject form(yielding);
  CheckNamedCases(form);
}
TEST_CASE("conformance, asynchronous: every program in every slot") {
  OneThread yielding;
  AsyncSubject form(yielding);
  CheckEveryProgram(form);
}
TEST_CASE("conformance, asynchronous: stop and deadline at every point") {
  OneThread yielding;
  AsyncSubject form(yielding);
  CheckEveryInterruption(form);
}
TEST_CASE("conformance, asynchronous: random chains and programs") {
  OneThread yielding;
  AsyncSubject form(yielding);
  CheckRandomCases(form, 2000);
}
TEST_CASE("conformance, asynchronous, other threads: cases written by hand") {
  ThreadedSubject form;
  CheckNamedCases(form);
}
TEST_CASE("conformance, asynchronous, other threads: stop and deadline at every point") {
  ThreadedSubject form;
  CheckEveryInterruption(form);
}
TEST_CASE("conformance, asynchronous, other threads: random chains and programs") {
  ThreadedSubject form;
  CheckRandomCases(form, 300);
}

}  // namespace krepis::testing
