#include "analyzer/config/modules.h"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

#include "analyzer/config/load.h"

namespace krepis::analyzer {
namespace {

struct Texts : std::vector<std::string> {
  using vector::vector;
  friend std::ostream& operator<<(std::ostream& out, const Texts& texts) {
    for (const std::string& text : texts) out << "\n  " << text;
    return out;
  }
};

Config Loaded(std::string_view text) {
  ConfigOutcome outcome = LoadConfig(text, "krepis.toml");
  for (const Error& error : outcome.errors) {
    FAIL_CHECK(error.line << ":" << error.column << " " << error.message);
  }
  REQUIRE(outcome.ok());
  return *std::move(outcome.config);
}

ModuleTable Built(const Config& config, const std::vector<std::string>& files) {
  ModulesOutcome outcome = ModuleTable::Build(config, files);
  for (const Error& error : outcome.errors) {
    FAIL_CHECK(error.line << ":" << error.column << " " << error.message);
  }
  REQUIRE(outcome.ok());
  return *std::move(outcome.table);
}

Texts BuildErrors(std::string_view text, const std::vector<std::string>& files,
                  ModuleTable::Check check = ModuleTable::Check::kMatches) {
  const Config config = Loaded(text);
  Texts errors;
  for (const Error& error : ModuleTable::Build(config, files, check).errors) {
    CHECK(error.path == "krepis.toml");
    errors.push_back(std::to_string(error.line) + ":" + std::to_string(error.column) + " " +
                     error.message);
  }
  return errors;
}

constexpr std::string_view kShop = R"(
[modules.app]
files = ["apps/{name}/**"]
public = ["apps/{name}/index.ts"]
[modules.core]
files = ["packages/core/**"]
tags = ["pure"]
visible_to = ["app:shop", "path:tools/*.ts"]
[modules.rest]
files = ["packages/**"]
[modules.feature]
files = ["src/{layer}/feature_{name}/**", "lib/{name}/{layer}/*"]
visible_to = ["feature:{layer}:{name}", "app:{name}"]
)";

const std::vector<std::string> kShopFiles = {
    "apps/shop/index.ts",         // 0
    "apps/shop/a/b.ts",           // 1
    "apps/admin/index.ts",        // 2
    "packages/core/x.ts",         // 3
    "packages/other/y.ts",        // 4
    "src/ui/feature_shop/z.ts",   // 5
    "lib/shop/ui/w.ts",           // 6
    "tools/t.ts",                 // 7
    "src/db/feature_admin/q.ts",  // 8
};

SelectorTarget Target(const ModuleTable& table, uint32_t file) {
  return {kShopFiles[file], table.Of(file)};
}

Selector Parsed(std::string_view text) {
  Result<Selector> selector = ParseSelector(text);
  REQUIRE(selector.ok());
  return *selector;
}

}  // namespace

TEST_CASE("each captured value is a module of its own, and the most specific glob wins") {
  const Config config = Loaded(kShop);
  const ModuleTable table = Built(config, kShopFiles);
  REQUIRE(table.size() == 6);
  const auto name_of = [&](uint32_t file) { return table.Name(table.Of(file)); };
  CHECK(name_of(0) == "app:shop");
  CHECK(name_of(1) == "app:shop");
  CHECK(name_of(2) == "app:admin");
  CHECK(name_of(3) == "core");
  CHECK(name_of(4) == "rest");
  CHECK(name_of(5) == "feature:ui:shop");
  CHECK(name_of(6) == "feature:ui:shop");
  CHECK(IsNone(table.Of(7)));
  CHECK(table.Name(ModuleId{1}) == "app:admin");
  CHECK(table.Name(ModuleId{2}) == "app:shop");
  CHECK(table.Find("app:shop") == ModuleId{2});
  CHECK(IsNone(table.Find("app")));
  CHECK(table.Base(ModuleId{2}).name.value == "app");
  CHECK(table.Values(table.Of(5))[1] == "shop");
  CHECK(std::vector<uint32_t>(table.Files(ModuleId{2}).begin(), table.Files(ModuleId{2}).end()) ==
        std::vector<uint32_t>{0, 1});
  CHECK(table.Classify("apps/shop/new.ts") == ModuleId{2});
  CHECK(IsNone(table.Classify("apps/new/new.ts")));
  CHECK(IsNone(table.Classify("README.md")));
}

