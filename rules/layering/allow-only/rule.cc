// The user's `allow_only = { from, to }`: `from` may depend on nothing else.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include "analyzer/engine/edge_groups.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class AllowOnly final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/allow-only",
                                    "a dependency on something that is not on the list"};
    return kInfo;
  }

  bool Applies(const Config& config) const override {
    return HasRule(config, RuleVerb::kAllowOnly);
  }

  void Check(const Model& model, Findings& findings) const override {
    for (const RuleConfig& rule : model.config.rules) {
      if (rule.verb == RuleVerb::kAllowOnly) CheckOne(model, rule, findings);
    }
  }

 private:
  static void CheckOne(const Model& model, const RuleConfig& rule, Findings& findings) {
    std::string list;
    bool externals = false;
    for (const Selector& selector : rule.to) {
      list += list.empty() ? "" : ", ";
      list += selector.text;
      externals = externals || selector.kind == Selector::Kind::kExternal;
    }
    static const std::vector<Selector> kAny(1);
    ForEachDependency(model, rule.edges, [&](std::span<const Edge> sites) {
      const Edge& edge = sites.front();
      if (!externals && !model.graph.is_file(edge.to)) return;
      const SelectorTarget source = model.Target(edge.from);
      const SelectorTarget target = model.Target(edge.to);
      if (!IsNone(source.module) && source.module == target.module) return;
      if (!model.modules.MatchEdge(rule.from, source, kAny, target)) return;
      if (model.modules.MatchEdge(rule.from, source, rule.to, target)) return;
      Diagnostic* finding = findings.Add(rule.id.value, rule.severity);
      if (finding == nullptr) return;
      PlaceAt(model, sites, *finding);
      finding->message =
          fmt::format("{} {} {}; '{}' allows only {}", finding->from, VerbOf(edge.kind),
                      finding->to, rule.id.value, list.empty() ? "its own module" : list);
      ExplainBy(model.config, rule, *finding);
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringAllowOnly() { return std::make_unique<AllowOnly>(); }

}  // namespace krepis::rules
