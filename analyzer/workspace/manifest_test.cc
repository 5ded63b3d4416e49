#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/workspace/deno_config.h"
#include "analyzer/workspace/json.h"
#include "analyzer/workspace/json_comments.h"
#include "analyzer/workspace/package_json.h"
#include "analyzer/workspace/tsconfig.h"

namespace krepis::analyzer {
namespace {

using Strings = std::vector<std::string>;

TsConfig MustLoad(const FileSystem& files, std::string_view path) {
  std::vector<Error> issues;
  Result<TsConfig> config = LoadTsConfig(files, path, {}, {}, issues);
  REQUIRE(config.ok());
  CHECK(issues.empty());
  return *std::move(config);
}

}  // namespace

TEST_CASE("comments and trailing commas become spaces, nothing else moves") {
  CHECK(BlankJsonComments("{\"a\": 1, // x\n}") == "{\"a\": 1      \n}");
  CHECK(BlankJsonComments("[1, /* , ] */ 2 , /**/ ]") == "[1,           2        ]");
  CHECK(BlankJsonComments(R"({"a//": "/*\",}", "b": ",]"})") == R"({"a//": "/*\",}", "b": ",]"})");
  CHECK(BlankJsonComments("{}/* open\nend") == "{}       \n   ");
  CHECK(BlankJsonComments("[,]") == "[ ]");
  CHECK(BlankJsonComments("\"open\\").size() == 6);
}

TEST_CASE("JSON keeps the order of members and refuses what is wrong with its place") {
  const Result<JsonValue> json =
      ParseJson("x.json", "\xEF\xBB\xBF{\"b\": [1, true, null], \"a\": {\"c\": \"d\"}, \"b\": 2}",
                JsonDialect::kStrict);
  REQUIRE(json.ok());
  CHECK(json->members()[0].first == "b");
  CHECK((*json)["a"]["c"].string() == "d");
  CHECK((*json)["b"].kind() == JsonValue::Kind::kNumber);
  CHECK((*json)["missing"]["more"].is_null());

  const Result<JsonValue> broken = ParseJson("p/x.json", "{\n  \"a\": 1,\n}", JsonDialect::kStrict);
  REQUIRE(!broken.ok());
  CHECK(broken.error().path == "p/x.json");
  CHECK(broken.error().line == 3);
  CHECK(broken.error().column == 1);
  CHECK(broken.error().message.find("p/x.json is not valid JSON: while parsing object key") == 0);
  CHECK(ParseJson("x", "{\n  \"a\": 1,\n}", JsonDialect::kWithComments).ok());
  CHECK(!ParseJson("x", "", JsonDialect::kStrict).ok());
  CHECK(!ParseJson("x", "{} {}", JsonDialect::kStrict).ok());
  CHECK(!ParseJson("x", "\"\xFF\"", JsonDialect::kStrict).ok());
  CHECK(!ParseJson("x", std::string_view("{\"a\0\": 1", 8), JsonDialect::kStrict).ok());
}

TEST_CASE("deeply nested JSON is an error, not a stack overflow") {
  CHECK(ParseJson("x", std::string(60, '[') + std::string(60, ']'), JsonDialect::kStrict).ok());
  const Result<JsonValue> deep = ParseJson("x", std::string(1'000'000, '['), JsonDialect::kStrict);
  REQUIRE(!deep.ok());
  CHECK(deep.error().message == "x nests deeper than 64 levels");
}

TEST_CASE("package.json: names, entry points, workspaces and dependencies") {
  const Result<PackageJson> package = ParsePackageJson("p/package.json", R"({
    "name": "@s/p", "main": "lib/a.js", "typings": "lib/a.d.ts", "module": 3,
    "workspaces": {"packages": ["packages/*", "!packages/x"], "nohoist": []},
    "dependencies": {"zod": "^3", "odd": {}}, "devDependencies": {"vitest": "1"},
    "peerDependencies": {"react": "*"}, "bin": "cli.js"})");
  REQUIRE(package.ok());
  CHECK(package->directory == "p");
  CHECK(package->name == "@s/p");
  CHECK(package->main == "lib/a.js");
  CHECK(package->types == "lib/a.d.ts");
  CHECK(package->module.empty());
  CHECK(package->workspaces == Strings{"packages/*", "!packages/x"});
  CHECK(package->Declares("zod"));
  CHECK(package->Declares("vitest"));
  CHECK(package->Declares("react"));
  CHECK(!package->Declares("odd"));
  CHECK(package->bin.at("@s/p") == "cli.js");
  CHECK(!ParsePackageJson("package.json", "[1]").ok());
  CHECK(!ParsePackageJson("package.json", "{").ok());
}

TEST_CASE("pnpm-workspace.yaml: the packages list in its usual spellings") {
  CHECK(ParsePnpmWorkspace("# x\npackages:\n  - 'packages/*'  # all\n  - \"apps/*\"\r\n"
                           "  # c\n\n  - tools/x # y\n  - '!**/test/**'\ncatalog:\n  - no\n") ==
        Strings{"packages/*", "apps/*", "tools/x", "!**/test/**"});
  CHECK(ParsePnpmWorkspace("packages:\n- a\n- b\n") == Strings{"a", "b"});
  CHECK(ParsePnpmWorkspace("packages: ['a', \"b\",\n  c]\nother: [d]\n") == Strings{"a", "b", "c"});
  CHECK(ParsePnpmWorkspace("catalog:\n  - x\n").empty());
  CHECK(ParsePnpmWorkspace("packages:").empty());
}

TEST_CASE("tsconfig: extends chains merge per option, paths belong to the file that states them") {
  const MemoryFileSystem files({
      {"tsconfig.base.json", R"({"compilerOptions": {
          "baseUrl": ".", "paths": {"@x/*": ["libs/*/src"], "*": ["types/*"]}, "outDir": "dist"}})"},
      {"config/strict.json",
       R"({"compilerOptions": {"rootDirs": ["a", "../b"], "baseUrl": "no"}})"},
      {"app/tsconfig.json", R"({
          // the last one wins
          "extends": ["../config/strict", "../tsconfig.base.json"],
          "compilerOptions": {"outDir": "./out",},
          "references": [{"path": "../libs/x"}, {"path": "./tsconfig.spec.json"}],
          "include": ["src", "*.config.ts", "deep/**/*"], "exclude": ["src/gen", "**/*.test.ts"]})"},
  });
  const TsConfig config = MustLoad(files, "app/tsconfig.json");
  CHECK(config.base_url == "");
  CHECK(config.out_dir == "app/out");
  REQUIRE(config.paths.size() == 2);
  CHECK(config.paths[0].pattern == "@x/*");
  CHECK(config.paths[0].substitutions == Strings{"libs/*/src"});
  CHECK(config.root_dirs == Strings{"config/a", "b"});
  CHECK(config.references == Strings{"libs/x/tsconfig.json", "app/tsconfig.spec.json"});
  CHECK(config.Includes("app/src/a.ts"));
  CHECK(config.Includes("app/src/x/a.ts"));
  CHECK(config.Includes("app/vite.config.ts"));
  CHECK(config.Includes("app/deep/x/y.ts"));
  CHECK(!config.Includes("app/src/gen/a.ts"));
  CHECK(!config.Includes("app/src/a.test.ts"));
  CHECK(!config.Includes("app/other/a.ts"));
  CHECK(!config.Includes("libs/src/a.ts"));
}

