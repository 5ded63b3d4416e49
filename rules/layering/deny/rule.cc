// The user's `deny = { from, to, except }`: direct edges, or with reach = "transitive" every path.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include "analyzer/engine/edge_groups.h"
#include "analyzer/graph/paths.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

/// Whether the rule forbids `from` to depend on `to`.
bool Forbids(const Model& model, const RuleConfig& rule, NodeId from, NodeId to) {
  const SelectorTarget source = model.Target(from);
  const SelectorTarget target = model.Target(to);
  return model.modules.MatchEdge(rule.from, source, rule.to, target) &&
         !model.modules.MatchEdge(rule.from, source, rule.except, target);
}

void CheckDirect(const Model& model, const RuleConfig& rule, Findings& findings) {
  ForEachDependency(model, rule.edges, [&](std::span<const Edge> sites) {
    const Edge& edge = sites.front();
    if (!Forbids(model, rule, edge.from, edge.to)) return;
    Diagnostic* finding = findings.Add(rule.id.value, rule.severity);
    if (finding == nullptr) return;
    PlaceAt(model, sites, *finding);
    finding->message = fmt::format("{} {} {}, which '{}' forbids", finding->from, VerbOf(edge.kind),
                                   finding->to, rule.id.value);
    ExplainBy(model.config, rule, *finding);
  });
}

/// One violation per (from-file, target), at the first hop, for files whose shortest path has no
/// other file of `from` on it: fixing those fixes the ones behind them.
void CheckTransitive(const Model& model, const RuleConfig& rule, Findings& findings) {
  const Graph& graph = model.graph;
  const EdgeFilter filter{rule.edges, model.config.workspace.tests};
  std::vector<NodeId> sources;
  for (uint32_t file = 1; file <= graph.file_count(); ++file) {
    Bindings bindings;
    for (const Selector& selector : rule.from) {
      bindings = {};
      if (!model.modules.MatchFrom(selector, model.Target(NodeId{file}), &bindings)) continue;
      sources.push_back(NodeId{file});
      break;
    }
  }
  for (uint32_t node = 1; node <= graph.node_count(); ++node) {
    const NodeId target{node};
    if (!model.modules.MatchAny(rule.to, model.Target(target))) continue;
    const ReachTo reach(graph, std::span(&target, 1), filter);
    for (const NodeId source : sources) {
      if (source == target || !reach.Reaches(source) || !Forbids(model, rule, source, target))
        continue;
      const std::vector<const Edge*> path = reach.Path(source);
      bool covered = false;
      for (size_t hop = 1; hop < path.size() && !covered; ++hop) {
        covered = Forbids(model, rule, path[hop]->from, target);
      }
      if (covered) continue;
      Diagnostic* finding = findings.Add(rule.id.value, rule.severity);
      if (finding == nullptr) return;
      PlaceAt(model, *path.front(), *finding);
      finding->to = graph.name(target);
      finding->fingerprint_key = fmt::format("{}\n{}\ntransitive", finding->from, finding->to);
      finding->message = path.size() == 1
                             ? fmt::format("{} {} {}, which '{}' forbids", finding->from,
                                           VerbOf(path[0]->kind), finding->to, rule.id.value)
                             : fmt::format("{} reaches {} over {} steps, which '{}' forbids",
                                           finding->from, finding->to, path.size(), rule.id.value);
      ExplainBy(model.config, rule, *finding);
      for (const Edge* hop : path) {
        finding->evidence.push_back({std::string(graph.name(hop->from)), hop->location,
                                     fmt::format("{} {}", VerbOf(hop->kind), graph.name(hop->to))});
      }
    }
  }
}

class Deny final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/deny",
                                    "a dependency that a rule of this workspace forbids"};
    return kInfo;
  }

  bool Applies(const Config& config) const override { return HasRule(config, RuleVerb::kDeny); }

  void Check(const Model& model, Findings& findings) const override {
    for (const RuleConfig& rule : model.config.rules) {
      if (rule.verb != RuleVerb::kDeny) continue;
      if (rule.reach == Reach::kTransitive) {
        CheckTransitive(model, rule, findings);
      } else {
        CheckDirect(model, rule, findings);
      }
    }
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringDeny() { return std::make_unique<Deny>(); }

}  // namespace krepis::rules
