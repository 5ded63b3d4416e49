#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/config/modules.h"
#include "analyzer/facts/facts.h"
#include "analyzer/graph/chains.h"
#include "analyzer/graph/entry_points.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/packages.h"
#include "analyzer/graph/undeclared.h"

namespace krepis::analyzer {

class CutMemory;
class CycleProjections;
class SandboxModel;
class SuppressionLedger;

/// All that a rule may read. Everything is frozen before the first rule runs, so rules read it from
/// any thread.
struct Model {
  const Config& config;
  const ModuleTable& modules;
  const Graph& graph;
  const FilePackages& packages;
  const ChainTable& chains;
  /// Facts of file node i+1.
  std::span<const FileFacts> facts;
  /// For layering/undeclared; empty where that does not run.
  std::span<const UndeclaredPackage> undeclared = {};
  /// For layering/orphan, likewise.
  const EntryPoints* entry_points = nullptr;
  /// What code can reach; null where no rule asks.
  const SandboxModel* sandbox = nullptr;
  /// Complete once every rule outside the family `exceptions` has run.
  const SuppressionLedger* suppressions = nullptr;
  /// What earlier runs found for layering/cycle; null where nobody keeps it.
  CutMemory* cuts = nullptr;
  /// Likewise, of this analysis.
  CycleProjections* projections = nullptr;

  ModuleId ModuleOf(NodeId node) const {
    return graph.is_file(node) ? modules.Of(Index(node) - 1) : ModuleId{};
  }
  SelectorTarget Target(NodeId node) const { return {graph.name(node), ModuleOf(node)}; }
  const FileFacts& FactsOf(NodeId file) const { return facts[Index(file) - 1]; }
};

}  // namespace krepis::analyzer
