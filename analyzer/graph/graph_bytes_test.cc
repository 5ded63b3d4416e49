#include "analyzer/graph/graph_bytes.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace krepis::analyzer {
namespace {

Graph Sample() {
  GraphBuilder builder;
  const NodeId a = builder.AddFile("a.ts", Language::kTypeScript);
  const NodeId b = builder.AddFile("b.rs", Language::kRust);
  builder.MarkTest(b);
  Edge edge;
  edge.from = a;
  edge.to = b;
  edge.kind = EdgeKind::kMod;
  edge.test_only = edge.guessed = true;
  edge.declaration = Declaration::kAbove;
  edge.names = 40'000;
  edge.specifier = builder.Intern("./b");
  edge.condition = builder.Intern("unix");
  edge.location = {{1, 2}, {3, 4}, {5, 6}};
  builder.AddEdge(edge);
  edge = {};
  edge.from = b;
  edge.to = builder.AddExternal("ext:npm/zod");
  edge.reexport = true;
  builder.AddEdge(edge);
  builder.AddUnresolved(
      {a, EdgeKind::kType, builder.Intern("./gone"), builder.Intern("no"), {{7, 8}, {}, {}}});
  builder.AddUnanalysed({b, builder.Intern("x"), builder.Intern("x.py"), {{9, 1}, {}, {}}});
  builder.AddUndecided({a, builder.Intern("f"), 2, b, {{3, 1}, {}, {}}});
  builder.AddUnfollowed(4);
  return std::move(builder).Build();
}

}  // namespace

TEST_CASE("a graph is read as it was") {
  const Graph graph = Sample();
  const std::string bytes = GraphBytes::Of(graph);
  const std::optional<Graph> read = GraphBytes::Read(bytes);
  REQUIRE(read);
  CHECK(GraphBytes::Of(*read) == bytes);
  CHECK(read->shape() != graph.shape());
  REQUIRE(read->node_count() == 3);
  CHECK(read->file_count() == 2);
  CHECK(read->name(NodeId{3}) == "ext:npm/zod");
  CHECK(read->language(NodeId{2}) == Language::kRust);
  CHECK(read->is_test(NodeId{2}));
  CHECK_FALSE(read->is_test(NodeId{1}));
  REQUIRE(read->Out(NodeId{1}).size() == 1);
  const Edge& edge = read->Out(NodeId{1}).front();
  CHECK(edge.to == NodeId{2});
  CHECK(edge.kind == EdgeKind::kMod);
  CHECK(edge.test_only);
  CHECK(edge.guessed);
  CHECK_FALSE(edge.reexport);
  CHECK(edge.declaration == Declaration::kAbove);
  CHECK(edge.names == 40'000);
  CHECK(read->text(edge.specifier) == "./b");
  CHECK(read->text(edge.condition) == "unix");
  CHECK(edge.location == Location{{1, 2}, {3, 4}, {5, 6}});
  CHECK(read->In(NodeId{3}).size() == 1);
  REQUIRE(read->unresolved().size() == 1);
  CHECK(read->text(read->unresolved().front().reason) == "no");
  REQUIRE(read->unanalysed().size() == 1);
  CHECK(read->text(read->unanalysed().front().target) == "x.py");
  REQUIRE(read->undecided().size() == 1);
  CHECK(read->undecided().front().first == NodeId{2});
  CHECK(read->unfollowed() == 4);
}

TEST_CASE("words that nothing uses any longer are not written") {
  Graph graph = Sample();
  const std::string whole = GraphBytes::Of(graph);
  const auto import = [&](const char* word) {
    Edge edge = graph.Out(NodeId{1}).front();
    const UnresolvedImport unresolved = graph.unresolved().front();
    GraphPatch patch(graph, NodeId{1});
    edge.specifier = patch.Intern(word);
    patch.AddEdge(edge);
    patch.AddUnresolved(unresolved);
    REQUIRE(std::move(patch).Apply());
  };
  import("another");
  CHECK(GraphBytes::Of(graph).find("another") != std::string::npos);
  import("./b");
  CHECK(GraphBytes::Of(graph) == whole);
}

TEST_CASE("an empty graph is read as it was") {
  const std::string bytes = GraphBytes::Of(GraphBuilder().Build());
  const std::optional<Graph> read = GraphBytes::Read(bytes);
  REQUIRE(read);
  CHECK(read->node_count() == 0);
}

TEST_CASE("damaged bytes are no graph, or one whose ids are all there") {
  const std::string whole = GraphBytes::Of(Sample());
  for (size_t size = 0; size < whole.size(); ++size)
    CHECK_FALSE(GraphBytes::Read(whole.substr(0, size)));
  CHECK_FALSE(GraphBytes::Read(whole + "x"));
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = whole;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    const std::optional<Graph> read = GraphBytes::Read(damaged);
    if (!read) continue;
    for (const Edge& edge : read->edges()) {
      CHECK(Index(edge.from) <= read->node_count());
      CHECK(Index(edge.to) <= read->node_count());
      CHECK(read->text(edge.specifier).size() < whole.size());
    }
  }
}

}  // namespace krepis::analyzer
