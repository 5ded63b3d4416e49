#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "krepis/outcome.h"
#include "krepis/pipeline_context.h"
#include "krepis/pipeline_cursor.h"
#include "krepis/pipeline_step.h"

namespace krepis {

/// Where in every chain a behaviour belongs, outermost first. Stages decide the order before scopes
/// do, so a global transaction can never wrap a local guard.
enum class Stage : uint8_t {
  kContextBridge,  ///< trace ids, identity of the run
  kLogging,        ///< logs, metrics, timing
  kResilience,     ///< bulkhead, time-out, breaker, retry
  kGuard,          ///< who may do this
  kValidation,     ///< is the request well-formed
  kTransaction,    ///< commit or roll back; at most one in a chain
  kUnstaged,       ///< no stage declared: inside all stages, next to the handler
};
inline constexpr std::array kStages = {
    Stage::kContextBridge, Stage::kLogging,     Stage::kResilience, Stage::kGuard,
    Stage::kValidation,    Stage::kTransaction, Stage::kUnstaged};

/// The stage's name ("context-bridge", …, "unstaged"); "unknown" for a value outside the
/// enumeration.
std::string_view Name(Stage stage) noexcept;
/// The stage of that name, as Name() writes it.
std::optional<Stage> StageOfName(std::string_view name) noexcept;

/// Whether a constraint needs the behaviour it names.
enum class Strength : uint8_t {
  kStrong,  ///< a chain without it cannot be built
  kWeak,    ///< says nothing where it is missing
};

/// A place relative to another behaviour (to each of that name). Decides over scope and
/// registration, not over stages: one that contradicts them cannot be met.
struct Placement {
  enum class Side : uint8_t {
    kBefore,  ///< outside it
    kAfter,   ///< inside it
  };
  Side side;
  std::string behavior;
  Strength strength;

  static Placement Before(std::string_view behavior, Strength strength = Strength::kStrong) {
    return {Side::kBefore, std::string(behavior), strength};
  }
  static Placement After(std::string_view behavior, Strength strength = Strength::kStrong) {
    return {Side::kAfter, std::string(behavior), strength};
  }
};

/// What a behaviour declares about itself. Read once, at registration.
struct BehaviorTraits {
  /// Identifies the kind of behaviour; not empty. Appears in metadata, errors and descriptions.
  /// Copied.
  std::string_view name;
  Stage stage = Stage::kUnstaged;
  /// May call `next` more than once. Each call runs the whole chain inside it again, guards
  /// included.
  bool replays = false;
  /// Several behaviours of this name may stand in one chain.
  bool repeatable = false;
  /// `{Placement::After("authentication"), Placement::Before("audit", Strength::kWeak)}`
  std::vector<Placement> placements = {};
};

namespace internal {
class AsyncEntry;
class SyncEntry;
}  // namespace internal
class AsyncNextPipe;
template <class T>
class Task;

/// What behaviours of every form have in common: this header's PipelineBehavior, and those of
/// async_behavior.h.
class BehaviorBase {
 public:
  virtual ~BehaviorBase() = default;

  virtual BehaviorTraits traits() const = 0;

  /// Called exactly once for each time Handle was entered, when it was left: after success,
  /// failure, short-circuit, exception and cancellation; inner behaviours first. `outcome` is what
  /// this behaviour ended with. A replayed behaviour is entered again, and post-processed again.
  virtual void PostProcess(PipelineContext& context, const Outcome& outcome) noexcept;

 private:
  friend class internal::AsyncEntry;

  /// What asynchronous chains call, of behaviours that declare themselves fit for them.
  virtual Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next);
};

/// Runs the rest of the chain. A value: it carries its position, so there is no shared index to run
/// out of step, and nothing is allocated to make one.
class NextPipe {
 public:
  /// Enters what is inside the behaviour that was handed this NextPipe, and returns how that ended.
  /// Never throws: what is thrown inside arrives as FailureCode::kException.
  ///
  /// `context` is the one the behaviour was handed. A behaviour calls this at most once per entry,
  /// unless it declares `replays`. Any other call (a second one, one made from inside, one with a
  /// copy kept past the return of Handle, one with another context) enters nothing and returns
  /// FailureCode::kNextReused.
  Outcome operator()(PipelineContext& context) const noexcept;

 private:
  friend class internal::SyncEntry;
  explicit NextPipe(NextPosition position) noexcept : position_(position) {}

  NextPosition position_;
};
static_assert(std::is_trivially_copyable_v<NextPipe> && sizeof(NextPipe) <= 16);

/// One concern around a handler. Owned by the provider and shared by all chains and threads:
/// stateless, or thread-safe. What belongs to one execution goes into the context's items.
class PipelineBehavior : public BehaviorBase {
 public:
  /// Code before `next(context)` runs on the way in, code after it on the way out. Not calling
  /// `next` short-circuits: the outcome returned here stands for everything inside. An exception
  /// becomes FailureCode::kException, seen by the behaviour outside.
  virtual Outcome Handle(PipelineContext& context, NextPipe next) = 0;
};

namespace internal {

/// One entry of a synchronous chain. Inline, so that a behaviour's call of `next` is a call of the
/// next behaviour and nothing between. Every function returns one variable or what it was given:
/// an outcome is made in its last place and never copied on the way out.
class SyncEntry {
 public:
  [[gnu::always_inline]] static inline Outcome At(PipelineContext& context,
                                                  const PipelineStep& step) noexcept {
    if (FailureCode refusal = PipelineCursor::Poll(context); refusal != FailureCode::kNone)
        [[unlikely]] {
      return PipelineCursor::Refused(refusal);
    }
    if (step.behavior == nullptr) return OfHandler(context);
    return OfBehavior(context, step);
  }

  /// What the `next` of a behaviour that replays enters. Apart, so that the common way out keeps
  /// nothing but the outcome.
  static Outcome Replaying(PipelineContext& context, NextPosition position) noexcept;

 private:
  static Outcome OfHandler(PipelineContext& context) noexcept;

  [[gnu::always_inline]] static inline Outcome OfBehavior(PipelineContext& context,
                                                          const PipelineStep& step) noexcept {
    const NextPosition next = PipelineCursor::Enter(context, step);
    Outcome outcome = Handle(context, step, next);
    PipelineCursor::Leave(context, step);
    if (step.posts) step.behavior->PostProcess(context, outcome);
    return outcome;
  }

  [[gnu::always_inline]] static inline Outcome Handle(PipelineContext& context,
                                                      const PipelineStep& step,
                                                      NextPosition next) noexcept {
    try {
      return static_cast<PipelineBehavior*>(step.behavior)->Handle(context, NextPipe(next));
    } catch (...) {
      return PipelineCursor::Threw(context, step);
    }
  }
};

}  // namespace internal

[[gnu::always_inline]] inline Outcome NextPipe::operator()(
    PipelineContext& context) const noexcept {
  if (!PipelineCursor::Open(context, position_)) [[unlikely]]
    return PipelineCursor::Reused();
  if (PipelineCursor::Replays(position_)) [[unlikely]]
    return internal::SyncEntry::Replaying(context, position_);
  return internal::SyncEntry::At(context, PipelineCursor::Target(position_));
}

}  // namespace krepis
