#include "analyzer/graph/links.h"

#include <numeric>

namespace krepis::analyzer {
namespace {

std::vector<bool> Closure(const Adjacency& rows, std::span<const NodeId> starts) {
  std::vector<bool> reached(rows.size(), false);
  std::vector<uint32_t> pending;
  const auto reach = [&](uint32_t node) {
    if (reached[node]) return;
    reached[node] = true;
    pending.push_back(node);
  };
  for (const NodeId start : starts) reach(Index(start));
  while (!pending.empty()) {
    const uint32_t node = pending.back();
    pending.pop_back();
    for (const uint32_t next : rows.Out(node)) reach(next);
  }
  return reached;
}

}  // namespace

Links::Links(const Graph& graph, const EdgeFilter& filter) : graph_(graph), filter_(filter) {
  const uint32_t rows = graph.node_count() + 1;
  out_.start.assign(rows + 1, 0);
  in_.start.assign(rows + 1, 0);
  for (uint32_t node = 1; node < rows; ++node) {
    for (const Edge& edge : graph.Out(NodeId{node})) {
      const uint32_t to = Index(edge.to);
      // A row is sorted by where its edges end.
      const bool known = out_.target.size() > out_.start[node] && out_.target.back() == to;
      if (known || !filter.Accepts(edge)) continue;
      out_.target.push_back(to);
      ++in_.start[to + 1];
    }
    out_.start[node + 1] = static_cast<uint32_t>(out_.target.size());
  }
  std::partial_sum(in_.start.begin(), in_.start.end(), in_.start.begin());
  in_.target.resize(out_.target.size());
  std::vector<uint32_t> next = in_.start;
  for (uint32_t node = 1; node < rows; ++node) {
    for (const uint32_t to : out_.Out(node)) in_.target[next[to]++] = node;
  }
}

std::vector<bool> Links::ReachedFrom(std::span<const NodeId> starts) const {
  return Closure(out_, starts);
}

std::vector<bool> Links::ThatReach(std::span<const NodeId> targets) const {
  return Closure(in_, targets);
}

const Links& LinksByFilter::Get(const EdgeFilter& filter) {
  for (const auto& links : links_) {
    if (links->filter() == filter) return *links;
  }
  return *links_.emplace_back(std::make_unique<Links>(graph_, filter));
}

}  // namespace krepis::analyzer
