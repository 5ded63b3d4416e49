#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/edge_kind.h"
#include "analyzer/engine/model.h"
#include "analyzer/graph/chains.h"

namespace krepis::analyzer {

struct PlantedEdge {
  std::string from;  // a file of the workspace
  std::string to;    // a file of the workspace, or an external
  EdgeKind kind = EdgeKind::kImport;
};

/// A synthetic violation of one rule: what is put into an otherwise empty graph of the workspace's
/// files for the rule to find. Several edges are several violations: it is enough that one of them
/// is found.
struct Plant {
  std::string rule;             // id of the handler: layering/deny
  std::string id;               // that a finding has to carry; empty: a built-in rule's
  std::string subject;          // which one it is, for people: its id, a module, a layer
  std::optional<Severity> own;  // severity that the rule's own entry names
  bool configured = true;       // krepis.toml asks for it: that it cannot fire is a fault
  std::string text;             // what is planted
  std::string obstacle;         // why there is nothing to plant; the rest is empty then
  std::vector<PlantedEdge> edges;
  std::pair<std::string, uint64_t> unresolved;  // imports of a file that lead nowhere
  std::vector<std::pair<NodeId, CapabilityUse>> uses;
  std::vector<std::pair<NodeId, ContractFact>> contracts;
  ChainTable chains;
  std::string file;  // not empty: the workspace is this one file
};

// What to plant for the rules of each family that the configuration asks for. A function a family;
// all of them read the frozen model and nothing else.

std::vector<Plant> PlantLayers(const Model& model);        // [layers], [modules], [workspace]
std::vector<Plant> PlantOwnRules(const Model& model);      // [[rules]]
std::vector<Plant> PlantOrdering(const Model& model);      // [[ordering.rules]] and presets
std::vector<Plant> PlantCapabilities(const Model& model);  // [sandbox]
std::vector<Plant> PlantContracts(const Model& model, const std::vector<std::string_view>& rules);

}  // namespace krepis::analyzer
