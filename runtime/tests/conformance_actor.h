#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "krepis/clock.h"
#include "krepis/outcome.h"
#include "krepis/pipeline_context.h"
#include "krepis/service_provider.h"
#include "runtime/tests/conformance.h"

namespace krepis::testing {

/// A clock that only scripts move.
class ScriptClock final : public Clock {
 public:
  TimePoint Now() const noexcept override { return now_; }
  void Expire() { now_ += std::chrono::seconds(1000); }

 private:
  TimePoint now_{};
};

inline constexpr ContextKey<int> kConformanceValue("value");

/// Where the scoped service of the scripts tells that it was destroyed.
struct Disposals {
  std::vector<Event>* events = nullptr;
};
struct ScopedProbe {
  explicit ScopedProbe(Disposals& target) : events(*target.events) {}
  ScopedProbe(const ScopedProbe&) = delete;
  ~ScopedProbe() { events.push_back({Event::Kind::kDispose, 0}); }

  using Dependencies = ServiceList<Disposals>;
  std::vector<Event>& events;
};
/// Provides a ScopedProbe that writes to `disposals`, as it is when the probe is made.
std::unique_ptr<ServiceProvider> ConformanceServices(Disposals& disposals);

/// The state that the slots of one execution share. `Pipe` is the form's next.
template <class Pipe>
struct Run {
  Run(const Case& conformance_case, const Script& of)
      : script(of),
        entries(of.size()),
        latest(of.size() - 1),
        stop_at(conformance_case.stop_at),
        expire_at(conformance_case.expire_at) {
    Interrupt();
  }

  void Record(Event event, const PipelineContext& context) {
    const int* value = context.store().Find(kConformanceValue);
    event.seen = value == nullptr ? 0 : *value;
    events.push_back(event);
    Interrupt();
  }
  void Interrupt() {
    if (events.size() == stop_at) stop.request_stop();
    if (events.size() == expire_at) clock.Expire();
  }
  /// Prepares the context of this execution.
  void Prepare(PipelineContext& context, const ServiceProvider& services) {
    context.BindClock(clock);
    context.BindServices(services);
  }
  /// The deadline that the execution begins with.
  Clock::TimePoint FirstDeadline() const {
    return expire_at == SIZE_MAX ? PipelineContext::kNoDeadline
                                 : ScriptClock().Now() + std::chrono::seconds(10);
  }

  const Script& script;
  std::stop_source stop;
  ScriptClock clock;
  std::vector<size_t> entries;
  std::vector<std::optional<Pipe>> latest;  // next of each slot's latest entry
  std::vector<Event> events;
  size_t stop_at;
  size_t expire_at;
  int values = 0;
};

/// What is left to a form: everything else a program does is done here.
enum class Command : uint8_t {
  kCall,      ///< call pipe() on target(), and Deliver() what comes back
  kYield,     ///< suspend, if the form can
  kReturn,    ///< return outcome()
  kThrow,     ///< throw a std::exception
  kThrowOdd,  ///< throw an int
};

/// One entry of a slot (or the handler, which has no pipe): performs its program.
///
///     Actor<Pipe> actor(run, slot, context, next, previous);
///     for (;;) switch (actor.Resume()) {
///       case Command::kCall: actor.Deliver(actor.pipe()(actor.target())); break;
///       …
template <class Pipe>
class Actor {
 public:
  /// `previous` is the next of this slot's latest entry in an earlier execution.
  Actor(Run<Pipe>& run, size_t slot, PipelineContext& context, std::optional<Pipe> own,
        std::optional<Pipe> previous)
      : run_(run), slot_(slot), context_(context), own_(own), previous_(previous) {
    run.Record({own ? Event::Kind::kEnter : Event::Kind::kHandler, slot}, context);
    program_ = &ProgramAt(run.script[slot], run.entries[slot]++);
    if (own) old_ = std::exchange(run.latest[slot], own);
  }

