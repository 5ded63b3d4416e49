#pragma once

#include <cstdint>
#include <string_view>

#include "krepis/outcome.h"
#include "krepis/pipeline_context.h"
#include "krepis/pipeline_step.h"

namespace krepis {

class ChainBase;

/// The rules of an execution that do not depend on its form: who may enter what, and what is
/// recorded on the way. The executors are built on it; programs have no use for it.
///
/// One entry at a time is open: the innermost one whose Handle runs and is not inside its own
/// `next`. Only its `next` is legal. A form calls, in this order:
///
///     Begin                      once; then the outermost step is entered
///       Open                     per call of next: may it go on, to Target()?
///         Poll                   before each entry: may anything be entered?
///         Enter … Leave          around a behaviour's Handle; Threw before Leave if it threw
///         PostProcess            the behaviour's, if step.posts
///       Close                    when what Open let in has returned
///     End
///
/// Functions of a context that runs an execution; thread-safe like it.
class PipelineCursor {
 public:
  using Step = internal::PipelineStep;

  /// The outermost step, to be entered; null, and nothing is done, when the context runs an
  /// execution already.
  static const Step* Begin(PipelineContext& context, const ChainBase& chain) noexcept;
  /// Destroys the execution's scoped services.
  static void End(PipelineContext& context) noexcept {
    context.services_.Dispose();
    context.chain_ = nullptr;
  }

  /// What `next`, which is open, enters. A step without a behaviour is the handler's.
  static const Step& Target(const NextPosition& next) noexcept { return next.step_[1]; }
  static bool Replays(const NextPosition& next) noexcept { return next.step_->replays; }

  /// Whether `next` may be called now; a refusal is recorded, and ends with Reused().
  static bool Open(PipelineContext& context, const NextPosition& next) noexcept {
    if (context.open_ != next.entry_) [[unlikely]] {
      if (!OpenAgain(context, next)) return false;
    }
    context.open_ = kNobody;
    return true;
  }
  /// Nothing need be done unless Replays(next): nobody is open.
  static void Close(PipelineContext& context, const NextPosition& next) noexcept {
    if (Replays(next)) [[unlikely]]
      context.open_ = next.entry_ | kCalled;
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

  /// Opens an entry of the behaviour at `step`; returns what its `next` carries.
  static NextPosition Enter(PipelineContext& context, const Step& step) noexcept {
    uint64_t entry = context.entry_ + kEntry;
    if (entry % kEntries == 0) [[unlikely]]
      entry = NewEntries();
    context.entry_ = entry;
    context.open_ = entry;
    NextPosition next;
    next.entry_ = entry;
    next.step_ = &step;
    return next;
  }
  /// An exception left the Handle of the behaviour at `step`, which is no short-circuit: that
  /// exception as a failure. Call in the catch block.
  static Outcome Threw(PipelineContext& context, const Step& step) noexcept;
  /// The Handle of the behaviour at `step` returned, or its exception was caught.
  static void Leave(PipelineContext& context, const Step& step) noexcept {
    if (context.open_ != kNobody) [[unlikely]]
      LeaveOpen(context, step);
  }

  static Outcome Busy() noexcept;
  static Outcome Reused() noexcept;
  /// What an entry that Poll refused ends with.
  static Outcome Refused(FailureCode code) noexcept;
  /// The exception being handled, as a failure of `who`. Call in a catch block.
  static Outcome FailureOfException(std::string_view who) noexcept;
  /// The name of the behaviour at a step of the context's chain, or of its handler.
  static std::string_view NameOf(const PipelineContext& context, const Step& step) noexcept;

 private:
  // Entries have numbers, of which an execution takes kEntries / kEntry at a time. open_ has that
  // of the open entry, plus kCalled when its next was called before.
  static constexpr uint64_t kNobody = 0;
  static constexpr uint64_t kCalled = 1;
  static constexpr uint64_t kEntry = 2;
  static constexpr uint64_t kEntries = 1 << 16;

  /// The first of numbers that no other entry of this process has, so that a kept `next` never fits
  /// a later one.
  static uint64_t NewEntries() noexcept;
  /// Lets a replaying behaviour go on once more; records any other call.
  static bool OpenAgain(PipelineContext& context, const NextPosition& next) noexcept;
  /// Of an entry whose next was not called, or may be called again.
  static void LeaveOpen(PipelineContext& context, const Step& step) noexcept;
};

}  // namespace krepis
