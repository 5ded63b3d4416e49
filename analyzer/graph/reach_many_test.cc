#include "analyzer/graph/reach_many.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>

#include "analyzer/graph/paths.h"

namespace krepis::analyzer {
namespace {

constexpr EdgeFilter kAll{EdgeKindSet::Default(), true};

Graph RandomGraph(std::mt19937& random, uint32_t files, uint32_t edges) {
  GraphBuilder builder;
  for (uint32_t i = 0; i < files; ++i)
    builder.AddFile(fmt::format("f{:04}.ts", i), Language::kTypeScript);
  for (uint32_t i = 0; i < edges; ++i) {
    Edge edge;
    edge.from = NodeId{static_cast<uint32_t>(random() % files + 1)};
    edge.to = NodeId{static_cast<uint32_t>(random() % files + 1)};
    edge.kind = random() % 4 == 0 ? EdgeKind::kCall : EdgeKind::kImport;  // calls do not count
    edge.location.begin = {i + 1, 1};
    builder.AddEdge(edge);
  }
  return std::move(builder).Build();
}

/// By definition: whether a shortest path from `node` to `target` has no closed node between.
bool IsOpen(const Graph& graph, const ReachTo& reach, const std::vector<bool>& closed,
            NodeId node) {
  const uint32_t distance = reach.Distance(node);
  if (distance <= 1) return true;
  return std::ranges::any_of(graph.Out(node), [&](const Edge& edge) {
    return kAll.Accepts(edge) && reach.Distance(edge.to) == distance - 1 &&
           !closed[Index(edge.to)] && IsOpen(graph, reach, closed, edge.to);
  });
}

}  // namespace

TEST_CASE("many searches at once find what each finds alone, and open paths by their definition") {
  std::mt19937 random(7);
  for (int round = 0; round < 40; ++round) {
    const uint32_t files = 2 + random() % 40;
    const Graph graph = RandomGraph(random, files, random() % (3 * files));
    const Links links(graph, kAll);
    std::vector<std::vector<NodeId>> targets(1 + random() % 70);
    for (auto& list : targets) {
      for (uint32_t i = 0; i < 1 + random() % 3; ++i)
        list.push_back(NodeId{static_cast<uint32_t>(random() % files + 1)});
    }
    // Which nodes no open path passes, by search.
    std::vector<std::vector<bool>> closed(targets.size(), std::vector<bool>(files + 1));
    for (auto& nodes : closed) {
      for (uint32_t node = 1; node <= files; ++node) nodes[node] = random() % 3 == 0;
    }
    std::map<std::pair<size_t, uint32_t>, std::pair<uint32_t, bool>> found;
    ReachMany search(links);
    search.Search(targets, [&](NodeId node, uint32_t distance, const SearchSet& reached,
                               const SearchSet& open) {
      reached.ForEach([&](size_t i) {
        CHECK(found.emplace(std::pair(i, Index(node)), std::pair(distance, open.Has(i))).second);
      });
      SearchSet stopped;
      for (size_t i = 0; i < targets.size(); ++i) {
        if (closed[i][Index(node)]) stopped.Add(i);
      }
      return stopped;
    });
    for (size_t i = 0; i < targets.size(); ++i) {
      const ReachTo alone(graph, targets[i], kAll);
      for (uint32_t node = 1; node <= files; ++node) {
        const auto it = found.find({i, node});
        REQUIRE((it != found.end()) == alone.Reaches(NodeId{node}));
        if (it == found.end()) continue;
        const auto [distance, open] = it->second;
        CHECK(distance == alone.Distance(NodeId{node}));
        // A target between is where the path ends, so it never closes the search.
        std::vector<bool> between = closed[i];
        for (const NodeId target : targets[i]) between[Index(target)] = false;
        REQUIRE(open == IsOpen(graph, alone, between, NodeId{node}));
        if (!open) continue;
        const std::vector<const Edge*> path = search.OpenPath(NodeId{node}, i, distance);
        REQUIRE(path.size() == distance);
        NodeId at{node};
        for (const Edge* edge : path) {
          CHECK(edge->from == at);
          CHECK((at == NodeId{node} || !between[Index(at)]));
          at = edge->to;
        }
        CHECK(alone.Distance(at) == 0);
      }
    }
  }
}

TEST_CASE("links are the pairs of nodes that a filter leaves, both ways, each once") {
  std::mt19937 random(3);
  const Graph graph = RandomGraph(random, 30, 200);
  const Links links(graph, kAll);
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  for (const Edge& edge : graph.edges()) {
    if (kAll.Accepts(edge)) pairs.emplace_back(Index(edge.from), Index(edge.to));
  }
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<std::pair<uint32_t, uint32_t>> out;
  std::vector<std::pair<uint32_t, uint32_t>> in;
  for (uint32_t node = 1; node <= graph.node_count(); ++node) {
    for (const uint32_t to : links.Out(NodeId{node})) out.emplace_back(node, to);
    for (const uint32_t from : links.In(NodeId{node})) in.emplace_back(from, node);
    CHECK(std::ranges::is_sorted(links.In(NodeId{node})));
  }
  CHECK(out == pairs);
  std::ranges::sort(in);
  CHECK(in == pairs);

  const NodeId some[] = {NodeId{1}, NodeId{5}};
  const ReachTo reach(graph, some, kAll);
  const std::vector<bool> that_reach = links.ThatReach(some);
  const std::vector<bool> reached = links.ReachedFrom(some);
  for (uint32_t node = 1; node <= graph.node_count(); ++node) {
    CHECK(that_reach[node] == reach.Reaches(NodeId{node}));
    const NodeId one[] = {NodeId{node}};
    const ReachTo back(graph, one, kAll);
    CHECK(reached[node] == (back.Reaches(some[0]) || back.Reaches(some[1])));
  }
}

}  // namespace krepis::analyzer
