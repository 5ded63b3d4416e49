// The user's `require = { from, to }`: every file of `from` must reach `to`.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analyzer/engine/rule_sides.h"
#include "analyzer/graph/links.h"
#include "analyzer/graph/reach_many.h"

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
    LinksByFilter links(model.graph);
    for (const RuleConfig& rule : model.config.rules) {
      if (rule.verb == RuleVerb::kRequire) CheckOne(model, rule, links, findings);
    }
  }

 private:
  static void CheckOne(const Model& model, const RuleConfig& rule, LinksByFilter& links,
                       Findings& findings) {
    const Graph& graph = model.graph;
    const EdgeFilter filter{rule.edges, model.config.workspace.tests};
    const RuleSides sides(model, rule);
    const std::vector<bool> satisfied = rule.reach == Reach::kDirect
                                            ? ThatDepend(graph, sides, filter)
                                            : ThatReach(sides, links.Get(filter));
    for (uint32_t file = 1; file <= graph.file_count(); ++file) {
      const NodeId source{file};
      if (sides.ClassOf(source) == 0 || satisfied[file]) continue;
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

  /// By node: files that depend on a target of theirs.
  static std::vector<bool> ThatDepend(const Graph& graph, const RuleSides& sides,
                                      const EdgeFilter& filter) {
    std::vector<bool> satisfied(graph.node_count() + 1);
    for (uint32_t of_class = 1; of_class <= sides.class_count(); ++of_class) {
      for (const NodeId source : sides.Sources(of_class)) {
        const std::span<const Edge> edges = graph.Out(source);
        satisfied[Index(source)] = std::any_of(edges.begin(), edges.end(), [&](const Edge& edge) {
          return filter.Accepts(edge) && sides.IsTarget(of_class, edge.to);
        });
      }
    }
    return satisfied;
  }

  /// By node: files that reach a target of theirs, or are one. One search for each class of
  /// sources.
  static std::vector<bool> ThatReach(const RuleSides& sides, const Links& links) {
    if (sides.class_count() == 1) return links.ThatReach(sides.Targets(1));
    std::vector<bool> satisfied(links.graph().node_count() + 1);
    ReachMany search(links);
    for (uint32_t first = 1; first <= sides.class_count(); first += SearchSet::kCapacity) {
      const uint32_t end =
          std::min<uint32_t>(first + SearchSet::kCapacity, sides.class_count() + 1);
      std::vector<std::vector<NodeId>> targets;
      for (uint32_t of_class = first; of_class < end; ++of_class)
        targets.push_back(sides.Targets(of_class));
      search.Search(targets,
                    [&](NodeId node, uint32_t, const SearchSet& reached, const SearchSet&) {
                      const uint32_t of_class = sides.ClassOf(node);
                      if (first <= of_class && of_class < end && reached.Has(of_class - first))
                        satisfied[Index(node)] = true;
                      return SearchSet{};
                    });
    }
    return satisfied;
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringRequire() { return std::make_unique<Require>(); }

}  // namespace krepis::rules
