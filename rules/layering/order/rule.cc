// A dependency that climbs: a lower layer uses a higher one.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include "analyzer/engine/layers.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

std::string OrderText(const LayersConfig& layers) {
  std::string text;
  for (const LayerRow& row : layers.order) {
    text += text.empty() ? "" : " > ";
    text += row.text;
  }
  return text;
}

class Order final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/order", "a layer that depends on one above it"};
    return kInfo;
  }

  bool Applies(const Config& config) const override { return config.layers.present; }

  void Check(const Model& model, Findings& findings) const override {
    const LayerTable layers(model);
    ForEachLayerDependency(model, layers, [&](const LayerDependency& edge) {
      if (edge.from.row <= edge.to.row) return;
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      PlaceAt(model, edge.sites, *finding);
      const LayersConfig& order = model.config.layers;
      finding->message =
          fmt::format("'{}' may not depend on '{}', which stands above it",
                      model.modules.Name(edge.from_module), model.modules.Name(edge.to_module));
      finding->because = fmt::format("layers, top to bottom: {}", OrderText(order));
      finding->fix = "move what is needed down, or let the upper layer pass it in";
      finding->evidence.push_back(
          Declared(model.config, order.order[edge.from.row].location,
                   fmt::format("layer '{}' is declared here", order.order[edge.from.row].text)));
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringOrder() { return std::make_unique<Order>(); }

}  // namespace krepis::rules
