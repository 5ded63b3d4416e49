#include "analyzer/selftest/selftest.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "analyzer/config/rule_ids.h"
#include "analyzer/engine/baseline.h"
#include "analyzer/engine/rule_pipeline.h"
#include "analyzer/engine/sandbox.h"
#include "analyzer/engine/suppressions.h"
#include "analyzer/selftest/plant.h"

namespace krepis::analyzer {
namespace {

constexpr Location kFirstLine{{0, 0}, {1, 1}, {1, 1}};

std::vector<Plant> PlantAll(const Model& model, std::span<const Rule* const> rules) {
  std::vector<std::string_view> contracts;
  for (const Rule* rule : rules) {
    if (RuleFamily(rule->info().id) == "contract") contracts.push_back(rule->info().id);
  }
  std::vector<Plant> plants;
  for (std::vector<Plant> family : {PlantLayers(model), PlantOwnRules(model), PlantOrdering(model),
                                    PlantCapabilities(model), PlantContracts(model, contracts)}) {
    std::move(family.begin(), family.end(), std::back_inserter(plants));
  }
  std::stable_sort(plants.begin(), plants.end(),
                   [](const Plant& a, const Plant& b) { return a.rule < b.rule; });
  return plants;
}

/// The workspace's files with a plant and nothing else.
class PlantedGraph {
 public:
  PlantedGraph(const Model& model, const Plant& plant) {
    if (plant.file.empty()) {
      for (uint32_t i = 1; i <= model.graph.file_count(); ++i) {
        const NodeId node{i};
        builder_.AddFile(model.graph.name(node), model.graph.language(node));
        if (model.graph.is_test(node)) builder_.MarkTest(node);
      }
    } else {
      builder_.AddFile(plant.file, LanguageOf(plant.file));
    }
    const auto node_of = [&](const std::string& name) {
      const NodeId file = model.graph.Find(name);
      return !IsNone(file) && model.graph.is_file(file) ? file : builder_.AddExternal(name);
    };
    for (const PlantedEdge& planted : plant.edges) {
      Edge edge;
      edge.from = node_of(planted.from);
      edge.to = node_of(planted.to);
      edge.kind = planted.kind;
      edge.specifier = builder_.Intern(planted.to);
      edge.location = kFirstLine;
      builder_.AddEdge(edge);
    }
    for (uint64_t i = 0; i < plant.unresolved.second; ++i) {
      UnresolvedImport import;
      import.from = node_of(plant.unresolved.first);
      import.specifier = builder_.Intern(fmt::format("./krepis-selftest-{}", i));
      import.location = kFirstLine;
      builder_.AddUnresolved(import);
    }
  }
  Graph Build() && { return std::move(builder_).Build(); }

 private:
  GraphBuilder builder_;
};

class Selftest {
 public:
  Selftest(const Model& model, std::span<const Rule* const> rules,
           const std::vector<BaselineEntry>& baseline, Date today)
      : model_(model), rules_(rules), baseline_(baseline), today_(today) {
    facts_.resize(model.facts.size());
    for (size_t i = 0; i < facts_.size(); ++i) {
      facts_[i].language = model.facts[i].language;
      facts_[i].suppressions = model.facts[i].suppressions;
    }
  }

  SelftestResult Try(const Plant& plant) {
    SelftestResult result;
    result.rule = plant.rule;
    result.subject = plant.subject;
    result.planted = plant.text;
    result.verdict = plant.configured ? SelftestVerdict::kCannotFire : SelftestVerdict::kNotPlanted;
    const auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const Rule* candidate) {
      return candidate->info().id == plant.rule;
    });
    if (rule == rules_.end()) {
      result.outcome = fmt::format("this version of krepis has no rule {}", plant.rule);
    } else if (model_.config.SeverityOf(plant.rule, plant.id, plant.own) == Severity::kOff) {
      result.outcome = "its severity is off";
    } else if (!plant.obstacle.empty()) {
      result.outcome = plant.obstacle;
    } else if (!(*rule)->Applies(model_.config)) {
      result.outcome = "the rule says that the configuration gives it nothing to check";
    } else {
      Judge(plant, Evaluate(plant, **rule), result);
    }
    return result;
  }

 private:
  /// Runs the rule on a model of the plant.
  Evaluation Evaluate(const Plant& plant, const Rule& rule) {
    const Graph graph = PlantedGraph(model_, plant).Build();
    for (const auto& [file, use] : plant.uses) FactsOf(file).capabilities.push_back(use);
    for (const auto& [file, fact] : plant.contracts) FactsOf(file).contracts.push_back(fact);
    Evaluation evaluation;
    if (plant.file.empty()) {
      evaluation = Evaluate(plant, rule, graph, model_.modules, facts_);
    } else {
      const std::vector<FileFacts> facts(1);
      const ModulesOutcome modules = ModuleTable::Build(
          model_.config, std::vector<std::string>{plant.file}, ModuleTable::Check::kAmbiguity);
      if (modules.ok()) evaluation = Evaluate(plant, rule, graph, *modules.table, facts);
    }
    for (const auto& [file, use] : plant.uses) FactsOf(file).capabilities.clear();
    for (const auto& [file, fact] : plant.contracts) FactsOf(file).contracts.clear();
    return evaluation;
  }

  Evaluation Evaluate(const Plant& plant, const Rule& rule, const Graph& graph,
                      const ModuleTable& modules, std::span<const FileFacts> facts) const {
    Model planted{model_.config, modules, graph, model_.packages, plant.chains, facts};
    SandboxModel sandbox(model_.config, modules, facts, graph, CallGraph(facts, graph, {}),
                         ItemDetail::kPolicy);
    sandbox.FindDoubts({});
    planted.sandbox = &sandbox;
    const SuppressionLedger ledger(planted, today_);
    planted.suppressions = &ledger;
    Baseline baseline(baseline_);
    const Rule* rules[] = {&rule};
    return EvaluateRules(planted, rules, ledger, baseline, 1);
  }

  static void Judge(const Plant& plant, const Evaluation& evaluation, SelftestResult& result) {
    for (const Diagnostic& finding : evaluation.violations) {
      if (finding.rule != plant.rule || finding.id != plant.id) continue;
      result.verdict = SelftestVerdict::kFires;
      result.outcome = finding.message;
      return;
    }
    if (!evaluation.incomplete.empty()) {
      result.outcome = evaluation.incomplete.front().reason;
    } else if (evaluation.suppressed > 0) {
      result.outcome = fmt::format("exceptions and suppressions accept all that was planted ({})",
                                   evaluation.suppressed);
    } else if (!evaluation.baselined.empty()) {
      result.outcome = fmt::format("the baseline accepts all that was planted ({})",
                                   evaluation.baselined.size());
    } else {
      result.outcome = "the rule found nothing wrong with what was planted";
    }
  }

  FileFacts& FactsOf(NodeId file) { return facts_[Index(file) - 1]; }

  const Model& model_;
  std::span<const Rule* const> rules_;
  const std::vector<BaselineEntry>& baseline_;
  Date today_;
  std::vector<FileFacts> facts_;  // what suppresses, and no other facts
};

}  // namespace

std::vector<SelftestResult> RunSelftest(const Model& model, std::span<const Rule* const> rules,
                                        const std::vector<BaselineEntry>& baseline, Date today) {
  Selftest selftest(model, rules, baseline, today);
  std::vector<SelftestResult> results;
  for (const Plant& plant : PlantAll(model, rules)) results.push_back(selftest.Try(plant));
  return results;
}

}  // namespace krepis::analyzer
