#include "analyzer/graph/graph.h"

#include <doctest/doctest.h>

#include "analyzer/graph/build.h"
#include "analyzer/graph/components.h"
#include "analyzer/graph/paths.h"

namespace krepis::analyzer {
namespace {

Edge MakeEdge(NodeId from, NodeId to, uint32_t line, EdgeKind kind = EdgeKind::kImport) {
  Edge edge;
  edge.from = from;
  edge.to = to;
  edge.kind = kind;
  edge.location.begin = {line, 1};
  edge.location.span = {line * 10, 5};
  return edge;
}

}  // namespace

TEST_CASE(
    "nodes are files in path order, then externals in name order; edges can be walked both ways") {
  GraphBuilder builder;
  const NodeId a = builder.AddFile("a.ts", Language::kTypeScript);
  const NodeId b = builder.AddFile("b.ts", Language::kTypeScript);
  builder.AddEdge(MakeEdge(a, builder.AddExternal("ext:npm/zod"), 3));
  builder.AddEdge(MakeEdge(a, builder.AddExternal("ext:node/fs"), 2));
  builder.AddEdge(MakeEdge(a, b, 1));
  builder.AddEdge(MakeEdge(a, b, 1));  // seen twice
  builder.AddEdge(MakeEdge(a, a, 4));  // a self-edge
  builder.AddUnresolved({b, EdgeKind::kImport, builder.Intern("./gone"), {}, {}});
  const Graph graph = std::move(builder).Build();

  CHECK(graph.node_count() == 4);
  CHECK(graph.name(NodeId{3}) == "ext:node/fs");
  CHECK(graph.Find("b.ts") == b);
  CHECK(graph.Find("ext:npm/zod") == NodeId{4});
  CHECK(IsNone(graph.Find("c.ts")));
  REQUIRE(graph.Out(a).size() == 3);
  CHECK(graph.Out(a)[0].to == b);
  CHECK(graph.Out(a)[1].to == NodeId{3});
  REQUIRE(graph.In(b).size() == 1);
  CHECK(graph.edges()[graph.In(b)[0]].from == a);
  CHECK(graph.text(graph.unresolved()[0].specifier) == "./gone");
}

TEST_CASE(
    "cycles are the components of more than one node, and the shortest one through a node is "
    "found") {
  //  0 -> 1 -> 2 -> 0, 2 -> 3 -> 4 -> 3, 1 -> 0
  const Adjacency graph =
      MakeAdjacency(6, {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}, {4, 3}, {1, 0}, {5, 0}, {0, 1}});
  const auto components = CyclicComponents(graph);
  REQUIRE(components.size() == 2);
  CHECK(components[0] == std::vector<uint32_t>{0, 1, 2});
  CHECK(components[1] == std::vector<uint32_t>{3, 4});
  const std::vector<std::vector<uint32_t>> shortest{{0, 1}, {3, 4}};
  CHECK(ShortCycles(graph, components, 3) == shortest);
}

TEST_CASE("a longer cycle is looked for from the first nodes only, a mutual pair everywhere") {
  // 0 -> 1 -> 2 -> 3 -> 0 is a ring; 2 -> 3 -> 4 -> 2 is a shorter one that passes neither 0 nor 1.
  const Adjacency rings = MakeAdjacency(5, {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {3, 4}, {4, 2}});
  const auto components = CyclicComponents(rings);
  using Cycles = std::vector<std::vector<uint32_t>>;
  CHECK(ShortCycles(rings, components, 1) == Cycles{{0, 1, 2, 3}});
  CHECK(ShortCycles(rings, components, 5) == Cycles{{2, 3, 4}});
  const Adjacency pair = MakeAdjacency(4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {3, 2}});
  CHECK(ShortCycles(pair, CyclicComponents(pair), 1) == Cycles{{2, 3}});
}

TEST_CASE("a chain of a million nodes does not grow the call stack") {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  constexpr uint32_t kSize = 1'000'000;
  for (uint32_t i = 0; i < kSize; ++i) pairs.emplace_back(i, (i + 1) % kSize);
  const Adjacency graph = MakeAdjacency(kSize, std::move(pairs));
  const auto components = CyclicComponents(graph);
  REQUIRE(components.size() == 1);
  CHECK(components[0].size() == kSize);
}

TEST_CASE("a shortest path to any of several targets, over the wanted kinds only") {
  GraphBuilder builder;
  const NodeId a = builder.AddFile("a.ts", Language::kTypeScript);
  const NodeId b = builder.AddFile("b.ts", Language::kTypeScript);
  const NodeId c = builder.AddFile("c.ts", Language::kTypeScript);
  const NodeId d = builder.AddFile("d.ts", Language::kTypeScript);
  builder.AddEdge(MakeEdge(a, d, 1, EdgeKind::kType));
  builder.AddEdge(MakeEdge(a, b, 2));
  builder.AddEdge(MakeEdge(b, c, 3));
  builder.AddEdge(MakeEdge(c, d, 4));
  const Graph graph = std::move(builder).Build();

  const std::vector<NodeId> targets{d};
  const ReachTo runtime(graph, targets, {EdgeKindSet::Runtime()});
  REQUIRE(runtime.Reaches(a));
  const auto path = runtime.Path(a);
  REQUIRE(path.size() == 3);
  CHECK(path[0]->location.begin.line == 2);
  CHECK(path[2]->to == d);
  CHECK(ReachTo(graph, targets, {}).Path(a).size() == 1);
  CHECK(!ReachTo(graph, std::vector{a}, {}).Reaches(d));
}

TEST_CASE("files of tests are known by their names and folders") {
  for (const char* path : {"a_test.cc", "x/a.test.tsx", "a.spec.ts", "x/test_a.py", "a_unittest.cc",
                           "__tests__/setup.ts", "x/__tests__/fixtures/a.js", "__mocks__/fs.js"}) {
    CAPTURE(path);
    CHECK(IsTestFile(path));
  }
  for (const char* path : {"a.ts", "latest.ts", "x__tests__/a.ts", "tests/a.ts", "a/__tests__"}) {
    CAPTURE(path);
    CHECK_FALSE(IsTestFile(path));
  }
}

}  // namespace krepis::analyzer