TEST_CASE("a module's public files are those of its own captured value") {
  const Config config = Loaded(kShop);
  const ModuleTable table = Built(config, kShopFiles);
  CHECK(table.IsPublic(0));
  CHECK(!table.IsPublic(1));
  CHECK(table.IsPublic(2));
  CHECK(table.IsPublic(3));
  CHECK(table.IsPublic(7));
}

TEST_CASE("visible_to admits modules, paths and the module's own captured values") {
  const Config config = Loaded(kShop);
  const ModuleTable table = Built(config, kShopFiles);
  const ModuleId core = table.Of(3);
  CHECK(table.IsVisible(core, Target(table, 0)));
  CHECK(!table.IsVisible(core, Target(table, 2)));
  CHECK(!table.IsVisible(core, Target(table, 4)));
  CHECK(table.IsVisible(core, Target(table, 3)));
  CHECK(table.IsVisible(core, Target(table, 7)));
  CHECK(table.IsVisible(table.Of(5), Target(table, 0)));
  CHECK(!table.IsVisible(table.Of(5), Target(table, 2)));
  CHECK(table.IsVisible(table.Of(8), Target(table, 2)));
  CHECK(table.IsVisible(table.Of(0), Target(table, 7)));
  CHECK(table.IsVisible(ModuleId{}, Target(table, 0)));
}

TEST_CASE("selectors match files, modules and externals") {
  const Config config = Loaded(kShop);
  const ModuleTable table = Built(config, kShopFiles);
  struct Case {
    std::string_view selector;
    uint32_t file;
    bool matches;
  };
  for (const Case& c : std::vector<Case>{
           {"app", 0, true},
           {"app", 3, false},
           {"app:shop", 1, true},
           {"app:shop", 2, false},
           {"core", 7, false},
           {"tag:pure", 3, true},
           {"tag:pure", 4, false},
           {"tag:pure", 7, false},
           {"path:packages/**", 3, true},
           {"path:tools/*", 7, true},
           {"path:tools/*", 0, false},
           {"feature:ui:shop", 6, true},
           {"feature:ui:admin", 6, false},
           {"*", 7, true},
           {"ext:*", 0, false},
       }) {
    INFO(c.selector << " on " << kShopFiles[c.file]);
    CHECK(table.Match(Parsed(c.selector), Target(table, c.file)) == c.matches);
  }
  const auto external = [&](std::string_view selector, std::string_view node) {
    return table.Match(Parsed(selector), {node, ModuleId{}});
  };
  CHECK(external("ext:npm/*", "ext:npm/@scope/name"));
  CHECK(external("ext:npm/@scope/*", "ext:npm/@scope/name"));
  CHECK(!external("ext:npm/zod", "ext:npm/zodiac"));
  CHECK(!external("ext:node/*", "ext:npm/zod"));
  CHECK(external("ext:*", "ext:sys/stdio.h"));
  CHECK(external("ext:*/zod", "ext:jsr/zod"));
  CHECK(external("*", "ext:npm/zod"));
  CHECK(!external("path:**", "ext:npm/zod"));
  CHECK(!external("app", "ext:npm/zod"));
}

