// What an analysis takes from an earlier one of the same workspace.
#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "analyzer/engine/analysis.h"
#include "analyzer/graph/call_graph_bytes.h"

namespace krepis::analyzer {

std::optional<Graph> Analysis::MendEarlierGraph() {
  if (!earlier_holds_ || request_.updatable) return std::nullopt;
  const EarlierGraph& earlier = *request_.earlier_graph;
  const std::vector<SourceFile>& sources = workspace_->sources();
  std::vector<uint32_t> files;
  for (const std::string& path : earlier.changed) {
    const auto source = std::lower_bound(
        sources.begin(), sources.end(), path,
        [](const SourceFile& a, const std::string& wanted) { return a.path < wanted; });
    if (source == sources.end() || source->path != path) return std::nullopt;
    files.push_back(static_cast<uint32_t>(source - sources.begin()));
  }
  std::sort(files.begin(), files.end());
  const bool others_same = std::includes(files.begin(), files.end(), anew_.begin(), anew_.end());
  if (!others_same || earlier.key != graph_key()) return std::nullopt;
  std::optional<Graph> graph = earlier.graph();
  if (!graph) return std::nullopt;
  mended_files_ = std::move(files);
  return assembly_->Mend(*std::move(graph), earlier.rust, facts_, mended_files_, request_.jobs);
}

std::optional<CallGraph> Analysis::MendEarlierCalls() const {
  if (!mended_graph_ || request_.earlier_graph->calls.empty()) return std::nullopt;
  UnreadCalls unread;
  if (!calls_left_.empty()) {
    unread.files.resize(facts_.size());
    for (const uint32_t file : calls_left_) unread.files[file] = true;
    for (const uint32_t file : mended_files_) {
      if (unread.files[file]) return std::nullopt;
    }
    unread.read = [this](uint32_t file) {
      return request_.memory->FindCalls(workspace_->sources()[file].path);
    };
  }
  return CallGraphBytes::Mend(request_.earlier_graph->calls, *workspace_, facts_, *graph_,
                              mended_files_, std::move(unread));
}

void Analysis::ReadCalls() {
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < calls_left_.size(); i = next++) {
      const uint32_t file = calls_left_[i];
      facts_[file].calls = request_.memory->FindCalls(workspace_->sources()[file].path);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < request_.jobs && i < calls_left_.size(); ++i)
      threads.emplace_back(work);
    work();
  }
  calls_left_.clear();
}

}  // namespace krepis::analyzer
