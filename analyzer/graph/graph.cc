#include "analyzer/graph/graph.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <numeric>
#include <tuple>

namespace krepis::analyzer {
namespace {

// Externals get their final ids in Build(); until then they are told apart by the top bit.
constexpr uint32_t kExternalBit = 1u << 31;

/// The order of edges(), each once.
void SortEdges(std::vector<Edge>& edges) {
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return std::tie(a.from, a.to, a.kind, a.location.begin, a.location.span.start, a.specifier) <
           std::tie(b.from, b.to, b.kind, b.location.begin, b.location.span.start, b.specifier);
  });
  const auto same = [](const Edge& a, const Edge& b) {
    return a.from == b.from && a.to == b.to && a.kind == b.kind && a.location == b.location;
  };
  edges.erase(std::unique(edges.begin(), edges.end(), same), edges.end());
}

constexpr auto ByPlace = [](const auto& a, const auto& b) {
  return std::tie(a.from, a.location.begin, a.location.span.start) <
         std::tie(b.from, b.location.begin, b.location.span.start);
};

/// Puts `mine`, all of one file, in place of what `all` has of it; both ordered ByPlace.
template <class Import>
void ReplaceOf(NodeId file, std::vector<Import>& all, std::vector<Import>& mine) {
  std::sort(mine.begin(), mine.end(), ByPlace);
  const auto first = std::lower_bound(
      all.begin(), all.end(), file, [](const Import& a, NodeId wanted) { return a.from < wanted; });
  const auto last =
      std::find_if(first, all.end(), [&](const Import& import) { return import.from != file; });
  all.insert(all.erase(first, last), mine.begin(), mine.end());
}

/// Of edges from one file: whether they differ in their places and words at most.
bool SameButForPlace(const Edge& a, const Edge& b) {
  return a.to == b.to && a.kind == b.kind && a.test_only == b.test_only && a.guessed == b.guessed &&
         a.reexport == b.reexport && a.declaration == b.declaration;
}

}  // namespace

NodeId Graph::Find(std::string_view name) const {
  const auto search = [&](uint32_t first, uint32_t last) {
    const auto begin = names_.begin() + first;
    const auto end = names_.begin() + last;
    const auto it = std::lower_bound(begin, end, name);
    return it != end && *it == name ? NodeId{static_cast<uint32_t>(it - names_.begin())} : NodeId{};
  };
  const NodeId file = search(1, file_count_ + 1);
  return IsNone(file) ? search(file_count_ + 1, node_count() + 1) : file;
}

NodeId GraphBuilder::AddFile(std::string_view path, Language language) {
  if (graph_.names_.empty()) {
    graph_.names_.emplace_back();
    graph_.languages_.push_back(Language::kNone);
    graph_.tests_.push_back(false);
  }
  assert(graph_.names_.size() == 1 || graph_.names_.back() < path);
  graph_.names_.emplace_back(path);
  graph_.languages_.push_back(language);
  graph_.tests_.push_back(false);
  return NodeId{static_cast<uint32_t>(graph_.names_.size() - 1)};
}

std::string UnresolvedText(const Graph& graph, const UnresolvedImport& import) {
  std::string text = "cannot resolve '";
  text.append(graph.text(import.specifier)).append("'");
  if (const std::string_view reason = graph.text(import.reason); !reason.empty())
    text.append(": ").append(reason);
  return text;
}

NodeId GraphBuilder::AddExternal(std::string_view name) {
  return NodeId{Index(external_ids_.Intern(name)) | kExternalBit};
}

void GraphBuilder::AddEdge(const Edge& edge) {
  if (edge.from != edge.to) graph_.edges_.push_back(edge);
}

void GraphBuilder::AddUnresolved(const UnresolvedImport& import) {
  graph_.unresolved_.push_back(import);
}

void GraphBuilder::AddUnanalysed(const UnanalysedImport& import) {
  graph_.unanalysed_.push_back(import);
}

