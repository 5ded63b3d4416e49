// A direct edge from above a closed layer to below it.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include "analyzer/engine/layers.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class Closed final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/closed", "a dependency that skips a closed layer"};
    return kInfo;
  }

  bool Applies(const Config& config) const override { return !config.layers.closed.empty(); }

  void Check(const Model& model, Findings& findings) const override {
    const LayerTable layers(model);
    ForEachLayerDependency(model, layers, [&](const LayerDependency& edge) {
      const LayerRow* skipped = nullptr;
      for (uint32_t row = edge.from.row + 1; row < edge.to.row && skipped == nullptr; ++row) {
        if (layers.IsClosedRow(row)) skipped = &model.config.layers.order[row];
      }
      if (skipped == nullptr) return;
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      PlaceAt(model, edge.sites, *finding);
      finding->message = fmt::format("'{}' reaches '{}' past the closed layer '{}'",
                                     model.modules.Name(edge.from_module),
                                     model.modules.Name(edge.to_module), skipped->text);
      finding->because =
          fmt::format("layer '{}' is closed: what stands above it goes through it", skipped->text);
      finding->fix = fmt::format("call '{}' instead, and let it call '{}'", skipped->text,
                                 model.modules.Name(edge.to_module));
      finding->evidence.push_back(
          Declared(model.config, skipped->location, "the closed layer is declared here"));
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringClosed() { return std::make_unique<Closed>(); }

}  // namespace krepis::rules
