#include "krepis/behaviors/unit_of_work.h"

#include <utility>

#include "krepis/pipeline_context.h"

namespace krepis {

EventId StagedEvents::Add(std::string type, std::string payload) {
  const EventId id = EventId::Issue(random_);
  events_.push_back({id, std::move(type), std::move(payload)});
  return id;
}

std::optional<EventId> StageEvent(const PipelineContext& context, std::string type,
                                  std::string payload) {
  StagedEvents* const* events = context.store().Find(kStagedEvents);
  if (events == nullptr) return std::nullopt;
  return (*events)->Add(std::move(type), std::move(payload));
}

}  // namespace krepis
