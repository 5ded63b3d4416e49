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
      : scopes_(scopes), ast_(scopes.ast()), finder_(&finder) {}
  explicit ConditionReader(const Scopes& scopes) : scopes_(scopes), ast_(scopes.ast()) {}

  /// The arms of branches and loops between a call and the start of its function, outermost first,
  /// and the conditional returns that it stands behind.
  std::vector<RegistrationCondition> Of(Node call);
  /// The arms between a call and the start of `function`, which it stands in, alone.
  std::vector<RegistrationCondition> Of(Node call, Node function) const;

 private:
  void AddArm(Node parent, Node child, std::vector<RegistrationCondition>& conditions) const;
  /// The first conditional returns of a function.
  const std::vector<Node>& ReturnsOf(Node function);

  const Scopes& scopes_;
  const Ast& ast_;
  PipelineFinder* finder_ = nullptr;
  std::unordered_map<Node, std::vector<Node>> returns_;
};

}  // namespace krepis::analyzer