TEST_CASE("variables carry values from one side of a rule to the other") {
  const Config config = Loaded(kShop);
  const ModuleTable table = Built(config, kShopFiles);
  const auto edge = [&](std::string_view from, uint32_t a, std::string_view to, uint32_t b) {
    const std::vector<Selector> from_side = {Parsed(from)};
    const std::vector<Selector> to_side = {Parsed(to)};
    return table.MatchEdge(from_side, Target(table, a), to_side, Target(table, b));
  };
  CHECK(edge("app:{name}", 0, "app:!{name}", 2));
  CHECK(!edge("app:{name}", 0, "app:!{name}", 1));
  CHECK(edge("app:{name}", 0, "app:{name}", 1));
  CHECK(!edge("app:{name}", 0, "app:{name}", 2));
  CHECK(edge("app:{name}", 0, "feature:ui:{name}", 5));
  CHECK(!edge("app:{name}", 2, "feature:ui:{name}", 5));
  CHECK(edge("path:apps/{name}/**", 1, "feature:ui:{name}", 5));
  CHECK(edge("app:{name}", 2, "path:src/*/feature_{name}/*", 8));
  CHECK(!edge("app:{name}", 0, "path:src/*/feature_{name}/*", 8));
  CHECK(!edge("feature:{x}:{x}", 5, "*", 0));
  CHECK(edge("feature:{x}:{y}", 5, "app:{y}", 0));

  // Either of several selectors may be the one that binds.
  const std::vector<Selector> from = {Parsed("feature:{name}:shop"), Parsed("feature:ui:{name}")};
  const std::vector<Selector> to = {Parsed("app:{name}")};
  CHECK(table.MatchEdge(from, Target(table, 5), to, Target(table, 0)));
  CHECK(!table.MatchEdge(from, Target(table, 5), to, Target(table, 2)));

  Bindings bindings;
  REQUIRE(table.MatchFrom(from[1], Target(table, 5), &bindings));
  CHECK(*bindings.Find("name") == "shop");
  CHECK(bindings.Find("x") == nullptr);
}

TEST_CASE("two equally specific globs are an error that names both, once for each pair") {
  const std::string tie = "modules.x.files = [\"p/{a}/**\"]\nmodules.y.files = [\"p/{b}/**\"]\n";
  const std::string message =
      "2:20 \"p/{b}/**\" of module \"y\" and \"p/{a}/**\" of module \"x\" (line 1) are equally "
      "specific for p/1/a.ts; make one of them more specific";
  CHECK(BuildErrors(tie, {"p/1/a.ts", "p/2/a.ts"}, ModuleTable::Check::kAmbiguity) ==
        Texts{message});
  // Within one module, only where the globs make different modules of the file.
  CHECK(BuildErrors("modules.x.files = [\"{a}_*/**\", \"*_{a}/**\"]\n", {"1_2/a.ts"}).size() == 1);
  CHECK(BuildErrors("modules.x.files = [\"{a}_*/**\", \"*_{a}/**\"]\n", {"1_1/a.ts"}).empty());
  CHECK(BuildErrors("modules.x.files = [\"*_a\"]\nmodules.y.files = [\"b_*\"]\n", {"1_a", "b_1"})
            .empty());
  CHECK(BuildErrors("modules.x.files = [\"*_a\"]\nmodules.y.files = [\"b_*\"]\n", {"b_a"}).size() ==
        1);
}

TEST_CASE("what matches nothing is an error unless it is optional") {
  constexpr std::string_view kConfig = R"(
[modules.a]
files = ["a/**"]
public = ["a/index.ts"]
[modules.gone]
files = ["gone/**"]
[modules.maybe]
files = ["maybe/**"]
optional = true
[modules.hidden]
files = ["b/**"]
[modules.b]
files = ["b/{x}/**"]
visible_to = ["b:thre"]
[layers]
order = ["a", "b:two, b:tow"]
[[rules]]
id = "r"
deny = { from = "b:one", to = ["b:oen", "path:nowhere/**", "maybe", "ext:npm/x", "gone"] }
[[rules]]
id = "s"
deny = { from = "b:nobody", to = "a" }
optional = true
[sandbox."b:tow"]
allow = []
[[exceptions]]
rule = "r"
from = "path:a/none.ts"
why = "x"
)";
  const std::vector<std::string> files = {"a/x.ts", "b/one/x.ts", "b/two/x.ts", "b/three/x.ts"};
  CHECK(BuildErrors(kConfig, files) ==
        Texts{"4:11 \"public\" of module \"a\" matches none of its files",
              "5:10 module \"gone\" matches no file; mend its files, or say optional = true",
              "10:10 module \"hidden\" has no files: more specific modules take all that it "
              "matches; mend its files, or say optional = true",
              "14:15 \"b:thre\" matches no file; did you mean \"b:three\"?",
              "16:23 \"b:tow\" matches no file; did you mean \"b:two\"?",
              "19:32 \"b:oen\" matches no file; did you mean \"b:one\"?",
              "19:41 \"path:nowhere/**\" matches no file",
              "24:10 \"b:tow\" matches no file; did you mean \"b:two\"?",
              "28:8 \"path:a/none.ts\" matches no file"});
  CHECK(BuildErrors(kConfig, files, ModuleTable::Check::kAmbiguity).empty());
  CHECK(BuildErrors(kConfig, {}, ModuleTable::Check::kAmbiguity).empty());
}

