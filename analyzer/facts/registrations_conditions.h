#pragma once

#include <unordered_map>
#include <vector>

#include "analyzer/facts/registrations.h"
#include "analyzer/facts/registrations_pipelines.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Under what conditions a registration happens. Not thread-safe.
class ConditionReader {
 public:
  ConditionReader(const Scopes& scopes, PipelineFinder& finder)
      : scopes_(scopes), ast_(scopes.ast()), finder_(finder) {}

  /// The arms of branches and loops between a call and the start of its function, outermost first,
  /// and the conditional returns that it stands behind.
  std::vector<RegistrationCondition> Of(Node call);

 private:
  void AddArm(Node parent, Node child, std::vector<RegistrationCondition>& conditions) const;
  /// The first conditional returns of a function.
  const std::vector<Node>& ReturnsOf(Node function);

  const Scopes& scopes_;
  const Ast& ast_;
  PipelineFinder& finder_;
  std::unordered_map<Node, std::vector<Node>> returns_;
};

}  // namespace krepis::analyzer