TEST_CASE("tsconfig: defaults, ${configDir}, packages as bases") {
  MemoryFileSystem files({
      {"a.b/tsconfig.json", ""},
      {"solution/tsconfig.json", R"({"files": [], "references": [{"path": "x"}]})"},
      {"p/tsconfig.json", R"({"extends": "@repo/tsconfig/base.json"})"},
      {"q/tsconfig.json", R"({"extends": "@tsconfig/node20"})"},
      {"r/tsconfig.json", R"({"extends": "@not/installed"})"},
      {"tools/tsconfig/base.json",
       R"({"compilerOptions": {"paths": {"~/*": ["${configDir}/src/*"], "#/*": ["./x/*"]}}})"},
      {"node_modules/@tsconfig/node20/tsconfig.json", R"({"compilerOptions": {"outDir": "o"}})"},
  });
  CHECK(MustLoad(files, "a.b/tsconfig.json").Includes("a.b/c/d.ts"));
  CHECK(!MustLoad(files, "a.b/tsconfig.json").AffectsResolution());
  CHECK(!MustLoad(files, "solution/tsconfig.json").Includes("solution/x/a.ts"));
  CHECK(MustLoad(files, "q/tsconfig.json").out_dir == "node_modules/@tsconfig/node20/o");
  MustLoad(files, "r/tsconfig.json");
  std::vector<Error> issues;
  const Result<TsConfig> config =
      LoadTsConfig(files, "p/tsconfig.json", {{"@repo/tsconfig", "tools/tsconfig"}}, {}, issues);
  REQUIRE(config.ok());
  REQUIRE(config->paths.size() == 2);
  CHECK(config->paths[0].substitutions == Strings{"p/src/*"});
  CHECK(config->paths[1].substitutions == Strings{"tools/tsconfig/x/*"});
}

TEST_CASE("tsconfig: cycles, missing and broken bases are issues, a broken config is an error") {
  const MemoryFileSystem files({
      {"a.json", R"({"extends": "./b.json"})"},
      {"b.json", R"({"extends": ["./a.json", "./missing.json", "./broken.json"]})"},
      {"broken.json", "{"},
      {"list.json", "[]"},
  });
  std::vector<Error> issues;
  CHECK(LoadTsConfig(files, "a.json", {}, {}, issues).ok());
  REQUIRE(issues.size() == 3);
  CHECK(issues[0].message == "b.json extends ./missing.json, which is not in the workspace");
  CHECK(issues[1].path == "broken.json");
  CHECK(issues[2].message == "a.json extends itself");
  CHECK(!LoadTsConfig(files, "broken.json", {}, {}, issues).ok());
  CHECK(!LoadTsConfig(files, "list.json", {}, {}, issues).ok());
  CHECK(!LoadTsConfig(files, "none.json", {}, {}, issues).ok());
}

TEST_CASE("deno.json: import map, exports, workspace and a separate map") {
  Result<DenoConfig> config = ParseDenoConfig("d/deno.jsonc", R"({
    "name": "@s/d", "exports": {".": "./mod.ts", "./x": "./x.ts"}, // c
    "imports": {"@std/path": "jsr:@std/path@^1", "lib/": "./lib/"},
    "scopes": {"./vendor/": {"a": "./b.ts"}}, "workspace": ["./m"], "importMap": "map.json"})");
  REQUIRE(config.ok());
  CHECK(config->name == "@s/d");
  CHECK(config->exports.size() == 2);
  CHECK(config->imports[1].second == "./lib/");
  CHECK(config->scopes[0].second[0].first == "a");
  CHECK(config->workspace == Strings{"./m"});
  REQUIRE(MergeImportMap("maps/map.json", R"({"imports": {"z": "./z.ts"}})", *config).ok());
  CHECK(config->imports.size() == 4);
  CHECK(config->imports_directory == "maps");
  CHECK(ParseDenoConfig("deno.json", R"({"exports": "./mod.ts"})")->exports[0].first == ".");
  CHECK(!ParseDenoConfig("deno.json", "no").ok());
}

}  // namespace krepis::analyzer
