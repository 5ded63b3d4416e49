#pragma once

#include <optional>

#include "analyzer/facts/registrations.h"
#include "analyzer/facts/registrations_conditions.h"
#include "analyzer/facts/registrations_entries.h"
#include "analyzer/facts/registrations_pipelines.h"
#include "analyzer/facts/registrations_set_up.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Reads calls of methods of a framework that are given a pipeline, of which the preset says what
/// they register. Refers to what it is made of.
class HelperReader {
 public:
  HelperReader(const Scopes& scopes, PipelineFinder& finder, EntryReader& entries,
               ConditionReader& conditions, const RegistrationFacts& facts)
      : ast_(scopes.ast()),
        finder_(finder),
        entries_(entries),
        conditions_(conditions),
        facts_(facts),
        set_ups_(scopes) {}

  /// What a call registers; nothing when it is none of a helper.
  std::optional<RegistrationEvent> Read(Node call, Node callee);

 private:
  void ReadSetUp(Node call, Node callee, const Preset& preset, const PresetHelper& helper,
                 RegistrationEvent& event);

  const Ast& ast_;
  PipelineFinder& finder_;
  EntryReader& entries_;
  ConditionReader& conditions_;
  const RegistrationFacts& facts_;
  SetUpReader set_ups_;
};

}  // namespace krepis::analyzer
