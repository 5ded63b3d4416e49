#include "analyzer/graph/shortest_paths.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

namespace krepis::analyzer {
namespace {

/// A graph of files "00", "01", … with an edge per pair.
Graph GraphOf(uint32_t size, const std::vector<std::pair<uint32_t, uint32_t>>& pairs) {
  GraphBuilder builder;
  std::vector<NodeId> nodes;
  for (uint32_t i = 0; i < size; ++i)
    nodes.push_back(
        builder.AddFile(std::string(i < 10 ? "0" : "") + std::to_string(i), Language::kTypeScript));
  uint32_t line = 0;
  for (const auto& [from, to] : pairs) {
    Edge edge;
    edge.from = nodes[from];
    edge.to = nodes[to];
    edge.location.begin = {++line, 1};
    edge.location.span = {line * 10, 5};
    builder.AddEdge(edge);
  }
  return std::move(builder).Build();
}

std::string Join(const ShortestPaths& paths, size_t limit) {
  std::string text;
  for (const std::vector<uint32_t>& path : paths.Paths(limit)) {
    text += text.empty() ? "" : " ";
    for (const uint32_t step : path)
      text += std::to_string(Index(paths.steps()[step].from) - 1) + ">";
    text += std::to_string(Index(paths.steps()[path.back()].to) - 1);
  }
  return text;
}

NodeId At(uint32_t file) { return NodeId{file + 1}; }

}  // namespace

TEST_CASE("all shortest paths are counted, and listed in the order of their nodes") {
  //  0 -> {1,2} -> 3 -> {4,5} -> 6, and a longer way 0 -> 7 -> 8 -> 9 -> 6 that is none
  const Graph graph = GraphOf(10, {{0, 2},
                                   {0, 1},
                                   {1, 3},
                                   {2, 3},
                                   {3, 5},
                                   {3, 4},
                                   {4, 6},
                                   {5, 6},
                                   {0, 7},
                                   {7, 8},
                                   {8, 9},
                                   {9, 3},
                                   {0, 1}});
  const ShortestPaths paths(graph, std::vector{At(0)}, std::vector{At(6)}, {});
  CHECK(paths.count() == 4);
  CHECK(paths.length() == 4);
  CHECK(paths.steps().size() == 8);
  CHECK(paths.steps()[0].sites.size() == 2);  // written twice
  CHECK(Join(paths, 9) == "0>1>3>4>6 0>1>3>5>6 0>2>3>4>6 0>2>3>5>6");
  CHECK(Join(paths, 3) == "0>1>3>4>6 0>1>3>5>6 0>2>3>4>6");
  CHECK(Join(paths, 0).empty());
}

TEST_CASE("between sets, only what is as short as any path counts") {
  const Graph graph = GraphOf(7, {{0, 1}, {1, 4}, {2, 4}, {3, 5}, {2, 6}});
  const ShortestPaths paths(graph, std::vector{At(3), At(0), At(2), At(2)},
                            std::vector{At(4), At(5), At(6)}, {});
  CHECK(paths.length() == 1);
  CHECK(Join(paths, 9) == "2>4 2>6 3>5");
  CHECK(ShortestPaths(graph, std::vector{At(4)}, std::vector{At(0)}, {}).count() == 0);
  CHECK(ShortestPaths(graph, {}, {}, {}).steps().empty());
}

TEST_CASE("a ladder has more paths than a number holds: they are counted to the end of counting") {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  constexpr uint32_t kRungs = 60;
  for (uint32_t i = 0; i < kRungs; ++i) {
    for (const uint32_t side : {1u, 2u}) {
      pairs.emplace_back(3 * i, 3 * i + side);
      pairs.emplace_back(3 * i + side, 3 * (i + 1));
    }
  }
  GraphBuilder builder;
  const uint32_t size = 3 * kRungs + 1;
  for (uint32_t i = 0; i < size; ++i)
    builder.AddFile(std::to_string(1000 + i), Language::kTypeScript);
  for (const auto& [from, to] : pairs) {
    Edge edge;
    edge.from = At(from);
    edge.to = At(to);
    builder.AddEdge(edge);
  }
  const Graph graph = std::move(builder).Build();
  const ShortestPaths paths(graph, std::vector{At(0)}, std::vector{At(size - 1)}, {});
  CHECK(paths.count() == ShortestPaths::kMaxCount);
  CHECK(paths.steps().size() == pairs.size());
  CHECK(paths.Paths(1000).size() == 1000);
}

TEST_CASE("random graphs: the listed paths are different, as many as counted, and all there are") {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const uint32_t size = 3 + random() % 10;
    std::vector<std::pair<uint32_t, uint32_t>> pairs;
    for (uint32_t i = 0; i < size * 3; ++i) pairs.emplace_back(random() % size, random() % size);
    const Graph graph = GraphOf(size, pairs);
    const ShortestPaths paths(graph, std::vector{At(0)}, std::vector{At(size - 1)}, {});
    // Paths of that length, by walking all of them.
    uint64_t walks = 0;
    std::vector<std::pair<uint32_t, uint32_t>> stack{{0, 0}};
    while (!stack.empty()) {
      const auto [node, depth] = stack.back();
      stack.pop_back();
      if (node == size - 1) {
        CHECK(depth >= paths.length());
        walks += depth == paths.length() ? 1 : 0;
        continue;
      }
      if (depth >= paths.length()) continue;
      NodeId last{};
      for (const Edge& edge : graph.Out(At(node))) {
        if (edge.to != last) stack.emplace_back(Index(edge.to) - 1, depth + 1);
        last = edge.to;
      }
    }
    CHECK(paths.count() == walks);
    std::vector<std::vector<uint32_t>> listed = paths.Paths(SIZE_MAX);
    CHECK(listed.size() == walks);
    CHECK(std::is_sorted(listed.begin(), listed.end()));
    CHECK(std::adjacent_find(listed.begin(), listed.end()) == listed.end());
  }
}

}  // namespace krepis::analyzer
