#include "analyzer/graph/call_graph.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

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

TEST_CASE("the calls are the same on any number of threads") {
  std::string text = "// --- src/lib.rs\n";
  for (int i = 0; i < 40; ++i) text += fmt::format("pub mod m{};\n", i);
  for (int i = 0; i < 40; ++i) {
    const int next = (i * 7 + 3) % 40;
    text += fmt::format(
        "// --- t{0}.ts\nimport {{ f as g, Base, type Face }} from './t{1}';\nexport * from "
        "'./t{1}';\n"
        "export function f(x: Face) {{ g(x); x.run(); x.odd{1}(); missing(); new Own{0}().run(); "
        "}}\n"
        "export interface Face {{ run(): void }}\nexport class Base implements Face {{ run() {{ g; "
        "}} }}\n"
        "export class Own{0} extends Base {{ odd{0}() {{ this.run(); f(this); }} }}\n"
        "// --- src/m{0}.rs\npub fn f() {{ crate::m{1}::f(); }}\n"
        "// --- c{0}.cc\nvoid c{1}();\nvoid c{0}() {{ c{1}(); }}\n",
        i, next);
  }
  const TestCallGraph one(text);
  CHECK(one.calls().edge_count() > 300);
  CHECK(one.calls().unlinked() >= 40);
  for (const unsigned jobs : {2u, 3u, 8u}) {
    const TestCallGraph several(text, jobs);
    CHECK(several.Lines() == one.Lines());
    CHECK(several.calls().unlinked() == one.calls().unlinked());
  }
}

}  // namespace krepis::analyzer
