#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "krepis/behaviors/random_id.h"
#include "krepis/context_store.h"
#include "krepis/outcome.h"

namespace krepis {

class PipelineContext;

/// Tells one event from all others, so that who gets it twice can tell: delivery is at least once.
using EventId = RandomId<struct EventIdTag, 16>;

/// Something that happened in a transaction and is told to others once that is committed.
struct StagedEvent {
  EventId id;
  std::string type;
  std::string payload;
};

/// What is done together or not at all: a database transaction. One execution at a time, not
/// thread-safe; may be used by one execution after another. Functions that throw fail.
class UnitOfWork {
 public:
  virtual ~UnitOfWork() = default;

  virtual Outcome Begin() = 0;
  /// `events` are those staged: an outbox stores them in the same transaction, and so gets them to
  /// their receivers even if the process ends before they are dispatched.
  virtual Outcome Commit(std::span<const StagedEvent> events) = 0;
  /// Called after a Begin that succeeded and no Commit that did.
  virtual Outcome Rollback() = 0;
};

/// Tells events to whom they concern. Called by several threads at once; may throw, which is a
/// failure.
class EventDispatcher {
 public:
  virtual ~EventDispatcher() = default;
  virtual Outcome Dispatch(const StagedEvent& event) = 0;
};

/// The events of a transaction that is open. Not thread-safe, like the context.
class StagedEvents {
 public:
  explicit StagedEvents(RandomSource& random) noexcept : random_(random) {}

  /// Adds an event under a new id, which it returns.
  EventId Add(std::string type, std::string payload);
  std::span<const StagedEvent> view() const noexcept { return events_; }

 private:
  RandomSource& random_;
  std::vector<StagedEvent> events_;
};

/// The staged events of the transaction around this point.
inline constexpr ContextKey<StagedEvents*> kStagedEvents{"staged-events"};

/// Stages an event in the transaction around this point, to be dispatched after its commit and
/// dropped with it otherwise. Nothing when there is no transaction.
std::optional<EventId> StageEvent(const PipelineContext& context, std::string type,
                                  std::string payload);

}  // namespace krepis
