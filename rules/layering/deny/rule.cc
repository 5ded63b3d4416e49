// The user's `deny = { from, to, except }`: direct edges, or with reach = "transitive" every path.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "analyzer/engine/rule_sides.h"
#include "analyzer/graph/links.h"
#include "analyzer/graph/reach_many.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

void CheckDirect(const Model& model, const RuleConfig& rule, const RuleSides& sides,
                 Findings& findings) {
  ForEachDependency(model, sides, rule.edges, [&](uint32_t of_class, std::span<const Edge> sites) {
    const Edge& edge = sites.front();
    if (!sides.IsTarget(of_class, edge.to)) return;
    Diagnostic* finding = findings.Add(rule.id.value, rule.severity);
    if (finding == nullptr) return;
    PlaceAt(model, sites, *finding);
    finding->message = fmt::format("{} {} {}, which '{}' forbids", finding->from, VerbOf(edge.kind),
                                   finding->to, rule.id.value);
    ExplainBy(model.config, rule, *finding);
  });
}

void AddTransitive(const Model& model, const RuleConfig& rule, NodeId target,
                   std::span<const Edge* const> path, Findings& findings) {
  Diagnostic* finding = findings.Add(rule.id.value, rule.severity);
  if (finding == nullptr) return;
  PlaceAt(model, *path.front(), *finding);
  finding->to = model.graph.name(target);
  finding->fingerprint_key = fmt::format("{}\n{}\ntransitive", finding->from, finding->to);
  finding->message = path.size() == 1
                         ? fmt::format("{} {} {}, which '{}' forbids", finding->from,
                                       VerbOf(path[0]->kind), finding->to, rule.id.value)
                         : fmt::format("{} reaches {} over {} steps, which '{}' forbids",
                                       finding->from, finding->to, path.size(), rule.id.value);
  ExplainBy(model.config, rule, *finding);
  for (const Edge* hop : path) {
    finding->evidence.push_back(
        {std::string(model.graph.name(hop->from)), hop->location,
         fmt::format("{} {}", VerbOf(hop->kind), model.graph.name(hop->to))});
  }
}

/// The targets that some source reaches: of most rules none, which two searches tell.
std::vector<NodeId> ReachedTargets(const RuleSides& sides, const Links& links) {
  std::vector<NodeId> targets = sides.PossibleTargets();
  const std::vector<bool> reaching = links.ThatReach(targets);
  std::vector<NodeId> sources;
  for (uint32_t of_class = 1; of_class <= sides.class_count(); ++of_class) {
    for (const NodeId source : sides.Sources(of_class)) {
      if (reaching[Index(source)]) sources.push_back(source);
    }
  }
  const std::vector<bool> reached = links.ReachedFrom(sources);
  std::erase_if(targets, [&](NodeId target) { return !reached[Index(target)]; });
  return targets;
}

/// One violation per (from-file, target), at the first hop, for files with a shortest path that has
/// no other file of `from` on it: fixing those fixes the ones behind them.
void CheckTransitive(const Model& model, const RuleConfig& rule, const RuleSides& sides,
                     const Links& links, Findings& findings) {
  const std::vector<NodeId> targets = ReachedTargets(sides, links);
  if (targets.empty()) return;
  struct Breach {
    NodeId from{};
    uint32_t distance = 0;
    SearchSet targets;
  };
  ReachMany search(links);
  for (size_t first = 0; first < targets.size(); first += SearchSet::kCapacity) {
    const size_t count = std::min(SearchSet::kCapacity, targets.size() - first);
    std::vector<std::vector<NodeId>> each(count);
    for (size_t i = 0; i < count; ++i) each[i] = {targets[first + i]};
    std::vector<std::optional<SearchSet>> forbidden(sides.class_count() + 1);
    std::vector<Breach> breaches;
    search.Search(each,
                  [&](NodeId node, uint32_t distance, const SearchSet&, const SearchSet& open) {
                    const uint32_t of_class = sides.ClassOf(node);
                    if (of_class == 0) return SearchSet{};
                    std::optional<SearchSet>& closed = forbidden[of_class];
                    if (!closed) {
                      closed.emplace();
                      for (size_t i = 0; i < count; ++i) {
                        if (sides.IsTarget(of_class, targets[first + i])) closed->Add(i);
                      }
                    }
                    const SearchSet found = open & *closed;
                    if (distance != 0 && !found.empty())
                      breaches.push_back({node, distance, found});
                    return *closed;
                  });
    for (const Breach& breach : breaches) {
      breach.targets.ForEach([&](size_t target) {
        AddTransitive(model, rule, targets[first + target],
                      search.OpenPath(breach.from, target, breach.distance), findings);
      });
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
    LinksByFilter links(model.graph);
    for (const RuleConfig& rule : model.config.rules) {
      if (rule.verb != RuleVerb::kDeny) continue;
      const RuleSides sides(model, rule);
      if (rule.reach == Reach::kTransitive) {
        const EdgeFilter filter{rule.edges, model.config.workspace.tests};
        CheckTransitive(model, rule, sides, links.Get(filter), findings);
      } else {
        CheckDirect(model, rule, sides, findings);
      }
    }
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringDeny() { return std::make_unique<Deny>(); }

}  // namespace krepis::rules
