#pragma once

#include <optional>
#include <vector>

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

}  // namespace krepis::analyzer
