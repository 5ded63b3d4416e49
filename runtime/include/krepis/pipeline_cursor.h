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
  static uint32_t Target(const NextPosition& next) noexcept {
    return static_cast<uint32_t>(next.place_) >> kPositionShift;
  }

  /// Whether `next` may be called now; a refusal is recorded, and ends with Reused().
  static bool Open(PipelineContext& context, const NextPosition& next) noexcept {
    if (context.execution_ != next.execution_ || context.open_ != next.place_) [[unlikely]] {
      if (!OpenAgain(context, next)) return false;
    }
    context.open_ = kNobody;
    return true;
  }
  static void Close(PipelineContext& context, const NextPosition& next) noexcept {
    context.open_ = (next.place_ & kReplays) != 0 ? next.place_ | kCalled : kNobody;
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

  /// Opens an entry of the behaviour at `step`; returns what its `next` carries.
  static NextPosition Enter(PipelineContext& context, const Step& step) noexcept {
    NextPosition next;
    next.execution_ = context.execution_;
    next.place_ = context.entries_ | step.place;
    context.entries_ += kEntry;
    context.open_ = next.place_;
    return next;
  }
  /// An exception left Handle: that is no short-circuit.
  static void Threw(PipelineContext& context) noexcept { context.open_ = kNobody; }
  /// The Handle of the behaviour at `step` returned, or its exception was caught.
  static void Leave(PipelineContext& context, const Step& step) noexcept {
    // What is open is nothing, or the entry that is left: called, or not.
    if (context.open_ != kNobody && (context.open_ & kCalled) == 0) {
      RecordShortCircuit(context, step);
    }
    context.open_ = kNobody;
  }

  static Outcome Busy() noexcept;
  static Outcome Reused() noexcept;
  /// What an entry that Poll refused ends with.
  static Outcome Refused(FailureCode code) noexcept;
  /// The exception being handled, as a failure of `who`. Call in a catch block.
  static Outcome FailureOfException(std::string_view who) noexcept;
  /// The name of the behaviour at a step, of the behaviour or handler at a position.
  static std::string_view NameOf(const PipelineContext& context, const Step& step) noexcept;
  static std::string_view NameAt(const PipelineContext& context, uint32_t position) noexcept;

 private:
  friend class ChainBase;

  /// The lower half of the place of a behaviour's next.
  static constexpr uint32_t PlaceOf(uint32_t position, bool replays) noexcept {
    return (position + 1) << kPositionShift | (replays ? kReplays : 0);
  }

  // A place has the number of an entry in its upper half, from 1, and below it the position that
  // the entry's `next` enters and two bits. open_ has the place of the open entry.
  static constexpr uint64_t kNobody = 0;
  static constexpr uint64_t kCalled = 1;  // its next was called before
  static constexpr uint64_t kReplays = 2;
  static constexpr int kPositionShift = 2;
  static constexpr uint64_t kEntry = uint64_t{1} << 32;

  /// Lets a replaying behaviour go on once more; records any other call.
  static bool OpenAgain(PipelineContext& context, NextPosition next) noexcept;
  static void RecordShortCircuit(PipelineContext& context, const Step& step) noexcept;
};

}  // namespace krepis
