#include "analyzer/graph/export.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "analyzer/config/load.h"

namespace krepis::analyzer {
namespace {

/// A graph of files "name" or "name.rs" and externals, a dependency per pair, in modules by folder.
struct Picture {
  Config config;
  Graph graph;
  FilePackages packages;
  ModuleTable modules;

  using Arrow = std::pair<std::string, std::string>;
  Picture(const std::vector<std::string>& files, const std::vector<Arrow>& arrows,
          const std::string& toml = "version = 1\n") {
    config = *LoadConfig(toml, "krepis.toml", {}).config;
    GraphBuilder builder;
    for (const std::string& file : files) builder.AddFile(file, Language::kTypeScript);
    uint32_t line = 0;
    for (const auto& [from, to] : arrows) {
      Edge edge;
      edge.from = NodeOf(files, from);
      edge.to = to.starts_with("ext:") ? builder.AddExternal(to) : NodeOf(files, to);
      edge.location.begin = {++line, 1};
      edge.location.span = {line * 10, 5};
      builder.AddEdge(edge);
    }
    graph = std::move(builder).Build();
    packages = FilePackages({}, files);
    modules = *ModuleTable::Build(config, files, ModuleTable::Check::kAmbiguity).table;
  }

  static NodeId NodeOf(const std::vector<std::string>& files, const std::string& name) {
    return NodeId{
        static_cast<uint32_t>(std::find(files.begin(), files.end(), name) - files.begin() + 1)};
  }

  GraphView View() const {
    GraphView view{graph, modules, packages, GraphLevel::kFile, EdgeKindSet::Default(), {},
                   false, false,   {}};
    return view;
  }
};

bool Has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

constexpr const char* kModules =
    "version = 1\n[modules.app]\nfiles = [\"app/**\"]\n[modules.core]\nfiles = [\"core/**\"]\n";

}  // namespace

TEST_CASE("a picture has clusters, layers, cycles and what is in focus") {
  const Picture picture({"app/a.ts", "app/b.ts", "core/c.ts", "tool.ts"},
                        {{"app/a.ts", "app/b.ts"},
                         {"app/b.ts", "app/a.ts"},
                         {"app/a.ts", "core/c.ts"},
                         {"tool.ts", "core/c.ts"},
                         {"core/c.ts", "ext:npm/zod"}},
                        kModules);
  GraphView view = picture.View();
  const Drawing all = Draw(view);
  REQUIRE(all.nodes.size() == 4);  // externals only when asked for
  CHECK(all.clusters == std::vector<std::string_view>{"app", "core"});
  CHECK(all.nodes[0].name == "tool.ts");
  CHECK(all.nodes[1].cyclic);
  CHECK_FALSE(all.nodes[3].cyclic);
  CHECK(all.lines.size() == 4);
  CHECK(std::count_if(all.lines.begin(), all.lines.end(), [](auto& line) { return line.cyclic; }) ==
        2);
  view.externals = true;
  CHECK(Draw(view).nodes.size() == 5);
  CHECK(Draw(view).nodes.front().external);

  view.externals = false;
  view.focus = [&](NodeId node) { return picture.graph.name(node) == "core/c.ts"; };
  const Drawing focus = Draw(view);
  REQUIRE(focus.nodes.size() == 3);  // and not app/b.ts, nor the edges between neighbours
  CHECK(focus.lines.size() == 2);
  CHECK(focus.nodes[2].focus);
  CHECK(focus.nodes[1].cyclic);  // in the whole graph, although its cycle is out of the picture
  view.focus = [&](NodeId node) { return picture.graph.name(node) == "ext:npm/zod"; };
  CHECK(Draw(view).nodes.size() == 2);

  view.focus = nullptr;
  view.level = GraphLevel::kModule;
  view.layer = [](std::string_view module) -> std::optional<uint32_t> {
    return module == "app" ? 0 : 1;
  };
  const Drawing modules = Draw(view);
  REQUIRE(modules.nodes.size() == 2);
  CHECK(modules.clusters.empty());
  const std::string dot = DrawingDot(modules);
  CHECK(Has(dot, "{ rank=same; l0 [style=invis, shape=point]; n0; }"));
  CHECK(Has(dot, "l0 -> l1 [style=invis];"));
}

TEST_CASE("every format draws each name as one label, whatever it holds") {
  const std::string hostile = "a\"];n9->n8;\\\"${x}#quot;<b>`end`\n\x1b[2J%%.ts";
  const Picture picture({hostile, "b.ts"}, {{hostile, "b.ts"}, {"b.ts", hostile}});
  const Drawing drawing = Draw(picture.View());
  const std::string dot = DrawingDot(drawing);
  CHECK(Has(dot, R"(n0 [label="a\"];n9->n8;\\\"${x}#quot;<b>`end`\\n\\x1b[2J%%.ts", color=red)"));
  CHECK(Has(dot, "  n0 -> n1 [color=red, penwidth=1.5];\n  n1 -> n0 [color=red, penwidth=1.5];\n"));
  const std::string mermaid = DrawingMermaid(drawing);
  CHECK(Has(mermaid,
            "n0[\"a#34;]#59;n9-#62;n8#59;#92;#34;#36;{x}#35;quot#59;#60;b#62;#96;end#96;"
            "#92;n#92;x1b[2J#37;#37;.ts\"]:::cycle\n"));
  CHECK(Has(mermaid, "linkStyle 0,1 stroke"));
  CHECK(Has(DrawingD2(drawing),
            R"(n0: "a\"];n9->n8;\\\"\${x}#quot;<b>`end`\\n\\x1b[2J%%.ts" {class: [cycle]})"));
  for (const std::string& text : {dot, mermaid, DrawingD2(drawing)}) CHECK_FALSE(Has(text, "\x1b"));
}

TEST_CASE("json says cycles, and how often modules depend on each other") {
  const Picture picture({"app/a.ts", "core/b.ts", "core/c.ts"},
                        {{"app/a.ts", "core/b.ts"},
                         {"app/a.ts", "core/c.ts"},
                         {"core/b.ts", "core/c.ts"},
                         {"core/c.ts", "core/b.ts"}},
                        kModules);
  GraphView view = picture.View();
  std::string json = GraphJson(view);
  CHECK(Has(json, "\"cycles\": [\n    [\n      \"core/b.ts\",\n      \"core/c.ts\"\n    ]\n  ]"));
  CHECK(Has(json,
            "\"id\": \"app/a.ts\",\n      \"language\": \"typescript\",\n      \"module\": "
            "\"app\"\n"));
  view.level = GraphLevel::kModule;
  json = GraphJson(view);
  CHECK(Has(json,
            "\"from\": \"app\",\n      \"to\": \"core\",\n      \"kind\": \"import\",\n      "
            "\"count\": 2\n"));
  CHECK(Has(json, "\"cycles\": []"));
  view.focus = [&](NodeId node) { return picture.graph.name(node) == "app/a.ts"; };
  view.level = GraphLevel::kFile;
  json = GraphJson(view);
  CHECK(Has(json, "\"focus\": true"));
  CHECK(Has(json, "\"id\": \"core/b.ts\""));
  CHECK_FALSE(Has(json, "\"from\": \"core/b.ts\""));
}

}  // namespace krepis::analyzer
