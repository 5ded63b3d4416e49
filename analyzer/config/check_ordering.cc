#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/load_parts.h"

namespace krepis::analyzer {
namespace {

/// What the before and after rules that hold on every route say, as a graph over the stages.
class StageOrder {
 public:
  explicit StageOrder(const OrderingConfig& ordering) {
    for (const OrderingRule& rule : ordering.rules) {
      if (!rule.routes.empty()) continue;
      for (size_t i = 0; i + 1 < rule.stages.size(); ++i) {
        const std::string_view first = rule.stages[i].value;
        const std::string_view second = rule.stages[i + 1].value;
        if (rule.verb == OrderingVerb::kBefore) edges_[first].push_back({second, &rule});
        if (rule.verb == OrderingVerb::kAfter) edges_[second].push_back({first, &rule});
      }
    }
  }

  /// Reports the cycles that a depth-first walk closes, each at the rule that closes it.
  void ReportCycles(LoadContext& context) {
    for (const auto& [stage, unused] : edges_) {
      if (state_[stage] == State::kNew) Walk(stage, context);
    }
  }

 private:
  enum class State : uint8_t { kNew, kOpen, kDone };
  struct Edge {
    std::string_view to;
    const OrderingRule* rule;
  };
  struct Step {
    std::string_view stage;
    size_t next = 0;  // of its edges
  };

  void Walk(std::string_view start, LoadContext& context) {
    std::vector<Step> path = {{start}};
    state_[start] = State::kOpen;
    while (!path.empty()) {
      Step& step = path.back();
      const std::vector<Edge>& edges = edges_[step.stage];
      if (step.next == edges.size()) {
        state_[step.stage] = State::kDone;
        path.pop_back();
        continue;
      }
      const Edge& edge = edges[step.next++];
      State& state = state_[edge.to];
      if (state == State::kOpen) {
        Report(path, edge, context);
      } else if (state == State::kNew) {
        state = State::kOpen;
        path.push_back({edge.to});
      }
    }
  }

  void Report(const std::vector<Step>& path, const Edge& closing, LoadContext& context) {
    auto from = std::find_if(path.begin(), path.end(),
                             [&](const Step& step) { return step.stage == closing.to; });
    std::string text = "these rules contradict each other: ";
    for (; from != path.end(); ++from) {
      const Edge& edge = edges_[from->stage][from->next - 1];
      text += std::string(from->stage) + " before " + std::string(edge.to) + " (" +
              edge.rule->id.value + ")" + (from + 1 == path.end() ? "" : ", ");
    }
    context.Fail(closing.rule->location, text);
  }

  std::map<std::string_view, std::vector<Edge>> edges_;
  std::map<std::string_view, State> state_;
};

}  // namespace

void CheckOrdering(LoadContext& context, const OrderingConfig& ordering) {
  const ConfigVocabulary& vocabulary = context.vocabulary();
  if (ordering.presets && !vocabulary.presets.empty()) {
    for (const LocatedString& preset : *ordering.presets) {
      if (std::find(vocabulary.presets.begin(), vocabulary.presets.end(), preset.value) ==
          vocabulary.presets.end()) {
        context.FailUnknown(preset.location, "preset", preset.value, vocabulary.presets);
      }
    }
  }
  if (!vocabulary.stages.empty()) {
    std::vector<std::string> stages = vocabulary.stages;
    for (const StageConfig& stage : ordering.stages) stages.push_back(stage.name.value);
    for (const OrderingRule& rule : ordering.rules) {
      for (const LocatedString& stage : rule.stages) {
        if (std::find(stages.begin(), stages.end(), stage.value) == stages.end()) {
          context.FailUnknown(stage.location, "stage", stage.value, stages);
        }
      }
    }
  }
  StageOrder(ordering).ReportCycles(context);
}

}  // namespace krepis::analyzer
