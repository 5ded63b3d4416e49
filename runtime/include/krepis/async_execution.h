#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "krepis/async_chain.h"
#include "krepis/frame_arena.h"
#include "krepis/outcome.h"
#include "krepis/pipeline_context.h"
#include "krepis/strand.h"
#include "krepis/sync_wait.h"

namespace krepis {

class TimerQueue;

/// Runs asynchronous chains, one at a time: the PipelineExecutor of the other form. It is where the
/// coroutines' frames and the rest of an execution's state are, so it stands still while it runs;
/// several executions may follow one another.
///
/// The promises are PipelineExecutor's: each entry is post-processed exactly once, innermost first,
/// whatever happened; nothing is allocated while the frames fit into kFrameBytes. Waits go on in
/// the thread that ended them, or where the scheduler says.
class AsyncExecution final : private Strand {
 public:
  /// Enough for about 25 behaviours; more frames come from the heap (see frames()).
  static constexpr size_t kFrameBytes = size_t{8} * 1024;

  struct Options {
    /// Where the execution goes on after a wait. Null: in the thread that ended the wait.
    StrandScheduler* scheduler = nullptr;
    /// What ends waits at the context's deadline. Null: a deadline is seen before each entry and
    /// each wait, but does not end a wait.
    TimerQueue* timers = nullptr;
  };
  /// Called once with the outcome, by the thread that ran the last of the execution, which is
  /// over: this and the context may be destroyed or used again. Must not throw. Two pointers'
  /// worth of captures do not allocate.
  using Done = std::function<void(Outcome)>;

  AsyncExecution() noexcept : AsyncExecution(Options()) {}
  explicit AsyncExecution(const Options& options) noexcept;
  /// Ends the program when an execution runs: coroutines cannot go on without their frames, and
  /// none is ever destroyed while it waits.
  ~AsyncExecution() override;

  /// Runs the chain in this thread until its first wait, or to its end. Reports kContextBusy, and
  /// enters nothing, when `context` or this runs an execution already. `chain` and `context` must
  /// outlive the execution.
  void Start(const AsyncPipelineChain& chain, PipelineContext& context, Done done) noexcept;

  /// The same, and blocks until the execution is over. Not in a coroutine: there it would block the
  /// thread that has to go on with others.
  Outcome Run(const AsyncPipelineChain& chain, PipelineContext& context) noexcept;

  bool running() const noexcept { return entry_.has_value(); }
  const FrameArena& frames() const noexcept { return frames_; }

 private:
  void Begin() noexcept override;
  void Ended(bool in_start) noexcept override;

  /// A caller of Run.
  struct Caller {
    internal::Gate over;
    Outcome outcome;
  };

  /// False, and nothing is begun, when the context or this runs an execution already.
  bool Bind(const AsyncPipelineChain& chain, PipelineContext& context) noexcept;

  alignas(std::max_align_t) std::array<std::byte, kFrameBytes> memory_;
  FrameArena frames_{memory_};
  std::optional<internal::AsyncEntry> entry_;  // the outermost, while an execution runs
  PipelineContext* context_ = nullptr;
  const PipelineCursor::Step* outermost_ = nullptr;
  // Who is told: one of them, while an execution runs.
  Done done_;
  Caller* caller_ = nullptr;
};

}  // namespace krepis
