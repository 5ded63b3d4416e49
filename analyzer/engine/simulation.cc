#include "analyzer/engine/simulation.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "analyzer/engine/baseline.h"
#include "analyzer/engine/rule_pipeline.h"
#include "analyzer/engine/suppressions.h"
#include "analyzer/graph/presets_in_use.h"
#include "analyzer/graph/quotient.h"

namespace krepis::analyzer {
namespace {

/// The names after the change, by node of the graph before it.
std::vector<std::string> NamesAfter(const Graph& graph, const Change& change) {
  std::vector<std::string> names(graph.node_count() + 1);
  for (uint32_t i = 1; i <= graph.node_count(); ++i) names[i] = graph.name(NodeId{i});
  for (const auto& [file, path] : change.moves) names[Index(file)] = path;
  return names;
}

/// The files of a graph in the order of their new names.
std::vector<NodeId> OrderAfter(const Graph& graph, const std::vector<std::string>& names) {
  std::vector<NodeId> order(graph.file_count());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = NodeId{i + 1};
  std::sort(order.begin(), order.end(),
            [&](NodeId a, NodeId b) { return names[Index(a)] < names[Index(b)]; });
  return order;
}

Graph GraphAfter(const Graph& graph, const Change& change, const std::vector<std::string>& names,
                 const std::vector<NodeId>& order) {
  GraphBuilder builder;
  std::vector<NodeId> ids(graph.node_count() + 1);
  for (const NodeId file : order) {
    ids[Index(file)] = builder.AddFile(names[Index(file)], graph.language(file));
    if (graph.is_test(file)) builder.MarkTest(ids[Index(file)]);
  }
  for (Edge edge : graph.edges()) {
    if (change.cut && change.cut(edge)) continue;
    if (!graph.is_file(edge.to) && IsNone(ids[Index(edge.to)]))
      ids[Index(edge.to)] = builder.AddExternal(graph.name(edge.to));
    edge.from = ids[Index(edge.from)];
    edge.to = ids[Index(edge.to)];
    edge.specifier = builder.Intern(graph.text(edge.specifier));
    builder.AddEdge(edge);
  }
  for (UnresolvedImport import : graph.unresolved()) {
    import.from = ids[Index(import.from)];
    import.specifier = builder.Intern(graph.text(import.specifier));
    import.reason = builder.Intern(graph.text(import.reason));
    builder.AddUnresolved(import);
  }
  for (UnanalysedImport import : graph.unanalysed()) {
    import.from = ids[Index(import.from)];
    import.specifier = builder.Intern(graph.text(import.specifier));
    import.target = builder.Intern(graph.text(import.target));
    builder.AddUnanalysed(import);
  }
  return std::move(builder).Build();
}

/// Whether each of the names depends on the next, and the last on the first: as files, packages or
/// modules.
class CycleCheck {
 public:
  explicit CycleCheck(const Model& model) : model_(model) {}

  bool Holds(std::span<const std::string> members) {
    for (const GraphLevel level : {GraphLevel::kFile, GraphLevel::kPackage, GraphLevel::kModule}) {
      if (HoldsAt(level, members)) return true;
    }
    return false;
  }

 private:
  struct Level {
    Quotient quotient;
    std::unordered_map<std::string_view, uint32_t> groups;
  };

  const Level& At(GraphLevel level) {
    const auto it = levels_.find(level);
    if (it != levels_.end()) return it->second;
    Quotient quotient({model_.graph, model_.modules, model_.packages, level,
                       [&](NodeId node) { return model_.graph.is_file(node); },
                       [](const Edge& edge) { return EdgeKindSet::Default().Has(edge.kind); }});
    std::unordered_map<std::string_view, uint32_t> groups;
    for (uint32_t group = 1; group <= quotient.size(); ++group)
      groups.emplace(quotient.name(group), group);
    return levels_.emplace(level, Level{std::move(quotient), std::move(groups)}).first->second;
  }

  bool HoldsAt(GraphLevel level, std::span<const std::string> members) {
    const Level& at = At(level);
    for (size_t i = 0; i < members.size(); ++i) {
      const auto from = at.groups.find(members[i]);
      const auto to = at.groups.find(members[(i + 1) % members.size()]);
      if (from == at.groups.end() || to == at.groups.end() ||
          at.quotient.Find(from->second, to->second) == nullptr)
        return false;
    }
    return true;
  }

