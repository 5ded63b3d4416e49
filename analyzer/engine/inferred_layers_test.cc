#include "analyzer/engine/inferred_layers.h"

#include <doctest/doctest.h>

#include <string>

#include "analyzer/engine/test_analysis.h"

namespace krepis::analyzer {
namespace {

/// "name=glob" of each module, in order.
std::string Modules(std::vector<std::string_view> files,
                    std::vector<FilePackages::Package> packages = {}) {
  const std::vector<std::string> paths(files.begin(), files.end());
  const InferredModules modules = InferModules(files, FilePackages(std::move(packages), paths));
  REQUIRE(modules.of.size() == files.size());
  std::string text;
  for (const InferredModule& module : modules.modules) {
    if (!text.empty()) text += ' ';
    text += module.name + "=" + module.glob;
  }
  return text;
}

/// The rows of a TypeScript tree, then "cycle" with the members of each.
std::vector<std::string> Layers(const std::vector<std::pair<std::string, std::string>>& tree) {
  TestAnalysis analysis(tree);
  std::vector<std::string_view> names;
  for (uint32_t i = 1; i <= analysis->graph().file_count(); ++i)
    names.push_back(analysis->graph().name(NodeId{i}));
  const InferredModules modules = InferModules(names, analysis->model().packages);
  const InferredLayers layers = InferLayers(analysis->model(), modules);
  std::vector<std::string> rows = layers.rows;
  for (const std::vector<uint32_t>& cycle : layers.cycles) {
    std::string text = "cycle";
    for (const uint32_t module : cycle) text += " " + modules.modules[module].name;
    rows.push_back(text);
  }
  return rows;
}

using Rows = std::vector<std::string>;

}  // namespace

TEST_CASE("modules are the folders of the folder that holds most") {
  CHECK(Modules({"a/x.ts", "b/x.ts", "main.ts"}) == "a=a/** b=b/** root=*");
  CHECK(Modules({"src/a/x.ts", "src/b/x.ts", "src/c/d/x.ts", "src/main.ts", "tool.js"}) ==
        "a=src/a/** b=src/b/** c=src/c/** src=src/* root=*");
  CHECK(Modules({"src/a.ts", "src/b.ts"}) == "src=src/**");
  CHECK(Modules({"main.ts"}) == "root=*");
  CHECK(Modules({}) == "");
}

TEST_CASE("packages stay whole, and a folder of them gives one module each") {
  CHECK(Modules({"apps/web/a.ts", "docs/x.ts", "packages/core/src/a.ts", "packages/core/src/b/c.ts",
                 "packages/ui/a.ts"},
                {{"apps/web", "web"}, {"packages/core", "core"}, {"packages/ui", "ui"}}) ==
        "apps=apps/** docs=docs/** core=packages/core/** ui=packages/ui/**");
  CHECK(Modules({"big/a/x.rs", "big/b/x.rs", "big/c/x.rs", "big/d/x.rs", "small/x.rs"},
                {{"big", "big"}, {"small", "small"}}) == "big=big/** small=small/**");
}

TEST_CASE("names are unique and can be written without quotes") {
  CHECK(Modules({".tools/x.ts", "apps/a/x.ts", "apps/b/x.ts", "libs/a/x.ts", "libs/c d/x.ts"},
                {{"apps/a", ""}, {"apps/b", ""}, {"libs/a", ""}, {"libs/c d", ""}}) ==
        "tools=.tools/** a=apps/a/** b=apps/b/** libs-a=libs/a/** c-d=libs/c d/**");
  CHECK(Modules({"a b/x.ts", "a-b/x.ts"}) == "a-b=a b/** a-b-2=a-b/**");
  CHECK(Modules({"[id]/x.ts", "a/x.ts", "{b}/x.ts"}) == "a=a/**");
}

TEST_CASE("layers are what the dependencies allow") {
  CHECK(Layers({{"app/a.ts", "import '../core/a'; import '../ui/a';"},
                {"core/a.ts", ""},
                {"lonely/a.ts", ""},
                {"net/a.ts", "import '../core/a';"},
                {"ui/a.ts", "import '../core/a';"}}) == Rows{"app", "net | ui", "core"});
  CHECK(Layers({{"a/x.ts", "import '../b/x';"},
                {"b/x.ts", "import '../a/x'; import '../c/x';"},
                {"c/x.ts", ""},
                {"d/x.ts", "import '../c/x';"}}) == Rows{"a , b | d", "c", "cycle a b"});
  CHECK(Layers({{"a/x.ts", "import '../b/x';"},
                {"b/x.ts", ""},
                {"b/x.test.ts", "import '../a/x';"}}) == Rows{"a", "b"});
  CHECK(Layers({{"a/x.ts", ""}, {"b/x.ts", ""}}).empty());
}

}  // namespace krepis::analyzer
