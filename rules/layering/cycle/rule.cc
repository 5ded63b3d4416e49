// Cyclic dependencies between files, packages or modules: one finding per group of nodes that all
// reach each other, told by its shortest cycle.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include <map>

#include "analyzer/engine/edge_groups.h"
#include "analyzer/graph/components.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

/// How many starting points are tried for the shortest cycle of a large group.
constexpr size_t kMaxStarts = 64;

/// What one check for cycles looks at, from a [[rules]] entry or from the defaults of a workspace
/// without krepis.toml.
struct Question {
  CycleLevel level = CycleLevel::kFile;
  EdgeKindSet edges;
  const std::vector<Selector>* within = nullptr;  // null: everything
  LanguageGroup skip = LanguageGroup::kNone;      // files of that language are left out
  std::string_view id;
  std::optional<Severity> severity;
  std::string because = "code in a cycle cannot be understood, tested or released apart";
  std::string fix;
  const RuleConfig* rule = nullptr;
};

/// The graph at the question's level: a group per file, package or module (0: left out), and one
/// edge per pair as its witness.
struct Quotient {
  std::vector<uint32_t> group_of;  // by node
  std::vector<std::string> names;  // by group
  std::map<std::pair<uint32_t, uint32_t>, const Edge*> edges;
};

Quotient Project(const Model& model, const Question& question) {
  Quotient quotient;
  quotient.group_of.assign(model.graph.node_count() + 1, 0);
  quotient.names.emplace_back();
  std::map<std::string_view, uint32_t> ids;
  for (uint32_t file = 1; file <= model.graph.file_count(); ++file) {
    const NodeId node{file};
    if (question.within != nullptr && !model.modules.MatchAny(*question.within, model.Target(node)))
      continue;
    if (question.skip != LanguageGroup::kNone &&
        GroupOf(model.graph.language(node)) == question.skip)
      continue;
    std::string_view name;
    switch (question.level) {
      case CycleLevel::kFile:
        name = model.graph.name(node);
        break;
      case CycleLevel::kPackage:
        name = model.packages.NameOf(node);
        break;
      case CycleLevel::kModule:
        if (const ModuleId module = model.ModuleOf(node); !IsNone(module))
          name = model.modules.Name(module);
        break;
    }
    if (name.empty()) continue;
    const auto [it, added] = ids.emplace(name, static_cast<uint32_t>(quotient.names.size()));
    if (added) quotient.names.emplace_back(name);
    quotient.group_of[file] = it->second;
  }
  for (const Edge& edge : model.graph.edges()) {
    const uint32_t from = quotient.group_of[Index(edge.from)];
    const uint32_t to = quotient.group_of[Index(edge.to)];
    if (from != 0 && to != 0 && from != to && Counts(model, edge, question.edges)) {
      quotient.edges.emplace(std::pair(from, to), &edge);
    }
  }
  return quotient;
}

std::string_view Noun(CycleLevel level) {
  return level == CycleLevel::kFile      ? "files"
         : level == CycleLevel::kPackage ? "packages"
                                         : "modules";
}

void CheckOne(const Model& model, const Question& question, Findings& findings) {
  const Quotient quotient = Project(model, question);
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  pairs.reserve(quotient.edges.size());
  for (const auto& [pair, edge] : quotient.edges) pairs.push_back(pair);
  const Adjacency graph =
      MakeAdjacency(static_cast<uint32_t>(quotient.names.size()), std::move(pairs));
  const std::vector<std::vector<uint32_t>> components = CyclicComponents(graph);
  const std::vector<std::vector<uint32_t>> cycles = ShortCycles(graph, components, kMaxStarts);
  for (size_t which = 0; which < components.size(); ++which) {
    const std::vector<uint32_t>& component = components[which];
    const std::vector<uint32_t>& cycle = cycles[which];
    Diagnostic* finding = findings.Add(question.id, question.severity);
    if (finding == nullptr) return;
    std::string names;
    std::string key;
    for (const uint32_t member : cycle) {
      names += quotient.names[member] + " -> ";
      key += quotient.names[member] + "\n";
    }
    names += quotient.names[cycle.front()];
    PlaceAt(model, *quotient.edges.at({cycle[0], cycle[1 % cycle.size()]}), *finding);
    finding->from = quotient.names[cycle[0]];
    finding->to = quotient.names[cycle[1 % cycle.size()]];
    finding->fingerprint_key = key + "cycle";
    finding->message = fmt::format("cycle of {} {}: {}", cycle.size(), Noun(question.level), names);
    if (component.size() > cycle.size()) {
      finding->message += fmt::format(" (the shortest among {} {} that all reach each other)",
                                      component.size(), Noun(question.level));
    }
    finding->because = question.because;
    finding->fix = question.fix.empty() ? fmt::format(
                                              "break one of these dependencies, for example by "
                                              "moving what '{}' needs of '{}' below both",
                                              finding->from, finding->to)
                                        : question.fix;
    for (size_t i = 0; i < cycle.size(); ++i) {
      const Edge* edge = quotient.edges.at({cycle[i], cycle[(i + 1) % cycle.size()]});
      finding->evidence.push_back(
          {std::string(model.graph.name(edge->from)), edge->location,
           fmt::format("{} {}", VerbOf(edge->kind), model.graph.name(edge->to))});
    }
    if (question.rule != nullptr) {
      finding->evidence.push_back(
          Declared(model.config, question.rule->verb_location,
                   fmt::format("rule '{}' is declared here", question.rule->id.value)));
    }
  }
}

class Cycle final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{
        "layering/cycle", "files, packages or modules that depend on each other in a circle"};
    return kInfo;
  }

  bool Applies(const Config& config) const override {
    if (config.path.empty()) return true;
    return HasRule(config, RuleVerb::kCycles);
  }

  void Check(const Model& model, Findings& findings) const override {
    for (const RuleConfig& rule : model.config.rules) {
      if (rule.verb != RuleVerb::kCycles) continue;
      Question question;
      question.level = rule.level;
      question.edges = rule.edges;
      question.within = rule.within.empty() ? nullptr : &rule.within;
      question.id = rule.id.value;
      question.severity = rule.severity;
      if (!rule.because.empty()) question.because = rule.because;
      question.fix = rule.fix;
      question.rule = &rule;
      CheckOne(model, question, findings);
    }
    if (!model.config.path.empty()) return;
    // Without a krepis.toml: files for TypeScript and includes, crates for Rust, where modules of a
    // crate use each other freely.
    Question files;
    files.edges = EdgeKindSet::Runtime();
    files.skip = LanguageGroup::kRust;
    files.severity = Severity::kWarning;
    CheckOne(model, files, findings);
    Question crates = files;
    crates.level = CycleLevel::kPackage;
    crates.edges = {EdgeKind::kUse, EdgeKind::kPath};
    crates.skip = LanguageGroup::kNone;
    CheckOne(model, crates, findings);
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringCycle() { return std::make_unique<Cycle>(); }

}  // namespace krepis::rules
