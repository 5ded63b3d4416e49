#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

#include "krepis/behaviors/random_source.h"
#include "krepis/behaviors/unit_of_work.h"
#include "krepis/context_store.h"
#include "krepis/phased_behavior.h"
#include "krepis/pipeline_context.h"

namespace krepis {

/// Told what a transaction could not do although its outcome does not show it. Called by several
/// threads at once; what it throws is dropped.
class TransactionObserver {
 public:
  virtual ~TransactionObserver() = default;
  virtual void RollbackFailed(const PipelineContext& context, const Outcome& failure) = 0;
  /// The event is committed, but its receivers have not been told.
  virtual void DispatchFailed(const PipelineContext& context, const StagedEvent& event,
                              const Outcome& failure) = 0;
};

struct TransactionOptions {
  /// Null: events are given to Commit alone. It, and all below, must outlive the behaviour.
  EventDispatcher* dispatcher = nullptr;
  TransactionObserver* observer = nullptr;
  /// Of event ids. Null: SystemRandom.
  RandomSource* random = nullptr;
};

class Transaction;

/// What a Transaction keeps during an execution. Left open, it is rolled back.
class TransactionState {
 public:
  TransactionState() = default;
  TransactionState(const TransactionState&) = delete;
  TransactionState& operator=(const TransactionState&) = delete;
  ~TransactionState();

 private:
  friend class Transaction;
  Transaction* owner_ = nullptr;
  PipelineContext* context_ = nullptr;
  UnitOfWork* open_ = nullptr;
  std::optional<StagedEvents> events_;
  std::optional<ContextScope<StagedEvents*>> scope_;
};

/// Commits what is inside if and only if it succeeds; otherwise (failure, short-circuit, exception,
/// cancellation, time-out) rolls it back.
///
/// - Begin fails: ends with that failure, nothing is entered or rolled back.
/// - Commit fails: rolls back once and ends with the failure of the commit.
/// - Rollback fails: reported and counted; the outcome stays what it was.
/// - Staged events are dispatched after the commit, in order, and dropped without one. A dispatch
///   that fails is reported and counted, and never rolls back: what is committed is committed.
///   Later events are dispatched all the same.
///
/// Stage: transaction. Thread-safe if source and dispatcher are. Its unit of work blocks this
/// thread.
class Transaction final : public PhasedBehavior<TransactionState> {
 public:
  /// The unit of work of an execution, which outlives it; null is a failure. Usually from its
  /// services: `[](PipelineContext& context) { return context.services().Find<OrderDatabase>(); }`
  using Source = std::function<UnitOfWork*(PipelineContext&)>;

  /// `source` must not be empty (assert).
  explicit Transaction(Source source, const TransactionOptions& options = {});

  BehaviorTraits traits() const override;
  std::optional<Outcome> Before(PipelineContext& context, TransactionState& state) override;
  Outcome After(PipelineContext& context, TransactionState& state, Outcome outcome) override;

  uint64_t rollback_failures() const noexcept { return rollback_failures_.load(); }
  uint64_t dispatch_failures() const noexcept { return dispatch_failures_.load(); }

 private:
  friend class TransactionState;
  void Rollback(TransactionState& state) noexcept;
  void Dispatch(const PipelineContext& context, const StagedEvent& event) noexcept;

  const Source source_;
  const TransactionOptions options_;
  RandomSource& random_;
  std::atomic<uint64_t> rollback_failures_ = 0;
  std::atomic<uint64_t> dispatch_failures_ = 0;
};

}  // namespace krepis
