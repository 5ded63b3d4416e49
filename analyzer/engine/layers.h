#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analyzer/engine/edge_groups.h"
#include "analyzer/engine/model.h"

namespace krepis::analyzer {

/// Where a module stands in `[layers] order`: row from the top, and the group of peers within the
/// row.
struct LayerPosition {
  uint32_t row = 0;
  uint32_t group = 0;
};

/// The layer of every module, looked up once per rule execution.
class LayerTable {
 public:
  explicit LayerTable(const Model& model);
  /// Nullopt for modules outside the order (unconstrained by it) and for files in no module.
  std::optional<LayerPosition> Of(ModuleId module) const { return positions_[Index(module)]; }
  /// Whether `closed` names a module of that row.
  bool IsClosedRow(uint32_t row) const { return closed_rows_[row]; }

 private:
  std::vector<std::optional<LayerPosition>> positions_;
  std::vector<bool> closed_rows_;
};

/// A dependency between two modules that both stand in the order.
struct LayerDependency {
  std::span<const Edge> sites;
  ModuleId from_module{};
  ModuleId to_module{};
  LayerPosition from;
  LayerPosition to;
};

/// Calls `visit(const LayerDependency&)` once for each.
template <class Visit>
void ForEachLayerDependency(const Model& model, const LayerTable& layers, Visit&& visit) {
  ForEachDependency(model, EdgeKindSet::Default(), [&](std::span<const Edge> sites) {
    const ModuleId from_module = model.ModuleOf(sites.front().from);
    const ModuleId to_module = model.ModuleOf(sites.front().to);
    const auto from = layers.Of(from_module);
    const auto to = layers.Of(to_module);
    if (from_module == to_module || !from || !to) return;
    visit(LayerDependency{sites, from_module, to_module, *from, *to});
  });
}

}  // namespace krepis::analyzer