TEST_CASE("the most specific glob wins whatever it starts with") {
  const Config config = Loaded(R"(
[modules]
all = { files = ["**"] }
src = { files = ["src/**"] }
file = { files = ["src/a/main.ts"] }
main = { files = ["src/*/main.ts"] }
a = { files = ["src/a/**"] }
top = { files = ["*.md"] }
dist = { files = ["**/dist/**"] }
)");
  const std::vector<std::string> files = {"src/a/main.ts", "src/b/main.ts", "src/a/x.ts",
                                          "src/b/x.ts",    "README.md",     "docs/x.md",
                                          "p/dist/x",      "src/dist/x"};
  const ModuleTable table = Built(config, files);
  Texts names;
  for (uint32_t file = 0; file < files.size(); ++file) names.push_back(table.Name(table.Of(file)));
  CHECK(names == Texts{"file", "main", "a", "src", "top", "all", "dist", "src"});
}

TEST_CASE("patterns that start alike are bounded, others are not") {
  std::string alike = "modules.m.files = [";
  std::string apart = alike;
  std::vector<std::string> files;
  for (int i = 0; i < 2'001; ++i) {
    alike += "\"src/*" + std::to_string(i) + "/**\",";
    apart += "\"src/p" + std::to_string(i) + "/**\",";
    files.push_back("src/p" + std::to_string(i) + "/x.ts");
  }
  const Texts errors = BuildErrors(alike + "]\n", files);
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].find("more than 2000 patterns of modules start alike") != std::string::npos);
  const Config config = Loaded(apart + "]\n");
  CHECK(Built(config, files).Files(ModuleId{1}).size() == 2'001);
}

TEST_CASE("a table can be moved, with its configuration") {
  Config config = Loaded(kShop);
  ModuleTable table = Built(config, kShopFiles);
  const Config moved_config = std::move(config);
  const ModuleTable moved = std::move(table);
  CHECK(moved.Classify("apps/shop/new.ts") == moved.Find("app:shop"));
  CHECK(moved.Base(moved.Of(0)).name.value == "app");
  CHECK(moved_config.modules.size() == 4);
}

TEST_CASE("a large workspace is assigned file by file") {
  std::string text;
  for (int i = 0; i < 20; ++i) {
    const std::string n = std::to_string(i);
    text += "[modules.m" + n + "]\nfiles = [\"packages/m" + n + "/{part}/**\"]\n";
    text += "[modules.g" + n + "]\nfiles = [\"**/gen" + n + "/*.ts\"]\noptional = true\n";
  }
  std::vector<std::string> files;
  for (int i = 0; i < 100'000; ++i) {
    files.push_back("packages/m" + std::to_string(i % 20) + "/part" + std::to_string(i % 50) +
                    "/src/deep/er/file" + std::to_string(i) + ".ts");
  }
  const Config config = Loaded(text);
  const ModuleTable table = Built(config, files);
  CHECK(table.size() == 100);
  CHECK(table.Files(table.Find("m3:part3")).size() == 1'000);
  CHECK(table.Files(table.Find("m3:part3"))[1] == 103);
}

TEST_CASE("a module that names a folder is told how to name what is in it") {
  CHECK(BuildErrors("version = 1\n[modules.a]\nfiles = [\"src/a\"]\n", {"src/a/x.ts"}) ==
        Texts{"2:10 module \"a\" matches no file: \"src/a\" is a folder; write \"src/a/**\" for "
              "what is in it"});
}

}  // namespace krepis::analyzer
