#include "analyzer/graph/call_graph.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>
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

FunctionIds::FunctionIds(std::span<const uint32_t> counts) {
  first_.reserve(counts.size() + 1);
  files_.push_back(0);
  for (uint32_t file = 0; file < counts.size(); ++file) {
    first_.push_back(static_cast<uint32_t>(files_.size()));
    files_.insert(files_.end(), counts[file], file);
  }
  first_.push_back(static_cast<uint32_t>(files_.size()));
}

/// Each once; references stay.
class CallGraph::ReadWhenAsked {
 public:
  explicit ReadWhenAsked(UnreadCalls calls) : calls_(std::move(calls)) {}
  bool Has(uint32_t file) const { return calls_.files[file]; }
  const CallFacts& Of(uint32_t file) {
    const std::scoped_lock lock(mutex_);
    const auto [known, added] = known_.try_emplace(file);
    if (added) known->second = calls_.read(file);
    return known->second;
  }

 private:
  const UnreadCalls calls_;
  std::mutex mutex_;
  std::map<uint32_t, CallFacts> known_;
};

/// Links the calls of all files on several threads, each file by itself.
class CallGraph::Linking {
 public:
  Linking(const CallGraph& calls, const Workspace& workspace)
      : input_{workspace, calls.facts_, *calls.graph_, calls.ids_}, files_(calls.facts_.size()) {
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
    threads.clear();
    others.push_back(std::move(linkers_));
    for (const Linkers& own : others) {
      for (const std::unique_ptr<CallLinker>& linker : own) {
        if (linker == nullptr) continue;
        const std::span<const NearAnswer> answers = linker->near_answers();
        near_.insert(near_.end(), answers.begin(), answers.end());
      }
    }
    std::sort(near_.begin(), near_.end());
    near_.erase(std::unique(near_.begin(), near_.end()), near_.end());
    // The others read what the first one has.
    linkers_ = std::move(others.back());
    others.pop_back();
  }

  std::vector<FileCalls>& files() { return files_; }
  std::vector<NearAnswer>& near() { return near_; }
  std::shared_ptr<const JavaScriptFamilies> families() const {
    return linkers_[static_cast<size_t>(LanguageGroup::kTypeScript)]->families();
  }

 private:
  using Linkers = std::array<std::unique_ptr<CallLinker>, 4>;  // by language group
  /// Files of one group, in their order.
  struct Part {
    size_t group = 0;
    std::vector<uint32_t> files;
  };
  /// Of the calls of a language; smaller ones would not pay.
  static constexpr size_t kParts = 32;
  static constexpr size_t kLeastCalls = 2048;

  /// All files, in parts of about as many calls each. The parts of one language are the same
  /// whatever files of others say.
  std::vector<Part> Parts() const {
    std::array<size_t, 4> enough = {};
    for (const FileFacts& facts : input_.facts)
      enough[static_cast<size_t>(GroupOf(facts.language))] += 1 + facts.calls.calls.size();
    for (size_t& calls : enough) calls = std::max(kLeastCalls, calls / kParts);
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
      if (open[group].second >= enough[group]) close(open[group]);
    }
    for (std::pair<Part, size_t>& part : open) close(part);
    return parts;
  }

  /// Links parts until none is left for any thread.
  void LinkNext(const std::vector<Part>& parts, const Linkers& own) {
    for (size_t i = next_++; i < parts.size(); i = next_++) Link(parts[i], own);
  }

  void Link(const Part& part, const Linkers& own) {
    CallLinker* const linker = own[part.group].get();
    if (linker != nullptr) linker->BeginPart();
    for (const uint32_t file : part.files)
      files_[file] = CallGraph::Link(file, input_.facts[file].calls, input_, linker);
  }

  const CallLinkInput input_;
  Linkers linkers_;
  std::vector<FileCalls> files_;
  std::vector<NearAnswer> near_;
  std::atomic<size_t> next_ = 0;
};