uint64_t Graph::NextShape() {
  static std::atomic<uint64_t> last = 0;
  return ++last;
}

void Graph::IndexEdges() {
  const size_t rows = names_.size() + 1;
  out_.assign(rows, 0);
  in_start_.assign(rows, 0);
  for (const Edge& edge : edges_) {
    ++out_[Index(edge.from) + 1];
    ++in_start_[Index(edge.to) + 1];
  }
  std::partial_sum(out_.begin(), out_.end(), out_.begin());
  std::partial_sum(in_start_.begin(), in_start_.end(), in_start_.begin());
  in_.resize(edges_.size());
  std::vector<uint32_t> next = in_start_;
  for (uint32_t i = 0; i < edges_.size(); ++i) in_[next[Index(edges_[i].to)]++] = i;
}

Graph GraphBuilder::Build() && {
  if (graph_.names_.empty()) {
    graph_.names_.emplace_back();
    graph_.languages_.push_back(Language::kNone);
    graph_.tests_.push_back(false);
  }
  graph_.file_count_ = static_cast<uint32_t>(graph_.names_.size() - 1);

  std::vector<uint32_t> order(external_ids_.size() - 1);
  std::iota(order.begin(), order.end(), 1u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return external_ids_.View(StringId{a}) < external_ids_.View(StringId{b});
  });
  std::vector<NodeId> final_id(external_ids_.size());
  for (const uint32_t external : order) {
    final_id[external] = NodeId{static_cast<uint32_t>(graph_.names_.size())};
    graph_.names_.emplace_back(external_ids_.View(StringId{external}));
    graph_.languages_.push_back(Language::kNone);
    graph_.tests_.push_back(false);
  }
  for (Edge& edge : graph_.edges_) {
    if ((Index(edge.to) & kExternalBit) != 0) edge.to = final_id[Index(edge.to) & ~kExternalBit];
  }
  SortEdges(graph_.edges_);
  graph_.IndexEdges();
  std::sort(graph_.unresolved_.begin(), graph_.unresolved_.end(), ByPlace);
  std::sort(graph_.unanalysed_.begin(), graph_.unanalysed_.end(), ByPlace);
  std::sort(graph_.undecided_.begin(), graph_.undecided_.end(), ByPlace);
  graph_.shape_ = Graph::NextShape();
  return std::move(graph_);
}

NodeId GraphPatch::AddExternal(std::string_view name) {
  const NodeId external = graph_.Find(name);
  new_node_ |= IsNone(external);
  return external;
}

void GraphPatch::AddEdge(const Edge& edge) {
  if (edge.from != edge.to) edges_.push_back(edge);
}

bool GraphPatch::Apply() && {
  if (new_node_) return false;
  SortEdges(edges_);
  const std::span<const Edge> before = graph_.Out(file_);
  for (const Edge& edge : before) {
    if (graph_.is_file(edge.to)) continue;
    const std::span<const uint32_t> in = graph_.In(edge.to);
    const bool others = std::any_of(
        in.begin(), in.end(), [&](uint32_t other) { return graph_.edges_[other].from != file_; });
    const bool stays = others || std::any_of(edges_.begin(), edges_.end(),
                                             [&](const Edge& now) { return now.to == edge.to; });
    if (!stays) return false;
  }
  const auto first = graph_.edges_.begin() + graph_.out_[Index(file_)];
  const auto last = graph_.edges_.begin() + graph_.out_[Index(file_) + 1];
  if (std::equal(first, last, edges_.begin(), edges_.end(), SameButForPlace)) {
    std::copy(edges_.begin(), edges_.end(), first);
  } else {
    graph_.edges_.insert(graph_.edges_.erase(first, last), edges_.begin(), edges_.end());
    graph_.IndexEdges();
    graph_.shape_ = Graph::NextShape();
  }
  ReplaceOf(file_, graph_.unresolved_, unresolved_);
  ReplaceOf(file_, graph_.unanalysed_, unanalysed_);
  return true;
}

}  // namespace krepis::analyzer
