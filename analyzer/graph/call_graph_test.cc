#include "analyzer/graph/call_graph.h"

#include <doctest/doctest.h>

#include "analyzer/graph/call_graph_test_tree.h"

namespace krepis::analyzer {

TEST_CASE("functions are numbered file by file, and each file has a top level") {
  const TestCallGraph tree(R"(
// --- a.ts
import "./b";
export function load() {}
// --- b.ts
export const x = 1;
)");
  const FunctionIds& ids = tree.calls().ids();
  CHECK(ids.size() == 3);
  CHECK(ids.At(FunctionId{2}) == FunctionPlace{0, 1});
  CHECK(ids.At(FunctionId{3}) == FunctionPlace{1, 0});
  CHECK(tree.calls().NameOf(FunctionId{2}) == "load");
  CHECK(tree.calls().NameOf(FunctionId{3}) == "b.ts");
  REQUIRE(tree.calls().Out(FunctionId{1}).size() == 1);
  const CallEdge& loads = tree.calls().Out(FunctionId{1})[0];
  CHECK(loads.to == FunctionId{3});
  CHECK(tree.calls().SiteOf(FunctionId{1}, loads).begin.line == 1);
}

}  // namespace krepis::analyzer
