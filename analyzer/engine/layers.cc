#include "analyzer/engine/layers.h"

namespace krepis::analyzer {

LayerTable::LayerTable(const Model& model)
    : positions_(model.modules.size() + 1), closed_rows_(model.config.layers.order.size(), false) {
  const LayersConfig& layers = model.config.layers;
  for (uint32_t i = 1; i <= model.modules.size(); ++i) {
    const SelectorTarget target{{}, ModuleId{i}};
    for (uint32_t row = 0; row < layers.order.size() && !positions_[i]; ++row) {
      const auto& groups = layers.order[row].groups;
      for (uint32_t group = 0; group < groups.size() && !positions_[i]; ++group) {
        if (model.modules.MatchAny(groups[group].members, target))
          positions_[i] = LayerPosition{row, group};
      }
    }
    if (positions_[i] && model.modules.MatchAny(layers.closed, target))
      closed_rows_[positions_[i]->row] = true;
  }
}

}  // namespace krepis::analyzer
