#include "analyzer/graph/graph.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <tuple>

namespace krepis::analyzer {
namespace {

// Externals get their final ids in Build(); until then they are told apart by the top bit.
constexpr uint32_t kExternalBit = 1u << 31;

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
  std::sort(graph_.edges_.begin(), graph_.edges_.end(), [](const Edge& a, const Edge& b) {
    return std::tie(a.from, a.to, a.kind, a.location.begin, a.location.span.start, a.specifier) <
           std::tie(b.from, b.to, b.kind, b.location.begin, b.location.span.start, b.specifier);
  });
  const auto same = [](const Edge& a, const Edge& b) {
    return a.from == b.from && a.to == b.to && a.kind == b.kind && a.location == b.location;
  };
  graph_.edges_.erase(std::unique(graph_.edges_.begin(), graph_.edges_.end(), same),
                      graph_.edges_.end());

  const size_t rows = graph_.names_.size() + 1;
  graph_.out_.assign(rows, 0);
  graph_.in_start_.assign(rows, 0);
  for (const Edge& edge : graph_.edges_) {
    ++graph_.out_[Index(edge.from) + 1];
    ++graph_.in_start_[Index(edge.to) + 1];
  }
  std::partial_sum(graph_.out_.begin(), graph_.out_.end(), graph_.out_.begin());
  std::partial_sum(graph_.in_start_.begin(), graph_.in_start_.end(), graph_.in_start_.begin());
  graph_.in_.resize(graph_.edges_.size());
  std::vector<uint32_t> next = graph_.in_start_;
  for (uint32_t i = 0; i < graph_.edges_.size(); ++i)
    graph_.in_[next[Index(graph_.edges_[i].to)]++] = i;

  const auto by_place = [](const auto& a, const auto& b) {
    return std::tie(a.from, a.location.begin, a.location.span.start) <
           std::tie(b.from, b.location.begin, b.location.span.start);
  };
  std::sort(graph_.unresolved_.begin(), graph_.unresolved_.end(), by_place);
  std::sort(graph_.unanalysed_.begin(), graph_.unanalysed_.end(), by_place);
  std::sort(graph_.undecided_.begin(), graph_.undecided_.end(), by_place);
  return std::move(graph_);
}

}  // namespace krepis::analyzer
