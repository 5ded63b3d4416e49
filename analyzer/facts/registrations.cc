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
    case PipelineOrigin::kNamed:
      return "named";
    case PipelineOrigin::kType:
      return "type";
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

std::string_view ComponentName(ComponentKind kind) {
  switch (kind) {
    case ComponentKind::kClass:
      return "class";
    case ComponentKind::kController:
      return "controller";
    case ComponentKind::kModule:
      return "module";
    case ComponentKind::kDecorator:
      return "decorator";
    case ComponentKind::kLoose:
      return "loose";
  }
  return "";
}

std::string_view ComponentName(ComponentEffect effect) {
  switch (effect) {
    case ComponentEffect::kUse:
      return "use";
    case ComponentEffect::kRoute:
      return "route";
    case ComponentEffect::kVersion:
      return "version";
    case ComponentEffect::kDecorator:
      return "decorator";
    case ComponentEffect::kImport:
      return "import";
    case ComponentEffect::kServe:
      return "serve";
    case ComponentEffect::kPrefix:
      return "prefix";
    case ComponentEffect::kVersions:
      return "versions";
    case ComponentEffect::kRoot:
      return "root";
  }
  return "";
}

bool RegistrationFacts::IsSound() const {
  const auto function = [&](uint32_t index) { return index < functions.size(); };
  const auto pipeline = [&](uint32_t index) { return index < pipelines.size(); };
  const auto none_or = [](const auto& is, uint32_t index) {
    return index == kNoIndex || is(index);
  };
  const auto entry = [&](const RegistrationEntry& one) {
    return none_or(pipeline, one.pipeline) && none_or(function, one.function);
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
                              (event.setting == kNoIndex || event.setting < settings.size()) &&
                              none_or(pipeline, event.result) &&
                              none_or(function, event.callee_function) &&
                              std::all_of(event.entries.begin(), event.entries.end(), entry);
                     }) &&
         std::is_sorted(events.begin(), events.end(),
                        [](const RegistrationEvent& left, const RegistrationEvent& right) {
                          return left.function < right.function;
                        }) &&
         std::all_of(exports.begin(), exports.end(), [&](const RegistrationExport& made) {
           return none_or(pipeline, made.pipeline) && none_or(function, made.function) &&
                  std::all_of(made.entries.begin(), made.entries.end(), entry) &&
                  (made.component == kNoIndex || made.component < components.size());
         });
}

namespace {

void ItemLocations(std::vector<ComponentItem>& items, std::vector<Location*>& locations) {
  for (ComponentItem& item : items) {
    locations.push_back(&item.location);
    for (RegistrationEntry& entry : item.entries) locations.push_back(&entry.location);
  }
}

}  // namespace

void RegistrationLocations(RegistrationFacts& facts, std::vector<Location*>& locations) {
  ItemLocations(facts.settings, locations);
  for (ComponentFact& component : facts.components) {
    locations.push_back(&component.location);
    ItemLocations(component.items, locations);
    for (ComponentMember& member : component.members) {
      locations.push_back(&member.location);
      ItemLocations(member.items, locations);
    }
  }
  for (PipelineFact& fact : facts.pipelines) locations.push_back(&fact.location);
  for (RegisteringFunction& function : facts.functions) locations.push_back(&function.location);
  for (RegistrationExport& made : facts.exports) {
    for (RegistrationEntry& entry : made.entries) locations.push_back(&entry.location);
  }
  for (RegistrationEvent& event : facts.events) {
    locations.push_back(&event.location);
    for (RegistrationEntry& entry : event.entries) locations.push_back(&entry.location);
  }
}

}  // namespace krepis::analyzer
