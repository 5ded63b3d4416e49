// The user's `orphans = { within }`: files that nothing reaches and that are no entry points.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace krepis::rules {
namespace {

using namespace analyzer;

class Orphan final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/orphan",
                                    "a file that nothing reaches and that is no entry point"};
    return kInfo;
  }

  bool Applies(const Config& config) const override { return HasRule(config, RuleVerb::kOrphans); }

  void Check(const Model& model, Findings& findings) const override {
    for (const RuleConfig& rule : model.config.rules) {
      if (rule.verb == RuleVerb::kOrphans) CheckOne(model, rule, findings);
    }
  }

 private:
  static void CheckOne(const Model& model, const RuleConfig& rule, Findings& findings) {
    const Graph& graph = model.graph;
    const std::vector<bool> reached = Reached(model, rule);
    for (uint32_t file = 1; file <= graph.file_count(); ++file) {
      const NodeId node{file};
      if (reached[file] || !model.modules.MatchAny(rule.within, model.Target(node), {})) continue;
      Diagnostic* finding = findings.Add(rule.id.value, rule.severity);
      if (finding == nullptr) return;
      finding->path = graph.name(node);
      finding->location = {{0, 0}, {1, 1}, {1, 1}};
      finding->from = finding->path;
      finding->fingerprint_key = fmt::format("{}\norphan", finding->from);
      finding->message = fmt::format("{}, and it is no entry point", What(model, rule, node));
      ExplainBy(model.config, rule, *finding);
      if (finding->because.empty())
        finding->because = "nobody runs or notices code that nothing reaches";
      if (finding->fix.empty()) {
        finding->fix =
            "remove it, or name it in [workspace] entries if something loads it by its path";
      }
    }
  }

  static bool Counts(const RuleConfig& rule, const Edge& edge) {
    return edge.kind == EdgeKind::kMod || rule.edges.Has(edge.kind);
  }

  /// By node. What tests import is in use.
  static std::vector<bool> Reached(const Model& model, const RuleConfig& rule) {
    const Graph& graph = model.graph;
    std::vector<bool> reached(graph.file_count() + 1);
    std::vector<uint32_t> pending;
    for (uint32_t file = 1; file <= graph.file_count(); ++file) {
      if (!model.entry_points->Has(NodeId{file})) continue;
      reached[file] = true;
      pending.push_back(file);
    }
    if (rule.reach == Reach::kDirect) {
      for (const Edge& edge : graph.edges()) {
        if (graph.is_file(edge.to) && Counts(rule, edge)) reached[Index(edge.to)] = true;
      }
      return reached;
    }
    while (!pending.empty()) {
      const NodeId node{pending.back()};
      pending.pop_back();
      for (const Edge& edge : graph.Out(node)) {
        if (!graph.is_file(edge.to) || reached[Index(edge.to)] || !Counts(rule, edge)) continue;
        reached[Index(edge.to)] = true;
        pending.push_back(Index(edge.to));
      }
    }
    return reached;
  }

  static std::string What(const Model& model, const RuleConfig& rule, NodeId node) {
    const std::string_view path = model.graph.name(node);
    if (rule.reach == Reach::kTransitive) return fmt::format("no entry point reaches {}", path);
    switch (GroupOf(model.graph.language(node))) {
      case LanguageGroup::kRust:
        return fmt::format("no `mod` declares {}", path);
      case LanguageGroup::kCpp:
        return fmt::format("nothing includes {} or compiles it", path);
      default:
        return fmt::format("nothing imports {}", path);
    }
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringOrphan() { return std::make_unique<Orphan>(); }

}  // namespace krepis::rules
