#include "analyzer/engine/cycle_question.h"

#include "analyzer/engine/edge_groups.h"
#include "analyzer/graph/components.h"

namespace krepis::analyzer {

std::vector<CycleQuestion> CycleQuestions(const Config& config) {
  std::vector<CycleQuestion> questions;
  for (const RuleConfig& rule : config.rules) {
    if (rule.verb != RuleVerb::kCycles) continue;
    CycleQuestion& question = questions.emplace_back();
    question.level = rule.level;
    question.edges = rule.edges;
    question.within = rule.within.empty() ? nullptr : &rule.within;
    question.rule = &rule;
  }
  if (!config.path.empty()) return questions;
  CycleQuestion& files = questions.emplace_back();
  files.edges = EdgeKindSet::Runtime();
  files.skip = LanguageGroup::kRust;
  CycleQuestion& crates = questions.emplace_back();
  crates.level = GraphLevel::kPackage;
  crates.edges = {EdgeKind::kUse, EdgeKind::kPath};
  return questions;
}

Quotient Project(const Model& model, const CycleQuestion& question) {
  const auto node = [&](NodeId file) {
    return model.graph.is_file(file) &&
           (question.within == nullptr ||
            model.modules.MatchAny(*question.within, model.Target(file))) &&
           (question.skip == LanguageGroup::kNone ||
            GroupOf(model.graph.language(file)) != question.skip);
  };
  const auto edge = [&](const Edge& candidate) { return Counts(model, candidate, question.edges); };
  return Quotient({model.graph, model.modules, model.packages, question.level, node, edge});
}

CycleProjection::CycleProjection(const Model& model, const CycleQuestion& question, size_t starts)
    : graph(Project(model, question)) {
  const Adjacency rows = graph.Rows();
  components = CyclicComponents(rows);
  cycles = ShortCycles(rows, components, starts);
}

std::shared_ptr<const CycleProjection> CycleProjections::Of(const Model& model,
                                                            const CycleQuestion& question,
                                                            size_t place, size_t starts) {
  const std::lock_guard lock(mutex_);
  if (shape_ != model.graph.shape()) known_.clear();
  shape_ = model.graph.shape();
  std::shared_ptr<const CycleProjection>& known = known_[place];
  if (known == nullptr) known = std::make_shared<CycleProjection>(model, question, starts);
  return known;
}

}  // namespace krepis::analyzer
