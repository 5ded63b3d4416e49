#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/engine/edge_groups.h"
#include "analyzer/engine/model.h"

namespace krepis::analyzer {

/// The two sides of a [[rules]] entry, asked about many edges. Sources whose `{name}` variables are
/// bound alike are one class, so that each target is matched once per class and not once per edge;
/// a rule without variables has one class. Keeps what it has matched: not thread-safe.
class RuleSides {
 public:
  /// `rule` must outlive it.
  RuleSides(const Model& model, const RuleConfig& rule);
  RuleSides(const RuleSides&) = delete;
  RuleSides& operator=(const RuleSides&) = delete;

  /// Classes are 1 … class_count().
  uint32_t class_count() const { return static_cast<uint32_t>(classes_.size() - 1); }
  /// The files of a class, ascending; each file is in at most one.
  std::span<const NodeId> Sources(uint32_t of_class) const { return classes_[of_class].sources; }
  /// 0: no selector of `from` matches the file (externals are never a source).
  uint32_t ClassOf(NodeId node) const { return Index(node) < of_.size() ? of_[Index(node)] : 0; }

  /// Whether the target is one for sources of the class: `to` matches it and `except` does not.
  bool IsTarget(uint32_t of_class, NodeId node) const;
  /// All that are targets of the class, ascending.
  std::vector<NodeId> Targets(uint32_t of_class) const;
  /// All that `to` matches whatever the variables are bound to, ascending: no class has others.
  const std::vector<NodeId>& PossibleTargets() const;

 private:
  struct Class {
    std::vector<Bindings> bindings;  // what each selector of `from` that matches has bound
    std::vector<NodeId> sources;
  };
  /// What a class has been asked about a target.
  struct Answer {
    uint32_t of_class = 0;
    bool is_target = false;
  };

  const Model& model_;
  const RuleConfig& rule_;
  const std::vector<std::string> variables_;  // that targets depend on; bindings refer to them
  std::vector<Class> classes_;                // [0] is none
  std::vector<uint32_t> of_;                  // by node
  mutable std::vector<Answer> answers_;       // by node, the last one
  mutable std::optional<std::vector<NodeId>> possible_targets_;
};

/// Calls `visit(uint32_t of_class, std::span<const Edge>)` once per dependency of the rule's
/// sources, with its sites as ForEachDependency() groups them.
template <class Visit>
void ForEachDependency(const Model& model, const RuleSides& sides, EdgeKindSet kinds,
                       Visit&& visit) {
  for (uint32_t of_class = 1; of_class <= sides.class_count(); ++of_class) {
    for (const NodeId source : sides.Sources(of_class)) {
      ForEachDependency(model, model.graph.Out(source), kinds,
                        [&](std::span<const Edge> sites) { visit(of_class, sites); });
    }
  }
}

}  // namespace krepis::analyzer
