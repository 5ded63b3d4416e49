#include "krepis/pipeline_behavior.h"

namespace krepis {

std::string_view Name(Stage stage) noexcept {
  switch (stage) {
    case Stage::kContextBridge:
      return "context-bridge";
    case Stage::kLogging:
      return "logging";
    case Stage::kResilience:
      return "resilience";
    case Stage::kGuard:
      return "guard";
    case Stage::kValidation:
      return "validation";
    case Stage::kTransaction:
      return "transaction";
    case Stage::kUnstaged:
      return "unstaged";
  }
  return "unknown";
}

std::optional<Stage> StageOfName(std::string_view name) noexcept {
  for (Stage stage : kStages) {
    if (Name(stage) == name) return stage;
  }
  return std::nullopt;
}

void BehaviorBase::PostProcess(PipelineContext&, const Outcome&) noexcept {}

}  // namespace krepis
