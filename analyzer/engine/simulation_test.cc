#include "analyzer/engine/simulation.h"

#include <doctest/doctest.h>

#include "analyzer/engine/layers.h"
#include "analyzer/engine/test_analysis.h"

namespace krepis::analyzer {
namespace {

/// A rule that reads the model as the built-in one does: lower layers may not use upper ones.
class Climb final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/order", "a dependency that climbs"};
    return kInfo;
  }
  bool Applies(const Config&) const override { return true; }
  void Check(const Model& model, Findings& findings) const override {
    const LayerTable layers(model);
    ForEachLayerDependency(model, layers, [&](const LayerDependency& edge) {
      if (edge.from.row <= edge.to.row) return;
      if (Diagnostic* finding = findings.Add()) PlaceAt(model, edge.sites, *finding);
    });
  }
};

/// A cycle of two files, told from whichever has the smaller node.
class Pair final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/cycle", "the first pair of files in a circle"};
    return kInfo;
  }
  bool Applies(const Config&) const override { return true; }
  void Check(const Model& model, Findings& findings) const override {
    for (const Edge& edge : model.graph.edges()) {
      for (const Edge& back : model.graph.Out(edge.to)) {
        if (back.to != edge.from) continue;
        Diagnostic* finding = findings.Add();
        if (finding == nullptr) return;
        PlaceAt(model, edge, *finding);
        finding->fingerprint_key = finding->from + "\n" + finding->to + "\ncycle";
        return;
      }
    }
  }
};

constexpr const char* kToml =
    "version = 1\n[modules.app]\nfiles = [\"app/**\"]\n[modules.core]\nfiles = [\"core/**\"]\n"
    "[layers]\norder = [\"app\", \"core\"]\n";

/// "+path" for what appears, "-path" for what disappears, "=N" for what remains.
std::string Simulate(TestAnalysis& analysis,
                     const std::vector<std::pair<std::string, std::string>>& moves,
                     const std::function<bool(const Edge&)>& cut = nullptr) {
  Change change{{}, cut};
  for (const auto& [from, to] : moves) change.moves.emplace_back(analysis->graph().Find(from), to);
  const Result<std::unique_ptr<Simulation>> simulation = Simulation::Of(*analysis, change);
  REQUIRE(simulation);
  const Report was = EvaluateModel(*analysis, analysis->model());
  const Report is = EvaluateModel(*analysis, (*simulation)->model());
  const Effect effect =
      CompareEvaluations(analysis->model(), was, (*simulation)->model(), is, change);
  std::string text;
  for (const Diagnostic& violation : effect.appear) text += "+" + violation.path + " ";
  for (const Diagnostic& violation : effect.disappear) text += "-" + violation.path + " ";
  for (const Error& error : (*simulation)->config_errors())
    text += "!" + std::to_string(error.line) + " ";
  return text + "=" + std::to_string(effect.remain);
}

}  // namespace

TEST_CASE("a move changes the module, and keeps the dependencies both ways") {
  const Climb rule;
  TestAnalysis analysis({{"krepis.toml", kToml},
                         {"app/main.ts", "import \"../core/a\";\n"},
                         {"app/util.ts", "export {};\n"},
                         {"core/a.ts", "import \"../app/util\";\nimport \"./b\";\n"},
                         {"core/b.ts", "import \"../app/util\";\n"}},
                        {&rule});
  CHECK(Simulate(analysis, {}) == "=2");
  CHECK(Simulate(analysis, {{"app/util.ts", "core/util.ts"}}) == "-core/a.ts -core/b.ts =0");
  // The same violations under other names remain; core/a.ts now climbs from below app.
  CHECK(Simulate(analysis, {{"core/b.ts", "core/deep/z.ts"}}) == "=2");
  CHECK(Simulate(analysis, {{"core/b.ts", "app/b.ts"}}) == "+core/a.ts -core/b.ts =1");
  CHECK(Simulate(analysis, {{"app/main.ts", "core/main.ts"}}) == "=2");
  // Two files may change places.
  CHECK(Simulate(analysis, {{"app/util.ts", "core/b.ts"}, {"core/b.ts", "app/util.ts"}}) ==
        "+core/a.ts -core/a.ts -core/b.ts =0");
  // A module that no file is left in.
  CHECK(Simulate(analysis, {{"app/main.ts", "core/main.ts"}, {"app/util.ts", "core/util.ts"}}) ==
        "-core/a.ts -core/b.ts !2 =0");
}

TEST_CASE("a cut takes the dependencies away") {
  const Climb rule;
  TestAnalysis analysis({{"krepis.toml", kToml},
                         {"app/util.ts", "export {};\n"},
                         {"core/a.ts", "import \"../app/util\";\n"},
                         {"core/b.ts", "import \"../app/util\";\n"}},
                        {&rule});
  const NodeId a = analysis->graph().Find("core/a.ts");
  const auto cut = [&](const Edge& edge) { return edge.from == a; };
  CHECK(Simulate(analysis, {}, cut) == "-core/a.ts =1");
  CHECK(Simulate(analysis, {{"core/b.ts", "core/0.ts"}}, cut) == "-core/a.ts =1");
}

TEST_CASE("a cycle that is told by another pair, as names sort differently, remains") {
  const Pair rule;
  TestAnalysis analysis({{"krepis.toml", kToml},
                         {"app/x.ts", "export {};\n"},
                         {"core/a.ts", "import \"./b\";\n"},
                         {"core/b.ts", "import \"./a\";\nimport \"./c\";\n"},
                         {"core/c.ts", "import \"./b\";\n"}},
                        {&rule});
  CHECK(Simulate(analysis, {{"core/a.ts", "core/z.ts"}}) == "=1");
  const NodeId a = analysis->graph().Find("core/a.ts");
  CHECK(Simulate(analysis, {}, [&](const Edge& edge) { return edge.from == a; }) ==
        "+core/b.ts -core/a.ts =0");
}

}  // namespace krepis::analyzer
