#pragma once

#include <cstdint>
#include <string_view>

#include "krepis/outcome.h"
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_chain.h"
#include "krepis/pipeline_context.h"

namespace krepis {

/// The rules of an execution that do not depend on its form: who may enter what, and what is
/// recorded on the way. The executors are built on it; programs have no use for it.
///
/// One entry at a time is open: the innermost one whose Handle runs and is not inside its own
/// `next`. Only its `next` is legal. A form calls, in this order:
///
///     Begin                      once; then the outermost position, First(), is entered
///       Open                     per call of next: may it go on?
///         Poll                   before each entry: may anything be entered?
///         At                     what is there: a behaviour, or the handler
///         Enter … Leave          around a behaviour's Handle; Threw before Leave if it threw
///         PostProcess            the behaviour's, if step.posts
///       Close                    when what Open let in has returned
///     End
///
/// Functions of a context that runs an execution; thread-safe like it.
class PipelineCursor {
 public:
  using Step = ChainBase::Step;

  /// False, and nothing is done, when the context runs an execution already.
  static bool Begin(PipelineContext& context, const ChainBase& chain) noexcept;
  /// Destroys the execution's scoped services.
  static void End(PipelineContext& context) noexcept {
    context.services_.Dispose();
    context.chain_ = nullptr;
  }

  static constexpr uint32_t First() noexcept { return 0; }
  /// The position that `next` enters.
  static uint32_t Target(const NextPosition& next) noexcept { return next.position_ >> 1; }

  /// Whether `next` may be called now; a refusal is recorded, and ends with Reused().
  static bool Open(PipelineContext& context, const NextPosition& next) noexcept {
    if (context.execution_ != next.execution_ || (context.open_ & ~kCalled) != next.entry_)
        [[unlikely]] {
      RecordReuse(context, next);
      return false;
    }
    if ((context.open_ & kCalled) != 0) context.metadata_.short_circuit_point = {};  // new attempt
    context.open_ = kNobody;
    return true;
  }
  static void Close(PipelineContext& context, const NextPosition& next) noexcept {
    context.open_ = (next.position_ & kReplays) != 0 ? next.entry_ | kCalled : kNobody;
  }

  /// kNone when the next entry may be made, else why not: kCancelled or kTimedOut.
  static FailureCode Poll(const PipelineContext& context) noexcept {
    if (context.stop_.stop_requested()) [[unlikely]]
      return FailureCode::kCancelled;
    if (context.deadline_ != PipelineContext::kNoDeadline && context.Now() >= context.deadline_)
        [[unlikely]] {
      return FailureCode::kTimedOut;
    }
    return FailureCode::kNone;
  }

  /// What is entered at a position. A step without a behaviour is the handler's.
  static const Step& At(const PipelineContext& context, uint32_t position) noexcept {
    return context.chain_->steps_[position];
  }

  /// Opens an entry of the behaviour at `position`; returns what its `next` carries.
  static NextPosition Enter(PipelineContext& context, uint32_t position,
                            const Step& step) noexcept {
    context.entries_ += kEntry;
    context.open_ = context.entries_;
    NextPosition next;
    next.execution_ = context.execution_;
    next.entry_ = context.entries_;
    next.position_ = (position + 1) << 1 | (step.replays ? kReplays : 0);
    return next;
  }
  /// An exception left Handle: that is no short-circuit.
  static void Threw(PipelineContext& context) noexcept { context.open_ = kNobody; }
  /// Handle returned, or its exception was caught.
  static void Leave(PipelineContext& context, const NextPosition& next) noexcept {
    if (context.open_ == next.entry_) RecordShortCircuit(context, next);
    context.open_ = kNobody;
  }

  static Outcome Busy() noexcept;
  static Outcome Reused() noexcept;
  /// What an entry that Poll refused ends with.
  static Outcome Refused(FailureCode code) noexcept;
  /// The exception being handled, as a failure of `who`. Call in a catch block.
  static Outcome FailureOfException(std::string_view who) noexcept;
  /// The name of the behaviour or handler at a position.
  static std::string_view NameAt(const PipelineContext& context, uint32_t position) noexcept;

 private:
  // Of open_: an entry's number is even and not 0.
  static constexpr uint32_t kNobody = 0;
  static constexpr uint32_t kCalled = 1;
  static constexpr uint32_t kEntry = 2;
  // Of NextPosition::position_.
  static constexpr uint32_t kReplays = 1;

  static void RecordReuse(PipelineContext& context, const NextPosition& next) noexcept;
  static void RecordShortCircuit(PipelineContext& context, const NextPosition& next) noexcept;
};

}  // namespace krepis
