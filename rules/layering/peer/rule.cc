// Two modules of one layer, declared with `|` as peers that may not use each other.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include "analyzer/engine/layers.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class Peer final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/peer",
                                    "peers of one layer that depend on each other"};
    return kInfo;
  }

  bool Applies(const Config& config) const override { return config.layers.present; }

  void Check(const Model& model, Findings& findings) const override {
    const LayerTable layers(model);
    ForEachLayerDependency(model, layers, [&](const LayerDependency& edge) {
      if (edge.from.row != edge.to.row || edge.from.group == edge.to.group) return;
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      PlaceAt(model, edge.sites, *finding);
      const LayerRow& row = model.config.layers.order[edge.from.row];
      finding->message =
          fmt::format("'{}' and '{}' are peers that may not use each other",
                      model.modules.Name(edge.from_module), model.modules.Name(edge.to_module));
      finding->because = fmt::format("the layer is declared as '{}'", row.text);
      finding->fix = "move the shared part to a layer below both";
      finding->evidence.push_back(
          Declared(model.config, row.location, "the peers are declared here"));
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringPeer() { return std::make_unique<Peer>(); }

}  // namespace krepis::rules
