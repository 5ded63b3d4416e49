// The standard pipeline, interrupted at each point where it calls something of the program's or
// waits.
#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>

#include "krepis/behaviors/standard_pipeline.h"
#include "runtime/tests/behaviors/test_chain.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using testing::FakeClock;
using testing::FakeRandom;
using testing::Form;
using testing::TestChain;

/// What happens at a point.
enum class Interruption { kNone, kStop, kExpire, kThrow };

/// A standard pipeline whose handler fails in the first attempt; all that it calls are points.
class Interrupted final : private LogSink,
                          private Authenticator,
                          private UnitOfWork,
                          private RandomSource {
 public:
  explicit Interrupted(Form form) : chain_(form, &clock_) {
    clock_.on_skip = [this] { Point(false); };
    chain_.AddStandard([this](auto& pipeline) {
      pipeline.LogTo(*this)
          .Resilience({.timeout = TimeoutOptions{.limit = 1min, .request_stop = false},
                       .retry = RetryOptions{.backoff = {.base = 1s},
                                             .retries =
                                                 [this](const Outcome& outcome) {
                                                   Point();
                                                   return IsTransient(outcome.code());
                                                 },
                                             .clock = &clock_,
                                             .random = this}})
          .GuardWith(*this, Policy("any", "", [this](const Access&) { return Passes(); }))
          .Validate(Specification<int>("any", "", [this](int) { return Passes(); }))
          .Transact([this](PipelineContext&) -> UnitOfWork* { return this; });
    });
    chain_.Handler([this](PipelineContext& context) {
      CHECK(context.store().Find(kPrincipal) != nullptr);  // guarded, in each attempt
      CHECK(begun_ - committed_ - rolled_back_ == 1);      // in a transaction of its own
      Point();
      return *context.items().Find(kAttempt) == 1 ? Outcome::Failure(FailureCode::kFailed)
                                                  : Outcome::Success();
    });
  }

  /// One execution with an interruption at point `at` (0: before it). Returns how many points there
  /// were.
  size_t Run(Interruption interruption, size_t at) {
    interruption_ = interruption;
    at_ = at;
    points_ = 0;
    stop_ = {};
    records_ = begun_ = committed_ = rolled_back_ = 0;
    const int request = 1;
    PipelineContext context("event", "test", stop_.get_token());
    context.BindRequest(request);
    context.BindClock(clock_);
    // Before the execution nothing can throw, and there is no deadline to pass.
    if (at == 0 && interruption == Interruption::kStop) stop_.request_stop();
    const Outcome outcome = chain_.Run(context);
    CHECK(begun_ == committed_ + rolled_back_);
    CHECK(committed_ == (outcome.ok() ? 1 : 0));
    CHECK(records_ == (stop_.stop_requested() && at == 0 ? 0 : 1));
    CHECK(context.deadline() == PipelineContext::kNoDeadline);
    CHECK_FALSE(context.store().Find(kPrincipal));
    ok_ = outcome.ok();
    return points_;
  }
  bool ok() const { return ok_; }

 private:
  void Point(bool may_throw = true) {
    if (++points_ != at_) return;
    if (interruption_ == Interruption::kStop) stop_.request_stop();
    if (interruption_ == Interruption::kExpire) clock_.Advance(1h);
    if (interruption_ == Interruption::kThrow && may_throw) throw std::runtime_error("here");
  }
  bool Passes() {
    Point();
    return true;
  }

  void Write(const LogRecord&) override {
    ++records_;
    Point();
  }
  Result<std::optional<Principal>, Outcome> Authenticate(PipelineContext&) override {
    Point();
    return std::optional(Principal{.id = "ann", .claims = {}});
  }
  Outcome Begin() override {
    Point();
    ++begun_;
    return Outcome::Success();
  }
  Outcome Commit(std::span<const StagedEvent>) override {
    Point();
    ++committed_;
    return Outcome::Success();
  }
  Outcome Rollback() override {
    ++rolled_back_;
    Point();
    return Outcome::Success();
  }
  uint64_t Next() noexcept override {
    Point(false);
    return 999'999'999;
  }

  FakeClock clock_{FakeClock::Waits::kSkipping};
  std::stop_source stop_;
  Interruption interruption_ = Interruption::kNone;
  size_t at_ = 0;
  size_t points_ = 0;
  int records_ = 0;
  int begun_ = 0;
  int committed_ = 0;
  int rolled_back_ = 0;
  bool ok_ = false;
  TestChain chain_;
};

}  // namespace

TEST_CASE_OF_FORMS(testing::FormTest,
                   "stop, deadline and exceptions at every point leave everything in order") {
  const size_t points = Interrupted(form_).Run(Interruption::kNone, 0);
  REQUIRE(points >= 14);
  for (const Interruption interruption :
       {Interruption::kStop, Interruption::kExpire, Interruption::kThrow}) {
    size_t failed = 0;
    for (size_t at = 0; at <= points; ++at) {
      CAPTURE(static_cast<int>(interruption));
      CAPTURE(at);
      Interrupted subject(form_);
      subject.Run(interruption, at);
      failed += subject.ok() ? 0 : 1;
      // Whatever it was, the next execution finds everything as if nothing had been.
      CHECK(subject.Run(Interruption::kNone, 0) == points);
      CHECK(subject.ok());
    }
    CHECK(failed > 0);
  }
}

}  // namespace krepis
