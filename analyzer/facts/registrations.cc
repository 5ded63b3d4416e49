#include "analyzer/facts/registrations.h"

#include <algorithm>

namespace krepis::analyzer {

std::string_view OriginName(PipelineOrigin origin) {
  switch (origin) {
    case PipelineOrigin::kCreated:
      return "created";
    case PipelineOrigin::kParameter:
      return "parameter";
    case PipelineOrigin::kImported:
      return "imported";
    case PipelineOrigin::kResult:
      return "result";
    case PipelineOrigin::kOpaque:
      return "opaque";
  }
  return "";
}

std::string_view EffectName(RegistrationEffect effect) {
  switch (effect) {
    case RegistrationEffect::kUse:
      return "use";
    case RegistrationEffect::kRoute:
      return "route";
    case RegistrationEffect::kCall:
      return "call";
    case RegistrationEffect::kMount:
      return "mount";
    case RegistrationEffect::kPrefix:
      return "prefix";
    case RegistrationEffect::kParam:
      return "param";
  }
  return "";
}

bool RegistrationFacts::IsSound() const {
  const auto function = [&](uint32_t index) { return index < functions.size(); };
  const auto pipeline = [&](uint32_t index) { return index < pipelines.size(); };
  const auto none_or = [](const auto& is, uint32_t index) {
    return index == kNoIndex || is(index);
  };
  return std::all_of(pipelines.begin(), pipelines.end(),
                     [&](const PipelineFact& fact) {
                       return function(fact.function) && none_or(function, fact.result_of) &&
                              (fact.origin != PipelineOrigin::kParameter ||
                               fact.parameter < kMaxParameters);
                     }) &&
         std::all_of(functions.begin(), functions.end(),
                     [&](const RegisteringFunction& fact) {
                       return std::all_of(fact.returns.begin(), fact.returns.end(), pipeline);
                     }) &&
         std::all_of(events.begin(), events.end(),
                     [&](const RegistrationEvent& event) {
                       return function(event.function) && none_or(pipeline, event.pipeline) &&
                              none_or(function, event.callee_function) &&
                              std::all_of(event.entries.begin(), event.entries.end(),
                                          [&](const RegistrationEntry& entry) {
                                            return none_or(pipeline, entry.pipeline) &&
                                                   none_or(function, entry.function);
                                          });
                     }) &&
         std::is_sorted(events.begin(), events.end(),
                        [](const RegistrationEvent& left, const RegistrationEvent& right) {
                          return left.function < right.function;
                        }) &&
         std::all_of(exports.begin(), exports.end(), [&](const RegistrationExport& made) {
           return none_or(pipeline, made.pipeline) && none_or(function, made.function);
         });
}

void RegistrationLocations(RegistrationFacts& facts, std::vector<Location*>& locations) {
  for (PipelineFact& fact : facts.pipelines) locations.push_back(&fact.location);
  for (RegisteringFunction& function : facts.functions) locations.push_back(&function.location);
  for (RegistrationEvent& event : facts.events) {
    locations.push_back(&event.location);
    for (RegistrationEntry& entry : event.entries) locations.push_back(&entry.location);
  }
}

}  // namespace krepis::analyzer
