// A dependency on a module from one that its `visible_to` does not name.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include "analyzer/engine/edge_groups.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class Visibility final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/visibility",
                                    "a dependency on a module that is not visible there"};
    return kInfo;
  }

  bool Applies(const Config& config) const override {
    for (const ModuleConfig& module : config.modules) {
      if (module.has_visible_to) return true;
    }
    return false;
  }

  void Check(const Model& model, Findings& findings) const override {
    ForEachDependency(model, EdgeKindSet::Default(), [&](std::span<const Edge> sites) {
      const Edge& edge = sites.front();
      const ModuleId from = model.ModuleOf(edge.from);
      const ModuleId to = model.ModuleOf(edge.to);
      if (IsNone(to) || model.modules.IsVisible(to, model.Target(edge.from))) return;
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      PlaceAt(model, sites, *finding);
      std::string allowed;
      const ModuleConfig& base = model.modules.Base(to);
      for (const Selector& selector : base.visible_to) {
        allowed += allowed.empty() ? "" : ", ";
        allowed += selector.text;
      }
      finding->message =
          IsNone(from) ? fmt::format("module '{}' is not visible here", model.modules.Name(to))
                       : fmt::format("module '{}' is not visible to '{}'", model.modules.Name(to),
                                     model.modules.Name(from));
      finding->because =
          fmt::format("only {} may depend on '{}'", allowed.empty() ? "its own files" : allowed,
                      model.modules.Name(to));
      finding->fix = "go through a module that may use it, or add this one to `visible_to`";
      finding->evidence.push_back(Declared(model.config, base.location,
                                           fmt::format("'{}' is declared here", base.name.value)));
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringVisibility() { return std::make_unique<Visibility>(); }

}  // namespace krepis::rules