  Command Resume() {
    while (at_ < program_->size()) {
      if (std::optional<Command> command = Perform((*program_)[at_++])) return *command;
    }
    return Command::kReturn;
  }

  const Pipe& pipe() const { return *pipe_; }
  PipelineContext& target() { return foreign_ ? *foreign_ : context_; }
  void Deliver(Outcome outcome) {
    foreign_.reset();
    last_ = std::move(outcome);
    if (!std::exchange(has_first_, true)) first_ = last_;
  }
  Outcome outcome() { return std::move(last_); }

 private:
  bool is_handler() const { return !own_; }

  std::optional<Command> Call(const std::optional<Pipe>& pipe) {
    if (!pipe) return std::nullopt;
    pipe_ = pipe;
    return Command::kCall;
  }
  Command Return(Outcome outcome) {
    last_ = std::move(outcome);
    return Command::kReturn;
  }

  std::optional<Command> Perform(Op op) {
    switch (op) {
      case Op::kCall:
        return Call(own_);
      case Op::kCallOuter:
        return slot_ > 0 ? Call(run_.latest[slot_ - 1]) : std::nullopt;
      case Op::kCallInner:
        return slot_ + 1 < run_.latest.size() ? Call(run_.latest[slot_ + 1]) : std::nullopt;
      case Op::kCallOld:
        return Call(old_);
      case Op::kCallPrevious:
        return Call(previous_);
      case Op::kCallForeign:
        if (!is_handler()) foreign_.emplace("event", "foreign");
        return Call(own_);
      case Op::kReturnIfOk:
        return last_ ? std::optional(Command::kReturn) : std::nullopt;
      case Op::kReturnFirst:
        return Return(std::move(first_));
      case Op::kReturnFlipped:
        return Return(last_ ? Outcome::Failure(FailureCode::kFailed) : Outcome::Success());
      case Op::kSucceed:
        return Return(Outcome::Success());
      case Op::kFail:
        return Return(Outcome::Failure(FailureCode::kFailed));
      case Op::kRefuse:
        return Return(Outcome::Failure(FailureCode::kForbidden, "a message to copy"));
      case Op::kThrow:
        return Command::kThrow;
      case Op::kThrowOdd:
        return Command::kThrowOdd;
      case Op::kYield:
        return Command::kYield;
      default:
        Arrange(op);
        return std::nullopt;
    }
  }

  /// The operations that change what is around, and go on.
  void Arrange(Op op) {
    switch (op) {
      case Op::kStop:
        run_.stop.request_stop();
        break;
      case Op::kHalt: {
        std::stop_source stopped;
        stopped.request_stop();
        if (!halt_) halt_.emplace(context_, stopped.get_token());
        break;
      }
      case Op::kResume:
        halt_.reset();
        break;
      case Op::kDeadline:
        if (!deadline_) deadline_.emplace(context_, run_.clock.Now() + std::chrono::seconds(10));
        break;
      case Op::kExpire:
        run_.clock.Expire();
        break;
      case Op::kSet:
        if (!value_) value_.emplace(context_, kConformanceValue, ++run_.values);
        break;
      case Op::kUse:
        static_cast<void>(context_.services().Find<ScopedProbe>());
        break;
      default:
        break;
    }
  }

  Run<Pipe>& run_;
  size_t slot_;
  PipelineContext& context_;
  std::optional<Pipe> own_;
  std::optional<Pipe> previous_;
  std::optional<Pipe> old_;  // of this slot's entry before this one
  std::optional<Pipe> pipe_;
  const Program* program_;
  size_t at_ = 0;
  bool has_first_ = false;
  Outcome first_;
  Outcome last_;
  std::optional<PipelineContext> foreign_;
  std::optional<StopScope> halt_;
  std::optional<DeadlineScope> deadline_;
  std::optional<ContextScope<int>> value_;
};

}  // namespace krepis::testing
