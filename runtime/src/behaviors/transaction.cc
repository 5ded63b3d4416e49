#include "krepis/behaviors/transaction.h"

#include <cassert>
#include <utility>

#include "krepis/pipeline_cursor.h"

namespace krepis {
namespace {

constexpr std::string_view kName = "transaction";

/// What `call` returns; what it throws is a failure.
template <class Call>
Outcome Try(Call call) noexcept {
  try {
    return call();
  } catch (...) {
    return PipelineCursor::FailureOfException(kName);
  }
}

template <class Report>
void Tell(TransactionObserver* observer, Report report) noexcept {
  if (observer == nullptr) return;
  try {
    report(*observer);
  } catch (...) {  // an observer's own trouble
  }
}

}  // namespace

TransactionState::~TransactionState() {
  if (open_ != nullptr) owner_->Rollback(*this);
}

Transaction::Transaction(Source source, const TransactionOptions& options)
    : source_(std::move(source)),
      options_(options),
      random_(options.random == nullptr ? SystemRandom::Instance() : *options.random) {
  assert(source_ != nullptr);
}

BehaviorTraits Transaction::traits() const { return {.name = kName, .stage = Stage::kTransaction}; }

std::optional<Outcome> Transaction::Before(PipelineContext& context, TransactionState& state) {
  UnitOfWork* work = source_(context);
  if (work == nullptr) {
    return Outcome::Failure(FailureCode::kFailed,
                            StaticMessage("the execution has no unit of work"));
  }
  if (Outcome begun = work->Begin(); !begun) return begun;
  state.owner_ = this;
  state.context_ = &context;
  state.open_ = work;
  state.events_.emplace(random_);
  state.scope_.emplace(context, kStagedEvents, &*state.events_);
  return std::nullopt;
}

Outcome Transaction::After(PipelineContext& context, TransactionState& state, Outcome outcome) {
  if (outcome) {
    outcome = Try([&] { return state.open_->Commit(state.events_->view()); });
  }
  if (!outcome) {
    Rollback(state);
    return outcome;
  }
  state.open_ = nullptr;
  state.scope_.reset();  // what dispatchers do is outside the transaction
  if (options_.dispatcher != nullptr) {
    for (const StagedEvent& event : state.events_->view()) Dispatch(context, event);
  }
  return outcome;
}

void Transaction::Rollback(TransactionState& state) noexcept {
  UnitOfWork& work = *std::exchange(state.open_, nullptr);
  const Outcome rolled_back = Try([&] { return work.Rollback(); });
  if (rolled_back) return;
  rollback_failures_.fetch_add(1);
  Tell(options_.observer, [&](TransactionObserver& observer) {
    observer.RollbackFailed(*state.context_, rolled_back);
  });
}

void Transaction::Dispatch(const PipelineContext& context, const StagedEvent& event) noexcept {
  const Outcome dispatched = Try([&] { return options_.dispatcher->Dispatch(event); });
  if (dispatched) return;
  dispatch_failures_.fetch_add(1);
  Tell(options_.observer,
       [&](TransactionObserver& observer) { observer.DispatchFailed(context, event, dispatched); });
}

}  // namespace krepis
