#include "analyzer/facts/registrations_value_settle.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

namespace krepis::analyzer {
namespace {

bool Registers(const RegistrationEvent& event) {
  return event.effect != RegistrationEffect::kCall || event.pipeline != kNoIndex;
}

}  // namespace

void SettleRegistrations(const ValueFinder& finder, const std::vector<uint32_t>& ends,
                         RegistrationFacts& facts) {
  std::vector<bool> live(facts.pipelines.size());
  const auto settle = [&](uint32_t& pipeline) { pipeline = finder.Same(pipeline); };
  const auto mark = [&](uint32_t pipeline) {
    if (pipeline != kNoIndex) live[pipeline] = true;
  };
  for (RegistrationEvent& event : facts.events) {
    settle(event.pipeline);
    settle(event.result);
    for (RegistrationEntry& entry : event.entries) settle(entry.pipeline);
    if (!Registers(event)) {
      // What a function of another file gives and that goes elsewhere: axum::serve(…,
      // routes::app()).
      for (const RegistrationEntry& entry : event.entries) {
        if (entry.pipeline == kNoIndex) continue;
        if (facts.pipelines[entry.pipeline].origin == PipelineOrigin::kResult) mark(entry.pipeline);
      }
      continue;
    }
    mark(event.pipeline);
    for (const RegistrationEntry& entry : event.entries) mark(entry.pipeline);
  }
  for (RegisteringFunction& function : facts.functions) {
    for (uint32_t& pipeline : function.returns) {
      settle(pipeline);
      mark(pipeline);
    }
  }
  for (const RegistrationEvent& event : facts.events) {
    if (event.effect != RegistrationEffect::kRoute || event.paths.empty()) continue;
    std::string& preset = facts.pipelines[event.pipeline].preset;
    if (preset.empty() && event.paths[0].starts_with('/')) preset = event.preset;
  }
  for (size_t i = 0; i < live.size(); ++i) {
    const PipelineFact& fact = facts.pipelines[i];
    if (!fact.preset.empty() || fact.origin == PipelineOrigin::kParameter) live[i] = true;
  }
  // What is made of a pipeline goes on with it.
  for (bool more = true; more;) {
    more = false;
    for (const RegistrationEvent& event : facts.events) {
      if (event.result == kNoIndex || !live[event.result]) continue;
      for (const RegistrationEntry& entry : event.entries) {
        if (entry.pipeline == kNoIndex || live[entry.pipeline]) continue;
        live[entry.pipeline] = more = true;
      }
    }
  }
  std::vector<size_t> order;
  for (size_t i = 0; i < facts.events.size(); ++i) {
    RegistrationEvent& event = facts.events[i];
    bool about = Registers(event) || (event.result != kNoIndex && live[event.result]);
    for (RegistrationEntry& entry : event.entries) {
      if (entry.pipeline != kNoIndex && !live[entry.pipeline]) entry.pipeline = kNoIndex;
      about = about || entry.pipeline != kNoIndex;
    }
    if (event.result != kNoIndex && !live[event.result]) event.result = kNoIndex;
    if (about) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return std::tuple(facts.events[a].function, ends[a], a) <
           std::tuple(facts.events[b].function, ends[b], b);
  });
  std::vector<RegistrationEvent> sorted;
  sorted.reserve(order.size());
  for (const size_t i : order) sorted.push_back(std::move(facts.events[i]));
  facts.events = std::move(sorted);
  const bool idle = facts.events.empty() &&
                    std::none_of(facts.functions.begin(), facts.functions.end(),
                                 [](const auto& function) { return !function.returns.empty(); });
  if (idle) facts.pipelines.clear();
}

}  // namespace krepis::analyzer
