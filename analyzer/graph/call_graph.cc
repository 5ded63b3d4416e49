#include "analyzer/graph/call_graph.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>
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

/// Links the calls of all files on several threads, each file by itself.
class CallGraph::Linking {
 public:
  /// What the functions of one file run.
  struct File {
    std::vector<CallEdge> edges;
    std::vector<uint32_t> counts;  // by function
    uint32_t unlinked = 0;
  };

  Linking(const CallGraph& calls, const Workspace& workspace)
      : calls_(calls),
        input_{workspace, calls.facts_, *calls.graph_, calls.ids_},
        files_(calls.facts_.size()) {
    linkers_[static_cast<size_t>(LanguageGroup::kTypeScript)] = MakeJavaScriptCallLinker(input_);
    linkers_[static_cast<size_t>(LanguageGroup::kRust)] = MakeRustCallLinker(input_);
    linkers_[static_cast<size_t>(LanguageGroup::kCpp)] = MakeCppCallLinker(input_);
  }

  void Run(unsigned jobs) {
    const std::vector<Part> parts = Parts();
    std::vector<Linkers> others;
    for (unsigned i = 1; i < jobs && i < parts.size(); ++i) {
      Linkers& made = others.emplace_back();
      for (size_t group = 0; group < linkers_.size(); ++group)
        made[group] = linkers_[group] == nullptr ? nullptr : linkers_[group]->Another();
    }
    // One thread, this one, does what others have no linker for.
    std::vector<Part> single;
    std::vector<Part> shared;
    for (const Part& part : parts) {
      const bool any =
          others.empty() || linkers_[part.group] == nullptr || others[0][part.group] != nullptr;
      (any ? shared : single).push_back(part);
    }
    std::vector<std::jthread> threads;
    for (const Linkers& own : others) threads.emplace_back([&] { LinkNext(shared, own); });
    for (const Part& part : single) Link(part, linkers_);
    LinkNext(shared, linkers_);
  }

  std::vector<File>& files() { return files_; }

 private:
  using Linkers = std::array<std::unique_ptr<CallLinker>, 4>;  // by language group
  /// Files of one group, in their order.
  struct Part {
    size_t group = 0;
    std::vector<uint32_t> files;
  };
  /// Of all calls; smaller ones would not pay.
  static constexpr size_t kParts = 32;
  static constexpr size_t kLeastCalls = 2048;

  /// All files, in parts of about as many calls each.
  std::vector<Part> Parts() const {
    size_t calls = 0;
    for (const FileFacts& facts : input_.facts) calls += 1 + facts.calls.calls.size();
    const size_t enough = std::max(kLeastCalls, calls / kParts);
    std::vector<Part> parts;
    std::array<std::pair<Part, size_t>, 4> open = {};  // by group, with its calls
    const auto close = [&](std::pair<Part, size_t>& part) {
      if (!part.first.files.empty()) parts.push_back(std::move(part.first));
      part = {};
    };
    for (uint32_t file = 0; file < files_.size(); ++file) {
      const CallFacts& facts = input_.facts[file].calls;
      const size_t group = static_cast<size_t>(GroupOf(input_.facts[file].language));
      open[group].first.group = group;
      open[group].first.files.push_back(file);
      open[group].second += 1 + facts.calls.size();
      if (open[group].second >= enough) close(open[group]);
    }
    for (std::pair<Part, size_t>& part : open) close(part);
    return parts;
  }

  /// Links parts until none is left for any thread.
  void LinkNext(const std::vector<Part>& parts, const Linkers& own) {
    for (size_t i = next_++; i < parts.size(); i = next_++) Link(parts[i], own);
  }

  void Link(const Part& part, const Linkers& own) {
    if (own[part.group] != nullptr) own[part.group]->BeginPart();
    for (const uint32_t file : part.files) Link(file, own);
  }

  void Link(uint32_t file, const Linkers& own) {
    const CallFacts& calls = input_.facts[file].calls;
    CallLinker* const linker = own[static_cast<size_t>(GroupOf(input_.facts[file].language))].get();
    File& linked = files_[file];
    std::vector<CallTarget> targets;
    std::vector<CallEdge> edges;  // of one function
    size_t next = 0;
    const auto functions = std::max<uint32_t>(1, static_cast<uint32_t>(calls.functions.size()));
    linked.counts.reserve(functions);
    for (uint32_t index = 0; index < functions; ++index) {
      const FunctionId caller = input_.ids.Of(file, index);
      edges.clear();
      if (index == 0) calls_.AddLoads(file, edges);
      for (; next < calls.calls.size() && calls.calls[next].caller == index; ++next) {
        const CallFact& call = calls.calls[next];
        targets.clear();
        if (call.function != CallFact::kNoFunction) {
          targets.push_back({input_.ids.Of(file, call.function), call.kind == CallKind::kPass
                                                                     ? Confidence::kDispatch
                                                                     : Confidence::kResolved});
        } else if (linker != nullptr) {
          linker->Link(file, call, targets);
          if (targets.empty()) ++linked.unlinked;
        }
        for (const CallTarget& target : targets) {
          if (target.function == caller) continue;
          edges.push_back({target.function, static_cast<uint32_t>(next),
                           std::max(target.confidence, call.confidence)});
        }
      }
      Reduce(edges);
      linked.edges.insert(linked.edges.end(), edges.begin(), edges.end());
      linked.counts.push_back(static_cast<uint32_t>(edges.size()));
    }
  }

  const CallGraph& calls_;
  const CallLinkInput input_;
  Linkers linkers_;
  std::vector<File> files_;
  std::atomic<size_t> next_ = 0;
};

CallGraph::CallGraph(const Workspace& workspace, std::span<const FileFacts> facts,
                     const Graph& graph, unsigned jobs)
    : facts_(facts), graph_(&graph), ids_(facts) {
  Linking linking(*this, workspace);
  linking.Run(jobs);
  start_.assign(size_t{ids_.size()} + 2, 0);
  size_t edges = 0;
  for (const Linking::File& file : linking.files()) edges += file.edges.size();
  edges_.reserve(edges);
  for (uint32_t file = 0; file < facts.size(); ++file) {
    Linking::File& linked = linking.files()[file];
    std::span<const CallEdge> rest = linked.edges;
    for (uint32_t index = 0; index < linked.counts.size(); ++index) {
      Append(ids_.Of(file, index), rest.first(linked.counts[index]));
      rest = rest.subspan(linked.counts[index]);
    }
    unlinked_ += linked.unlinked;
    linked = {};
  }
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
    Reduce(own);
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

void CallGraph::Reduce(std::vector<CallEdge>& edges) {
  // The surest way, and of those the first place.
  std::sort(edges.begin(), edges.end(), [](const CallEdge& a, const CallEdge& b) {
    return std::tie(a.to, a.confidence, a.site) < std::tie(b.to, b.confidence, b.site);
  });
  const auto repeated = [](const CallEdge& a, const CallEdge& b) { return a.to == b.to; };
  edges.erase(std::unique(edges.begin(), edges.end(), repeated), edges.end());
}

void CallGraph::Append(FunctionId caller, std::span<const CallEdge> edges) {
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