  const Model& model_;
  std::map<GraphLevel, Level> levels_;
};

/// The members of a cycle's identity, whose last part says that it is one.
std::span<const std::string> MembersOf(const BaselineEntry& entry) {
  return std::span(entry.parts).first(entry.parts.size() - 1);
}

}  // namespace

Simulation::Simulation() = default;
Simulation::~Simulation() = default;

Result<std::unique_ptr<Simulation>> Simulation::Of(const Analysis& analysis, const Change& change) {
  const Model& before = analysis.model();
  const std::vector<std::string> names = NamesAfter(before.graph, change);
  const std::vector<NodeId> order = OrderAfter(before.graph, names);
  std::unique_ptr<Simulation> simulation(new Simulation);
  simulation->graph_ = GraphAfter(before.graph, change, names, order);
  std::vector<std::string> paths;
  for (const NodeId file : order) {
    paths.push_back(names[Index(file)]);
    simulation->facts_.push_back(before.FactsOf(file));
  }
  ModulesOutcome modules = ModuleTable::Build(before.config, paths);
  if (!modules.errors.empty()) {
    simulation->config_errors_ = std::move(modules.errors);
    modules = ModuleTable::Build(before.config, paths, ModuleTable::Check::kAmbiguity);
    if (!modules.table) return modules.errors.front();
  }
  simulation->modules_ = std::move(modules.table);
  const std::span<const FilePackages::Package> packages = before.packages.packages();
  simulation->packages_ = FilePackages({packages.begin(), packages.end()}, paths);
  if (const PresetTable* presets = analysis.request().facts.presets; presets != nullptr) {
    simulation->chains_ =
        BuildChains(simulation->facts_, simulation->graph_, *presets,
                    PresetsInUse(simulation->facts_, *presets, before.config).Get(), before.config);
    std::vector<Error> unmatched = UnmatchedOrdering(simulation->chains_, before.config);
    std::move(unmatched.begin(), unmatched.end(), std::back_inserter(simulation->config_errors_));
  }
  simulation->model_.emplace(Model{before.config, *simulation->modules_, simulation->graph_,
                                   simulation->packages_, simulation->chains_, simulation->facts_});
  if (before.entry_points != nullptr) {
    std::vector<bool> entries(order.size() + 1);
    for (size_t i = 0; i < order.size(); ++i) entries[i + 1] = before.entry_points->Has(order[i]);
    simulation->entry_points_ = EntryPoints(std::move(entries));
    simulation->model_->entry_points = &simulation->entry_points_;
  }
  if (before.sandbox != nullptr) {
    std::vector<uint32_t> files;
    files.reserve(order.size());
    for (const NodeId file : order) files.push_back(Index(file) - 1);
    simulation->sandbox_ = std::make_unique<SandboxModel>(
        before.config, *simulation->modules_, simulation->facts_, simulation->graph_,
        before.sandbox->calls().Reordered(files, simulation->facts_, simulation->graph_),
        ItemDetail::kPolicy);
    simulation->model_->sandbox = simulation->sandbox_.get();
  }
  simulation->ledger_ =
      std::make_unique<SuppressionLedger>(*simulation->model_, analysis.request().today);
  simulation->model_->suppressions = simulation->ledger_.get();
  return simulation;
}

Report EvaluateModel(const Analysis& analysis, const Model& model) {
  std::vector<const Rule*> rules;
  for (const Rule* rule : analysis.request().rules) {
    // What manifests declare is no part of what is simulated.
    if (rule->info().id == "layering/undeclared") continue;
    if (rule->Applies(model.config)) rules.push_back(rule);
  }
  Baseline none;
  Evaluation evaluation =
      EvaluateRules(model, rules, *model.suppressions, none, analysis.request().jobs);
  Report report;
  report.violations = std::move(evaluation.violations);
  report.incomplete = std::move(evaluation.incomplete);
  Finish(report);
  return report;
}

Effect CompareEvaluations(const Model& before, const Report& was, const Model& after,
                          const Report& is, const Change& change) {
  std::unordered_map<std::string_view, std::string_view> moved;
  for (const auto& [file, path] : change.moves) moved.emplace(before.graph.name(file), path);
  const auto rename = [&](BaselineEntry entry) {
    for (std::string& part : entry.parts) {
      if (const auto it = moved.find(part); it != moved.end()) part = it->second;
    }
    Normalize(entry);
    return entry;
  };

  Effect effect;
  std::map<std::string, std::vector<const Diagnostic*>> left;
  for (const Diagnostic& violation : was.violations)
    left[IdentityOf(rename(EntryOf(violation)))].push_back(&violation);
  for (const Diagnostic& violation : is.violations) {
    const auto it = left.find(IdentityOf(EntryOf(violation)));
    if (it == left.end() || it->second.empty()) {
      effect.appear.push_back(violation);
      continue;
    }
    it->second.erase(it->second.begin());
    ++effect.remain;
  }
  for (const auto& [identity, violations] : left) {
    for (const Diagnostic* violation : violations) effect.disappear.push_back(*violation);
  }
  const auto by_place = [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.path, a.location.begin, a.rule, a.id, a.to, a.fingerprint) <
           std::tie(b.path, b.location.begin, b.rule, b.id, b.to, b.fingerprint);
  };
  std::sort(effect.disappear.begin(), effect.disappear.end(), by_place);

  // Of a group of files that all reach each other one cycle is told, and which may depend on names.
  CycleCheck then(before);
  CycleCheck now(after);
  std::unordered_map<std::string_view, std::string> back;
  for (const auto& [file, path] : change.moves)
    back.emplace(path, std::string(before.graph.name(file)));
  const auto retold = [&](const Diagnostic& appeared, const Diagnostic& gone) {
    if (appeared.rule != "layering/cycle" || gone.rule != appeared.rule || gone.id != appeared.id)
      return false;
    BaselineEntry old_names = EntryOf(appeared);
    for (std::string& part : old_names.parts) {
      if (const auto it = back.find(part); it != back.end()) part = it->second;
    }
    const BaselineEntry new_names = rename(EntryOf(gone));
    return then.Holds(MembersOf(old_names)) && now.Holds(MembersOf(new_names));
  };
  std::erase_if(effect.appear, [&](const Diagnostic& appeared) {
    const auto gone =
        std::find_if(effect.disappear.begin(), effect.disappear.end(),
                     [&](const Diagnostic& candidate) { return retold(appeared, candidate); });
    if (gone == effect.disappear.end()) return false;
    effect.disappear.erase(gone);
    ++effect.remain;
    return true;
  });
  return effect;
}

}  // namespace krepis::analyzer
