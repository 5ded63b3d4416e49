#include "analyzer/engine/cut_advice.h"

#include <doctest/doctest.h>

#include "analyzer/engine/test_analysis.h"
#include "analyzer/graph/components.h"

namespace krepis::analyzer {
namespace {

using Tree = std::vector<std::pair<std::string, std::string>>;

/// The cuts of every component of a tree, each as DescribeCut says it, with what is left behind it.
std::vector<std::string> Cuts(const Tree& tree, GraphLevel level = GraphLevel::kFile) {
  TestAnalysis analysis(tree);
  const Model& model = analysis->model();
  const Quotient quotient({model.graph, model.modules, model.packages, level,
                           [](NodeId) { return true; }, [](const Edge&) { return true; }});
  std::vector<std::string> texts;
  AdviceBudget budget;
  for (const std::vector<uint32_t>& component : CyclicComponents(quotient.Rows())) {
    AdviceBudget none{0};
    CHECK(AdviseCut(model, quotient, component, none).cuts.empty());
    const uint64_t before = budget.steps;
    const CutAdvice advice = AdviseCut(model, quotient, component, budget);
    CHECK(budget.steps < before);
    CHECK(advice.exact);
    for (const AdvisedCut& cut : advice.cuts) {
      texts.push_back(DescribeCut(model, quotient, cut) + " " +
                      std::to_string(cut.left.value_or(99)));
    }
  }
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("the dependency that brings in fewer names is cut") {
  CHECK(Cuts({{"a.ts", "import { p, q, r } from \"./b\";\nexport const x = 1;\n"},
              {"b.ts", "\nimport { x } from \"./a\";\nexport const p = 1, q = 2, r = 3;\n"}}) ==
        Texts{"b.ts -> a.ts (1 import at b.ts:2) 0"});
  CHECK(Cuts({{"a.ts", "import { p, q } from \"./b\";\n"},
              {"b.ts", "import { x, y, z } from \"./a\";\n"}}) ==
        Texts{"a.ts -> b.ts (1 import of 2 names at a.ts:1) 0"});
  CHECK(Cuts({{"a.h", "#include \"b.h\"\n"}, {"b.h", "\n#include \"a.h\"\n"}}) ==
        Texts{"a.h -> b.h (1 include at a.h:1) 0"});
}

TEST_CASE("a face is not cut from what it offers: who is behind it imports past the face") {
  CHECK(
      Cuts({{"index.ts", "export { queue } from \"./queue\";\nexport { list } from \"./list\";\n"},
            {"list.ts", "export const list = 1;\n"},
            {"main.ts", "import { queue } from \"./index\";\n"},
            {"other.ts", "import { list } from \"./index\";\n"},
            {"queue.ts", "import { list } from \"./index\";\nexport const queue = list;\n"}}) ==
      Texts{"queue.ts -> index.ts (1 import at queue.ts:1) 0"});
  // Where nothing else is there to cut, it says so.
  CHECK(Cuts({{"a.ts", "export { b } from \"./b\";\n"},
              {"b.ts", "export { a } from \"./a\";\n"},
              {"main.ts", "import { b } from \"./a\";\n"}}) ==
        Texts{"b.ts -> a.ts (1 re-export for 1 dependent at b.ts:1) 0"});
}

TEST_CASE("of several cuts, what frees most comes first") {
  CHECK(Cuts({{"a.ts", "import \"./b\";\nimport \"./c\";\n"},
              {"b.ts", "import { a1, a2 } from \"./a\";\n"},
              {"c.ts", "import { a1, a2 } from \"./a\";\nimport { d } from \"./d\";\n"},
              {"d.ts", "import { c1, c2 } from \"./c\";\nimport { e1, e2 } from \"./e\";\n"},
              {"e.ts", "import { a1, a2 } from \"./a\";\n"}}) ==
        Texts{"c.ts -> d.ts (1 import at c.ts:2) 3", "a.ts -> b.ts (1 import at a.ts:1) 2",
              "a.ts -> c.ts (1 import at a.ts:2) 0"});
}

TEST_CASE("between modules, all imports of the one by the other go together") {
  const Tree tree = {{"krepis.toml",
                      "version = 1\n[modules.a]\nfiles = [\"a/**\"]\n[modules.b]\nfiles = "
                      "[\"b/**\"]\n"},
                     {"a/1.ts", "import \"../b/1\";\n"},
                     {"a/2.ts", "import \"../b/1\";\n"},
                     {"b/1.ts", "export {};\n"},
                     {"b/2.ts", "import \"../a/1\";\nimport \"../a/2\";\nimport \"../a/3\";\n"},
                     {"a/3.ts", "export {};\n"}};
  CHECK(Cuts(tree, GraphLevel::kModule) == Texts{"a -> b (2 imports, first at a/1.ts:1) 0"});
  CHECK(Cuts(tree).empty());
}

}  // namespace krepis::analyzer