CallGraph::FileCalls CallGraph::Link(uint32_t file, const CallFacts& calls,
                                     const CallLinkInput& input, CallLinker* linker) {
  FileCalls linked;
  std::vector<CallTarget> targets;
  std::vector<CallEdge> edges;  // of one function
  size_t next = 0;
  const auto functions = std::max<uint32_t>(1, static_cast<uint32_t>(calls.functions.size()));
  linked.counts.reserve(functions);
  for (uint32_t index = 0; index < functions; ++index) {
    const FunctionId caller = input.ids.Of(file, index);
    edges.clear();
    for (; next < calls.calls.size() && calls.calls[next].caller == index; ++next) {
      const CallFact& call = calls.calls[next];
      targets.clear();
      if (call.function != CallFact::kNoFunction) {
        targets.push_back({input.ids.Of(file, call.function), call.kind == CallKind::kPass
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
  return linked;
}

CallGraph::CallGraph(std::span<const FileFacts> facts, const Graph& graph, FunctionIds ids)
    : facts_(facts), graph_(&graph), ids_(std::move(ids)) {}
CallGraph::~CallGraph() = default;
CallGraph::CallGraph(CallGraph&&) noexcept = default;
CallGraph& CallGraph::operator=(CallGraph&&) noexcept = default;

CallGraph::CallGraph(const Workspace& workspace, std::span<const FileFacts> facts,
                     const Graph& graph, unsigned jobs)
    : facts_(facts), graph_(&graph), ids_(facts) {
  Linking linking(*this, workspace);
  linking.Run(jobs);
  near_ = std::move(linking.near());
  families_ = linking.families();
  MarkFunctions();
  start_.assign(size_t{ids_.size()} + 2, 0);
  size_t edges = graph.edges().size();
  for (const FileCalls& file : linking.files()) edges += file.edges.size();
  edges_.reserve(edges);
  for (uint32_t file = 0; file < facts.size(); ++file) {
    FileCalls& linked = linking.files()[file];
    AppendFile(file, linked.counts, linked.edges);
    unlinked_in_.push_back(linked.unlinked);
    unlinked_ += linked.unlinked;
    linked = {};
  }
}

CallGraph::CallGraph(std::span<const FileFacts> facts, const Graph& graph,
                     std::vector<std::pair<FunctionId, CallEdge>> edges)
    : facts_(facts), graph_(&graph), ids_(facts) {
  std::stable_sort(edges.begin(), edges.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  MarkFunctions();
  start_.assign(size_t{ids_.size()} + 2, 0);
  edges_.reserve(edges.size() + graph.edges().size());
  std::vector<CallEdge> of_file;
  std::vector<uint32_t> counts;
  std::vector<CallEdge> own;
  size_t next = 0;
  for (uint32_t file = 0; file < facts.size(); ++file) {
    of_file.clear();
    counts.clear();
    const uint32_t end = Index(ids_.TopLevel(file + 1));
    for (uint32_t caller = Index(ids_.TopLevel(file)); caller < end; ++caller) {
      own.clear();
      for (; next < edges.size() && Index(edges[next].first) == caller; ++next)
        own.push_back(edges[next].second);
      Reduce(own);
      of_file.insert(of_file.end(), own.begin(), own.end());
      counts.push_back(static_cast<uint32_t>(own.size()));
    }
    AppendFile(file, counts, of_file);
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
  for (auto [from, edge] : displaced_) {
    edge.to = moved(edge.to);
    edges.emplace_back(moved(from), edge);
  }
  return CallGraph(facts, graph, std::move(edges));
}

void CallGraph::AppendFile(uint32_t file, std::span<const uint32_t> counts,
                           std::span<const CallEdge> edges) {
  const FunctionId top_level = ids_.TopLevel(file);
  const std::span<const CallEdge> calls = edges.first(counts[0]);
  std::vector<CallEdge> own;
  for (const Edge& edge : graph_->Out(NodeId{file + 1})) {
    if (!Loads(edge) || !graph_->is_file(edge.to)) continue;
    const auto site = static_cast<uint32_t>(&edge - graph_->edges().data());
    own.push_back(
        {ids_.TopLevel(Index(edge.to) - 1), kImportSite | site,
         edge.kind == EdgeKind::kDynamic ? Confidence::kDispatch : Confidence::kResolved});
  }
  if (!own.empty()) {
    own.insert(own.end(), calls.begin(), calls.end());
    Reduce(own);
    for (const CallEdge& call : calls) {
      const auto kept = std::lower_bound(own.begin(), own.end(), call.to,
                                         [](const CallEdge& a, FunctionId b) { return a.to < b; });
      if ((kept->site & kImportSite) != 0) displaced_.emplace_back(top_level, call);
    }
    Append(top_level, own);
  } else {
    Append(top_level, calls);
  }
  edges = edges.subspan(counts[0]);
  for (uint32_t index = 1; index < counts.size(); ++index) {
    Append(ids_.Of(file, index), edges.first(counts[index]));
    edges = edges.subspan(counts[index]);
  }
}

void CallGraph::MarkFunctions() {
  marks_.assign(size_t{ids_.size()} + 1, 0);
  for (uint32_t file = 0; file < facts_.size(); ++file) MarkFunctions(file);
}

void CallGraph::MarkFunctions(uint32_t file) {
  const uint8_t all = graph_->is_test(NodeId{file + 1}) ? kTestOnly : 0;
  const std::vector<FunctionFact>& functions = facts_[file].calls.functions;
  uint8_t* const marks = marks_.data() + Index(ids_.TopLevel(file));
  marks[0] = all;
  for (size_t i = 0; i < functions.size(); ++i) {
    marks[i] = static_cast<uint8_t>(all | (functions[i].test_only ? kTestOnly : 0) |
                                    (functions[i].bodiless ? kBodiless : 0));
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

void CallGraph::ReadLate(UnreadCalls calls) {
  if (!calls.files.empty()) unread_ = std::make_unique<ReadWhenAsked>(std::move(calls));
}

const CallFacts& CallGraph::FactsOf(uint32_t file) const {
  return unread_ != nullptr && unread_->Has(file) ? unread_->Of(file) : facts_[file].calls;
}

// What is read late may have gone meanwhile; whoever reads it knows that.

Location CallGraph::SiteOf(FunctionId from, const CallEdge& edge) const {
  if ((edge.site & kImportSite) != 0) return graph_->edges()[edge.site & ~kImportSite].location;
  const std::vector<CallFact>& calls = FactsOf(ids_.FileOf(from)).calls;
  return edge.site < calls.size() ? calls[edge.site].location : Location();
}

std::string CallGraph::NameOf(FunctionId function) const {
  const FunctionPlace place = ids_.At(function);
  if (place.index == 0) return std::string(graph_->name(NodeId{place.file + 1}));
  const std::vector<FunctionFact>& functions = FactsOf(place.file).functions;
  return place.index < functions.size() ? functions[place.index].name : std::string();
}

}  // namespace krepis::analyzer
