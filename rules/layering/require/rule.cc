// The user's `require = { from, to }`: every file of `from` must reach `to`.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include <optional>

#include "analyzer/graph/paths.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class Require final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/require",
                                    "a file that does not reach what it must depend on"};
    return kInfo;
  }

  bool Applies(const Config& config) const override { return HasRule(config, RuleVerb::kRequire); }

  void Check(const Model& model, Findings& findings) const override {
    for (const RuleConfig& rule : model.config.rules) {
      if (rule.verb == RuleVerb::kRequire) CheckOne(model, rule, findings);
    }
  }

 private:
  static void CheckOne(const Model& model, const RuleConfig& rule, Findings& findings) {
    const Graph& graph = model.graph;
    const EdgeFilter filter{rule.edges, model.config.workspace.tests};
    bool bound = false;  // the targets differ from file to file
    for (const Selector& selector : rule.to) bound = bound || !selector.Variables().empty();
    std::optional<ReachTo> shared;
    if (!bound) shared.emplace(graph, Targets(model, rule, {}), filter);
    for (uint32_t file = 1; file <= graph.file_count(); ++file) {
      const NodeId source{file};
      const std::optional<Bindings> bindings = MatchSource(model, rule, source);
      if (!bindings) continue;
      if (rule.reach == Reach::kDirect) {
        if (DependsOn(model, rule, source, *bindings, filter)) continue;
      } else if (shared ? shared->Reaches(source)
                        : ReachTo(graph, Targets(model, rule, *bindings), filter).Reaches(source)) {
        continue;
      }
      Diagnostic* finding = findings.Add(rule.id.value, rule.severity);
      if (finding == nullptr) return;
      finding->path = graph.name(source);
      finding->location = {{0, 0}, {1, 1}, {1, 1}};
      finding->from = finding->path;
      finding->to = rule.to.empty() ? "" : rule.to.front().text;
      finding->fingerprint_key = fmt::format("{}\n{}\nrequire", finding->from, finding->to);
      finding->message = fmt::format("{} does not {} '{}', which '{}' requires", finding->from,
                                     rule.reach == Reach::kDirect ? "depend on" : "reach",
                                     finding->to, rule.id.value);
      ExplainBy(model.config, rule, *finding);
    }
  }

  static std::optional<Bindings> MatchSource(const Model& model, const RuleConfig& rule,
                                             NodeId source) {
    for (const Selector& selector : rule.from) {
      Bindings bindings;
      if (model.modules.MatchFrom(selector, model.Target(source), &bindings)) return bindings;
    }
    return std::nullopt;
  }

  static std::vector<NodeId> Targets(const Model& model, const RuleConfig& rule,
                                     const Bindings& bindings) {
    std::vector<NodeId> targets;
    for (uint32_t node = 1; node <= model.graph.node_count(); ++node) {
      if (model.modules.MatchAny(rule.to, model.Target(NodeId{node}), bindings))
        targets.push_back(NodeId{node});
    }
    return targets;
  }

  static bool DependsOn(const Model& model, const RuleConfig& rule, NodeId source,
                        const Bindings& bindings, const EdgeFilter& filter) {
    for (const Edge& edge : model.graph.Out(source)) {
      if (filter.Accepts(edge) && model.modules.MatchAny(rule.to, model.Target(edge.to), bindings))
        return true;
    }
    return false;
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringRequire() { return std::make_unique<Require>(); }

}  // namespace krepis::rules
