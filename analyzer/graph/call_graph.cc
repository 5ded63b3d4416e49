#include "analyzer/graph/call_graph.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace krepis::analyzer {
namespace {

/// Whether the target of such an edge runs its top level when the file at the edge's beginning
/// does.
bool Loads(const Edge& edge) {
  return edge.kind == EdgeKind::kImport || edge.kind == EdgeKind::kDynamic ||
         edge.kind == EdgeKind::kInclude;
}

}  // namespace

FunctionIds::FunctionIds(std::span<const FileFacts> facts) {
  first_.reserve(facts.size() + 1);
  files_.push_back(0);
  for (uint32_t file = 0; file < facts.size(); ++file) {
    first_.push_back(static_cast<uint32_t>(files_.size()));
    files_.insert(files_.end(), std::max<size_t>(1, facts[file].calls.functions.size()), file);
  }
  first_.push_back(static_cast<uint32_t>(files_.size()));
}

CallGraph::CallGraph(const Workspace& workspace, std::span<const FileFacts> facts,
                     const Graph& graph)
    : facts_(facts), graph_(&graph), ids_(facts) {
  const CallLinkInput input{workspace, facts, graph, ids_};
  std::array<std::unique_ptr<CallLinker>, 4> linkers;
  linkers[static_cast<size_t>(LanguageGroup::kTypeScript)] = MakeJavaScriptCallLinker(input);
  linkers[static_cast<size_t>(LanguageGroup::kRust)] = MakeRustCallLinker(input);
  linkers[static_cast<size_t>(LanguageGroup::kCpp)] = MakeCppCallLinker(input);

  start_.assign(size_t{ids_.size()} + 2, 0);
  std::vector<CallTarget> targets;
  std::vector<CallEdge> own;  // of one function
  for (uint32_t file = 0; file < facts.size(); ++file) {
    const CallFacts& calls = facts[file].calls;
    CallLinker* const linker = linkers[static_cast<size_t>(GroupOf(facts[file].language))].get();
    size_t next = 0;
    const auto functions = std::max<uint32_t>(1, static_cast<uint32_t>(calls.functions.size()));
    for (uint32_t index = 0; index < functions; ++index) {
      const FunctionId caller = ids_.Of(file, index);
      own.clear();
      if (index == 0) AddLoads(file, own);
      for (; next < calls.calls.size() && calls.calls[next].caller == index; ++next) {
        const CallFact& call = calls.calls[next];
        targets.clear();
        if (call.function != CallFact::kNoFunction) {
          targets.push_back({ids_.Of(file, call.function), call.kind == CallKind::kPass
                                                               ? Confidence::kDispatch
                                                               : Confidence::kResolved});
        } else if (linker != nullptr) {
          linker->Link(file, call, targets);
          if (targets.empty()) ++unlinked_;
        }
        for (const CallTarget& target : targets) {
          if (target.function == caller) continue;
          own.push_back({target.function, static_cast<uint32_t>(next),
                         std::max(target.confidence, call.confidence)});
        }
      }
      Append(caller, own);
    }
  }
  edges_.shrink_to_fit();
}

CallGraph::CallGraph(std::span<const FileFacts> facts, const Graph& graph,
                     std::vector<std::pair<FunctionId, CallEdge>> edges)
    : facts_(facts), graph_(&graph), ids_(facts) {
  std::stable_sort(edges.begin(), edges.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  start_.assign(size_t{ids_.size()} + 2, 0);
  edges_.reserve(edges.size());
  std::vector<CallEdge> own;
  size_t next = 0;
  for (uint32_t caller = 1; caller <= ids_.size(); ++caller) {
    own.clear();
    const FunctionPlace place = ids_.At(FunctionId{caller});
    if (place.index == 0) AddLoads(place.file, own);
    for (; next < edges.size() && Index(edges[next].first) == caller; ++next)
      own.push_back(edges[next].second);
    Append(FunctionId{caller}, own);
  }
}

CallGraph CallGraph::Reordered(std::span<const uint32_t> order, std::span<const FileFacts> facts,
                               const Graph& graph) const {
  const FunctionIds ids(facts);
  std::vector<uint32_t> place(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  const auto moved = [&](FunctionId function) {
    const FunctionPlace at = ids_.At(function);
    return ids.Of(place[at.file], at.index);
  };
  std::vector<std::pair<FunctionId, CallEdge>> edges;
  for (uint32_t from = 1; from <= ids_.size(); ++from) {
    for (CallEdge edge : Out(FunctionId{from})) {
      if ((edge.site & kImportSite) != 0) continue;
      edge.to = moved(edge.to);
      edges.emplace_back(moved(FunctionId{from}), edge);
    }
  }
  return CallGraph(facts, graph, std::move(edges));
}

void CallGraph::AddLoads(uint32_t file, std::vector<CallEdge>& edges) const {
  for (const Edge& edge : graph_->Out(NodeId{file + 1})) {
    if (!Loads(edge) || !graph_->is_file(edge.to)) continue;
    const auto site = static_cast<uint32_t>(&edge - graph_->edges().data());
    edges.push_back(
        {ids_.TopLevel(Index(edge.to) - 1), kImportSite | site,
         edge.kind == EdgeKind::kDynamic ? Confidence::kDispatch : Confidence::kResolved});
  }
}

void CallGraph::Append(FunctionId caller, std::vector<CallEdge>& edges) {
  // The surest way, and of those the first place.
  std::sort(edges.begin(), edges.end(), [](const CallEdge& a, const CallEdge& b) {
    return std::tie(a.to, a.confidence, a.site) < std::tie(b.to, b.confidence, b.site);
  });
  const auto repeated = [](const CallEdge& a, const CallEdge& b) { return a.to == b.to; };
  edges.erase(std::unique(edges.begin(), edges.end(), repeated), edges.end());
  edges_.insert(edges_.end(), edges.begin(), edges.end());
  start_[Index(caller) + 1] = static_cast<uint32_t>(edges_.size());
}

Location CallGraph::SiteOf(FunctionId from, const CallEdge& edge) const {
  if ((edge.site & kImportSite) != 0) return graph_->edges()[edge.site & ~kImportSite].location;
  return facts_[ids_.FileOf(from)].calls.calls[edge.site].location;
}

std::string CallGraph::NameOf(FunctionId function) const {
  const FunctionPlace place = ids_.At(function);
  if (place.index == 0) return std::string(graph_->name(NodeId{place.file + 1}));
  return facts_[place.file].calls.functions[place.index].name;
}

bool CallGraph::IsTestOnly(FunctionId function) const {
  const FunctionPlace place = ids_.At(function);
  if (graph_->is_test(NodeId{place.file + 1})) return true;
  const CallFacts& calls = facts_[place.file].calls;
  return !calls.functions.empty() && calls.functions[place.index].test_only;
}

bool CallGraph::IsBodiless(FunctionId function) const {
  const FunctionPlace place = ids_.At(function);
  const CallFacts& calls = facts_[place.file].calls;
  return !calls.functions.empty() && calls.functions[place.index].bodiless;
}

}  // namespace krepis::analyzer
