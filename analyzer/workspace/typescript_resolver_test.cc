#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/node_builtins.h"
#include "analyzer/workspace/json.h"
#include "analyzer/workspace/package_exports.h"
#include "analyzer/workspace/specifier.h"
#include "analyzer/workspace/typescript_test_tree.h"

namespace krepis::analyzer {
namespace {

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("specifiers are split into packages and schemes") {
  CHECK(SplitPackageSpecifier("zod")->name == "zod");
  CHECK(SplitPackageSpecifier("zod/v4/core")->subpath == "v4/core");
  CHECK(SplitPackageSpecifier("@s/p/x")->name == "@s/p");
  for (const char* wrong : {"@/x", "@s", "@s/", "~/x", "#x", "$lib/x", "", ".x", "a b", "../x"}) {
    CAPTURE(wrong);
    CHECK(!SplitPackageSpecifier(wrong));
  }
  CHECK(IsNodeBuiltin("fs"));
  CHECK(IsNodeBuiltin("fs/promises"));
  CHECK(!IsNodeBuiltin("test"));  // only as node:test
  CHECK(!IsNodeBuiltin("fs/x"));
  const std::map<std::string, std::string> schemes = {
      {"node:test", "node/test"},
      {"npm:chalk@5", "npm/chalk"},
      {"npm:/@s/p@1.2/sub", "npm/@s/p"},
      {"jsr:@std/path@^1/posix", "jsr/@std/path"},
      {"https://deno.land/std@0.1/mod.ts?x#y", "url/https://deno.land/std@0.1/mod.ts"},
      {"data:text/javascript,export{}", "url/data:"},
      {"virtual:pwa", "url/virtual:pwa"},
  };
  for (const auto& [specifier, external] : schemes) {
    CHECK(ExternalOfScheme(specifier) == external);
  }
  CHECK(!ExternalOfScheme("./a:b"));
  CHECK(!ExternalOfScheme("C:/x"));
}

TEST_CASE("exports: conditions, patterns, arrays and exclusions, best first") {
  const auto targets = [](const char* json, std::string_view subpath,
                          ImportForm form = ImportForm::kImport) {
    const Result<JsonValue> map = ParseJson("package.json", json, JsonDialect::kStrict);
    REQUIRE(map.ok());
    return PackageTargets(*map, subpath, form, {});
  };
  CHECK(targets(R"("./a.js")", ".") == Strings{"./a.js"});
  CHECK(targets(R"("./a.js")", "./x").empty());
  const char* conditions =
      R"({".": {"types": "./a.d.ts", "import": "./a.mjs", "require": "./a.cjs"}})";
  CHECK(targets(conditions, ".") == Strings{"./a.mjs", "./a.d.ts", "./a.cjs"});
  CHECK(targets(conditions, ".", ImportForm::kRequire) ==
        Strings{"./a.cjs", "./a.d.ts", "./a.mjs"});
  const char* nested = R"({"node": {"import": "./n.mjs", "default": "./n.js"}, "default": "./d.js",
                           "development": "./src/i.ts"})";
  CHECK(targets(nested, ".") == Strings{"./n.mjs", "./n.js", "./d.js", "./src/i.ts"});
  const char* patterns = R"({"./*": "./src/*.ts", "./features/*.js": "./f/*.js",
                             "./features/private/*": null, "./old/": "./lib/old/",
                             "./x": ["./missing.js", "./x.js"]})";
  CHECK(targets(patterns, "./a/b") == Strings{"./src/a/b.ts"});
  CHECK(targets(patterns, "./features/z.js") == Strings{"./f/z.js"});
  CHECK(targets(patterns, "./features/private/z").empty());
  CHECK(targets(patterns, "./old/q.js") == Strings{"./lib/old/q.js"});
  CHECK(targets(patterns, "./x") == Strings{"./missing.js", "./x.js"});
  CHECK(targets(patterns, ".").empty());
  CHECK(targets(R"({"#a": "./a.js", "#b/*": {"browser": "./b/*.js"}})", "#b/c") ==
        Strings{"./b/c.js"});
}

TEST_CASE("relative specifiers: extensions, index files, assets, files that are not there") {
  const Files tree = {
      {".gitignore", "*.generated.ts\nbuilt/\n"},
      {"src/a.ts", ""},
      {"src/b.tsx", ""},
      {"src/c.js", ""},
      {"src/d.d.ts", ""},
      {"src/e.mts", ""},
      {"src/f.cts", ""},
      {"src/both.js", ""},
      {"src/both.ts", ""},
      {"src/declared.js", ""},
      {"src/declared.d.ts", ""},
      {"src/dir/index.ts", ""},
      {"src/dir.ts", ""},
      {"src/name.with.dots.ts", ""},
      {"src/style.css", ""},
      {"src/data.json", "{}"},
      {"src/only/index.jsx", ""},
      {"src/x.generated.ts", ""},
      {"src/plain.js", ""},
      {"pkg/package.json", R"({"main": "./lib/entry"})"},
      {"pkg/lib/entry.js", ""},
      {"top.ts", ""},
  };
  Check(tree, {
                  {"src/a.ts", "./b", "file src/b.tsx"},
                  {"src/a.ts", "./b.js", "file src/b.tsx"},
                  {"src/a.ts", "./b.tsx", "file src/b.tsx"},
                  {"src/a.ts", "./c", "file src/c.js"},
                  {"src/a.ts", "./d", "file src/d.d.ts"},
                  {"src/a.ts", "./d.js", "file src/d.d.ts"},
                  {"src/a.ts", "./e.mjs", "file src/e.mts"},
                  {"src/a.ts", "./f.cjs", "file src/f.cts"},
                  {"src/a.ts", "./both.js", "file src/both.ts"},
                  {"src/plain.js", "./both.js", "file src/both.js"},
                  {"src/plain.js", "./both", "file src/both.js"},
                  {"src/a.ts", "./declared.js", "file src/declared.js"},
                  {"src/a.ts", "./dir", "file src/dir.ts"},
                  {"src/a.ts", "./dir/", "file src/dir/index.ts"},
                  {"src/dir/index.ts", ".", "file src/dir/index.ts"},
                  {"src/dir/index.ts", "..", "none"},
                  {"src/dir/index.ts", "../a", "file src/a.ts"},
                  {"src/a.ts", "./only", "file src/only/index.jsx"},
                  {"src/a.ts", "./name.with.dots", "file src/name.with.dots.ts"},
                  {"src/a.ts", "./style.css", "other src/style.css"},
                  {"src/a.ts", "./style.css?inline", "other src/style.css"},
                  {"src/a.ts", "!!raw!./style.css", "other src/style.css"},
                  {"src/a.ts", "./data.json", "other src/data.json"},
                  {"src/a.ts", "../pkg", "file pkg/lib/entry.js"},
                  {"src/a.ts", "../top", "file top.ts"},
                  {"src/a.ts", "./missing", "none"},
                  {"src/a.ts", "../../outside", "none"},
                  {"src/a.ts", "./x.generated", "other src/x.generated.ts"},
                  {"src/a.ts", "./y.generated", "other src/y.generated.ts"},
                  {"src/a.ts", "../built/z.js", "other built/z.js"},
                  {"src/a.ts", "../node_modules/zod/x.js", "ext npm/zod"},
                  {"src/a.ts", "", "none"},
              });
}

TEST_CASE("bare specifiers without a manifest are builtins, packages or nonsense") {
  Check({{"a.ts", ""}, {"src/x.ts", ""}},
        {
            {"a.ts", "fs", "ext node/fs"},
            {"a.ts", "node:fs/promises", "ext node/fs/promises"},
            {"a.ts", "zod", "ext npm/zod"},
            {"a.ts", "@s/p/sub/x", "ext npm/@s/p"},
            {"a.ts", "jsr:@std/path", "ext jsr/@std/path"},
            {"a.ts", "https://esm.sh/x", "ext url/https://esm.sh/x"},
            {"a.ts", "src/x", "guess src/x.ts"},
            {"a.ts", "@/x", "guess src/x.ts"},
            {"a.ts", "@/y", "none"},
            {"a.ts", "#x", "none"},
        });
}

TEST_CASE("tsconfig: the nearest project that includes the file decides") {
  Check(
      {
          {"tsconfig.json", R"({"compilerOptions": {"baseUrl": ".", "paths": {
              "@app/*": ["apps/*/src", "legacy/*"], "exact": ["apps/one/src/exact.ts"],
              "@app/special": ["apps/one/src/special.ts"], "react": ["node_modules/preact/compat"]
            }}})"},
          {"apps/one/src/index.ts", ""},
          {"apps/one/src/exact.ts", ""},
          {"apps/one/src/special.ts", ""},
          {"legacy/two.ts", ""},
          {"lib/util.ts", ""},
          {"web/tsconfig.json", R"({"files": [], "references": [
              {"path": "./tsconfig.app.json"}, {"path": "./tsconfig.node.json"}]})"},
          {"web/tsconfig.app.json",
           R"({"include": ["src"], "compilerOptions": {"paths": {"@/*": ["./src/*"]}}})"},
          {"web/tsconfig.node.json",
           R"({"include": ["*.config.ts"], "compilerOptions": {"paths": {"@/*": ["./tools/*"]}}})"},
          {"web/src/main.ts", ""},
          {"web/src/x.ts", ""},
          {"web/tools/x.ts", ""},
          {"web/vite.config.ts", ""},
          {"gen/tsconfig.json", R"({"compilerOptions": {"rootDirs": ["src", "generated"]}})"},
          {"gen/src/view/a.ts", ""},
          {"gen/generated/view/b.ts", ""},
          {"native/tsconfig.json", R"({"compilerOptions": {"moduleSuffixes": [".ios", ""]}})"},
          {"native/a.ts", ""},
          {"native/b.ios.ts", ""},
          {"native/b.ts", ""},
          {"native/c.ts", ""},
      },
      {
          {"lib/util.ts", "@app/one", "file apps/one/src/index.ts"},
          {"lib/util.ts", "@app/two", "file legacy/two.ts"},
          {"lib/util.ts", "@app/special", "file apps/one/src/special.ts"},
          {"lib/util.ts", "exact", "file apps/one/src/exact.ts"},
          {"lib/util.ts", "react", "ext npm/preact"},
          {"lib/util.ts", "lib/util", "file lib/util.ts"},
          {"lib/util.ts", "zod", "ext npm/zod"},
          {"web/src/main.ts", "@/x", "file web/src/x.ts"},
          {"web/vite.config.ts", "@/x", "file web/tools/x.ts"},
          {"gen/src/view/a.ts", "./b", "file gen/generated/view/b.ts"},
          {"native/a.ts", "./b", "file native/b.ios.ts"},
          {"native/a.ts", "./c", "file native/c.ts"},
      });
}

TEST_CASE("symlinks within the workspace lead to the file itself, which counts once") {
  MemoryFileSystem files(Files{{"shared/util.ts", ""},
                               {"shared/deep/more.ts", ""},
                               {"app/main.ts", ""},
                               {"config/root.eslint.config.js", ""}});
  files.AddLink("app/shared", "shared");
  files.AddLink("app/eslint.config.js", "config/root.eslint.config.js");
  files.AddLink("shared/self", "shared");
  files.AddLink("app/gone.ts", "nowhere.ts");
  const Workspace workspace = Workspace::Load(files, {});
  CHECK(workspace.sources().size() == 4);
  const auto leads = [&](std::string_view specifier) {
    const Resolution found =
        workspace.typescript().Resolve("app/main.ts", specifier, ImportForm::kImport);
    return found.kind == Resolution::Kind::kFile ? workspace.files().Canonical(found.target)
                                                 : Text(found);
  };
  CHECK(leads("./shared/util") == "shared/util.ts");
  CHECK(leads("./shared/deep/more.js") == "shared/deep/more.ts");
  CHECK(leads("./shared/self/self/util") == "shared/util.ts");
  CHECK(leads("./eslint.config.js") == "config/root.eslint.config.js");
  CHECK(leads("./gone") == "other app/gone.ts");  // something, but not known what
  CHECK(leads("./shared/missing") == "none: there is no app/shared/missing");
}

TEST_CASE("packages of a workspace lead to their sources") {
  Check(
      {
          {"package.json", R"({"name": "root", "workspaces": ["packages/*", "!packages/old"]})"},
          {"packages/app/package.json", R"({"name": "app", "imports": {
              "#internal/*": "./src/internal/*.ts", "#dep": "zod"}})"},
          {"packages/app/src/main.ts", ""},
          {"packages/app/src/internal/x.ts", ""},
          {"packages/app/fixtures/package.json", R"({"type": "module"})"},
          {"packages/app/fixtures/f.ts", ""},
          {"packages/core/package.json", R"({"name": "@s/core", "exports": {
              ".": {"types": "./dist/index.d.ts", "default": "./dist/index.js"},
              "./sub/*": "./dist/sub/*.js", "./gone": "./dist/gone.js", "./private": null,
              "./runner": "./dist/bundled/runner.js"}})"},
          {"packages/core/src/runner/index.ts", ""},
          {".gitignore", "dist\n"},
          {"packages/core/src/index.ts", ""},
          {"packages/core/src/sub/a.ts", ""},
          {"packages/plain/package.json", R"({"name": "plain", "main": "lib/main.js"})"},
          {"packages/plain/src/main.ts", ""},
          {"packages/plain/deep/file.ts", ""},
          {"packages/outdir/package.json", R"({"name": "outdir", "main": "./output/x/index.js"})"},
          {"packages/outdir/tsconfig.json",
           R"({"compilerOptions": {"outDir": "output/x", "rootDir": "ts"}})"},
          {"packages/outdir/ts/index.ts", ""},
          // The folder that a build writes is the package's own entry.
          {"packages/circle/package.json", R"({"name": "circle", "main": "lib/"})"},
          {"packages/circle/tsconfig.json", R"({"compilerOptions": {"outDir": "lib"}})"},
          {"packages/circle/test/a.ts", ""},
          {"packages/native/package.json", R"({"name": "native"})"},
          {"packages/old/package.json", R"({"name": "old"})"},
          {"packages/old/index.ts", ""},
          {"elsewhere/package.json",
           R"({"name": "elsewhere", "dependencies": {"linked": "file:../linked"}})"},
          {"elsewhere/a.ts", ""},
          {"docs/package.json", R"({"name": "docs", "dependencies": {"plain": "^1.0.0"}})"},
          {"docs/a.ts", ""},
          {"packages/alias/package.json",
           R"({"name": "alias", "dependencies": {"plain": "npm:other@1"}})"},
          {"packages/alias/a.ts", ""},
          {"linked/package.json", R"({"name": "linked", "main": "m.js"})"},
          {"linked/m.js", ""},
      },
      {
          {"packages/circle/test/a.ts", "..", "none"},
          {"packages/app/src/main.ts", "@s/core", "file packages/core/src/index.ts"},
          {"packages/app/src/main.ts", "@s/core/sub/a", "file packages/core/src/sub/a.ts"},
          {"packages/app/src/main.ts", "@s/core/gone", "other packages/core/dist/gone.js"},
          {"packages/app/src/main.ts", "@s/core/runner", "file packages/core/src/runner/index.ts"},
          {"packages/app/src/main.ts", "@s/core/private", "none"},
          {"packages/app/src/main.ts", "@s/core/unknown", "none"},
          {"packages/app/src/main.ts", "@s/core/package.json", "other packages/core/package.json"},
          {"packages/app/src/main.ts", "plain", "file packages/plain/src/main.ts"},
          {"packages/app/src/main.ts", "plain/deep/file", "file packages/plain/deep/file.ts"},
          {"packages/app/src/main.ts", "plain/deep/missing", "none"},
          {"packages/app/src/main.ts", "outdir", "file packages/outdir/ts/index.ts"},
          {"packages/app/src/main.ts", "native", "other packages/native/index.js"},
          {"packages/app/src/main.ts", "old", "ext npm/old"},
          {"packages/app/src/main.ts", "linked", "ext npm/linked"},
          {"packages/app/src/main.ts", "#internal/x", "file packages/app/src/internal/x.ts"},
          {"packages/app/src/main.ts", "#internal/y", "none"},
          {"packages/app/src/main.ts", "#dep", "ext npm/zod"},
          {"packages/app/src/main.ts", "#other", "none"},
          {"packages/app/fixtures/f.ts", "@s/core", "file packages/core/src/index.ts"},
          {"packages/core/src/index.ts", "@s/core/sub/a", "file packages/core/src/sub/a.ts"},
          {"packages/app/src/main.ts", "../../plain/lib/main.js", "none"},
          {"packages/app/src/main.ts", "../../core/dist/index.js",
           "guess packages/core/src/index.ts"},
          {"docs/a.ts", "plain", "ext npm/plain"},
          {"docs/a.ts", "@s/core", "file packages/core/src/index.ts"},
          {"packages/alias/a.ts", "plain", "ext npm/plain"},
          {"elsewhere/a.ts", "linked", "file linked/m.js"},
          {"elsewhere/a.ts", "@s/core", "file packages/core/src/index.ts"},
      });
}

TEST_CASE("pnpm and Deno workspaces, import maps") {
  Check(
      {
          {"pnpm-workspace.yaml", "packages:\n  - 'pkg/**'\n"},
          {"pkg/a/package.json", R"({"name": "a", "types": "./src/a.ts"})"},
          {"pkg/a/src/a.ts", ""},
          {"pkg/group/b/package.json", R"({"name": "b"})"},
          {"pkg/group/b/index.ts", ""},
          {"deno/deno.json", R"({"workspace": ["./m"], "imports": {
              "@std/path": "jsr:@std/path@^1", "lib/": "./lib/", "lib/special": "./m/mod.ts",
              "chalk": "npm:chalk@5", "gone": "./gone.ts"}})"},
          {"deno/main.ts", ""},
          {"deno/lib/x.ts", ""},
          {"deno/m/deno.jsonc",
           R"({"name": "@s/m", "exports": {".": "./mod.ts", "./x": "./x.ts"}})"},
          {"deno/m/mod.ts", ""},
          {"deno/m/x.ts", ""},
      },
      {
          {"pkg/group/b/index.ts", "a", "file pkg/a/src/a.ts"},
          {"pkg/a/src/a.ts", "b", "file pkg/group/b/index.ts"},
          {"deno/main.ts", "@std/path", "ext jsr/@std/path"},
          {"deno/main.ts", "lib/x.ts", "file deno/lib/x.ts"},
          {"deno/main.ts", "lib/special", "file deno/m/mod.ts"},
          {"deno/main.ts", "chalk", "ext npm/chalk"},
          {"deno/main.ts", "gone", "none"},
          {"deno/main.ts", "@s/m/x", "file deno/m/x.ts"},
          {"deno/m/mod.ts", "lib/x.ts", "file deno/lib/x.ts"},
      });
}

TEST_CASE("declarations are looked for in the nearest manifest that says anything") {
  const MemoryFileSystem files({
      {"package.json",
       R"({"name": "root", "devDependencies": {"vitest": "1", "@types/node": "1"}})"},
      {"p/package.json", R"({"name": "p", "dependencies": {"zod": "3"},
                             "peerDependencies": {"@types/s__q": "1"}})"},
      {"p/sub/package.json", R"({"type": "module"})"},
      {"p/sub/a.ts", ""},
      {"free.ts", ""},
  });
  const Workspace workspace = Workspace::Load(files, {});
  const TypeScriptResolver& resolver = workspace.typescript();
  CHECK(resolver.DeclarationOf("p/sub/a.ts", "npm/zod") == Declaration::kNearest);
  CHECK(resolver.DeclarationOf("p/sub/a.ts", "npm/@s/q") == Declaration::kNearest);
  CHECK(resolver.DeclarationOf("p/sub/a.ts", "npm/vitest") == Declaration::kAbove);
  CHECK(resolver.DeclarationOf("p/sub/a.ts", "npm/lodash") == Declaration::kUndeclared);
  CHECK(resolver.DeclarationOf("p/sub/a.ts", "node/fs") == Declaration::kUnknown);
  CHECK(resolver.DeclarationOf("free.ts", "npm/zod") == Declaration::kUndeclared);
  CHECK(resolver.PackageOf("p/sub/a.ts")->directory == "p/sub");
}

TEST_CASE("types that a file refers to are a package's own, or DefinitelyTyped's") {
  const MemoryFileSystem files({
      {"package.json", R"({"name": "root", "workspaces": ["p", "own"], "engines": {"node": "20"},
                           "devDependencies": {"@types/node": "1", "vite": "1"}})"},
      {"p/package.json", R"({"name": "p"})"},
      {"p/a.ts", ""},
      {"own/package.json", R"({"name": "own", "types": "index.d.ts"})"},
      {"own/index.d.ts", ""},
  });
  const Workspace workspace = Workspace::Load(files, {});
  const TypeScriptResolver& resolver = workspace.typescript();
  CHECK(Text(resolver.ResolveTypes("p/a.ts", "node")) == "ext npm/@types/node");
  CHECK(resolver.ResolveTypes("p/a.ts", "node").declaration == Declaration::kAbove);
  CHECK(Text(resolver.ResolveTypes("p/a.ts", "vite/client")) == "ext npm/vite");
  CHECK(Text(resolver.ResolveTypes("p/a.ts", "@s/jest")) == "ext npm/@types/s__jest");
  CHECK(resolver.ResolveTypes("p/a.ts", "@s/jest").declaration == Declaration::kUndeclared);
  CHECK(Text(resolver.ResolveTypes("p/a.ts", "own")) == "file own/index.d.ts");
  CHECK(Text(resolver.ResolveTypes("p/a.ts", "./gone")) == "none: there is no p/gone");
}

TEST_CASE("hostile specifiers and manifests end in an answer") {
  std::string up;
  for (int i = 0; i < 10'000; ++i) up += "../";
  const MemoryFileSystem files({
      {"package.json", R"({"name": "a", "imports": {"#a": "#a", "#b": ["#a", "#b"]},
                           "exports": {"./*": "../../*"}, "main": "../../../etc/passwd"})"},
      {"tsconfig.json",
       R"({"compilerOptions": {"paths": {"*": ["*"], "x": ["../../x"], "**": ["y"]},
                            "baseUrl": "../..", "rootDirs": ["..", "/"]}})"},
      {"src/a.ts", ""},
  });
  const Workspace workspace = Workspace::Load(files, {});
  const TypeScriptResolver& resolver = workspace.typescript();
  for (const std::string& specifier :
       {up + "x", std::string("#a"), std::string("#b"), std::string("a"),
        std::string("a/b/../../c"), std::string("x"), std::string("/../../etc/passwd"),
        std::string(100'000, 'a'), std::string("./\0x", 4), std::string("?"), std::string("./?"),
        std::string("!")}) {
    const Resolution found = resolver.Resolve("src/a.ts", specifier);
    CHECK(found.target.find("..") == std::string::npos);
    CHECK(found.kind != Resolution::Kind::kFile);
  }
}

}  // namespace krepis::analyzer
