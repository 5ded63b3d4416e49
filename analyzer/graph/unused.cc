#include "analyzer/graph/unused.h"

#include <algorithm>
#include <tuple>

#include "analyzer/graph/unused_parts.h"

namespace krepis::analyzer {

std::string_view UnusedConfidenceName(UnusedConfidence confidence) {
  switch (confidence) {
    case UnusedConfidence::kPossible:
      return "possible";
    case UnusedConfidence::kLikely:
      return "likely";
    case UnusedConfidence::kCertain:
      return "certain";
  }
  return "";
}

std::string TextOf(const Workspace& workspace, std::string_view path) {
  constexpr uint64_t kMaxBytes = 2 << 20;
  Result<std::string> text = workspace.files().file_system().Read(path, kMaxBytes);
  return text.ok() ? std::move(text).value() : std::string();
}

std::vector<UnusedDependency> FindUnused(const Workspace& workspace, const Graph& graph) {
  std::vector<UnusedDependency> unused;
  FindUnusedNpm(workspace, graph, unused);
  FindUnusedCargo(workspace, graph, unused);
  FindUnusedCMake(workspace, unused);
  std::stable_sort(unused.begin(), unused.end(), [](const auto& a, const auto& b) {
    return std::tie(a.manifest, a.location.begin.line, a.location.begin.column) <
           std::tie(b.manifest, b.location.begin.line, b.location.begin.column);
  });
  return unused;
}

}  // namespace krepis::analyzer
