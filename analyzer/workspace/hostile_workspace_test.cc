// Manifests that lead in circles, out of the workspace, or into masses of the same.

#include <doctest/doctest.h>

#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {
namespace {

/// Passes on to a tree in memory and notes every question about a path that is not one of the tree:
/// absolute, or with `..` or empty segments.
class WatchedFileSystem final : public FileSystem {
 public:
  explicit WatchedFileSystem(MemoryFileSystem files) : files_(std::move(files)) {}

  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override {
    Note(path);
    return files_.Read(path, max_bytes);
  }
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override {
    Note(path);
    return files_.List(path);
  }
  FileKind Kind(std::string_view path) const override {
    Note(path);
    return files_.Kind(path);
  }
  std::optional<std::string> Follow(std::string_view path) const override {
    Note(path);
    return files_.Follow(path);
  }

  std::string Escaped() const {
    std::string all;
    for (const std::string& path : escaped_) all += path + "\n";
    return all;
  }
  size_t questions() const { return questions_; }

 private:
  void Note(std::string_view path) const {
    const std::lock_guard lock(mutex_);
    ++questions_;
    const std::string whole = "/" + std::string(path) + "/";
    if (path.starts_with('/') || whole.find("/../") != std::string::npos ||
        (!path.empty() && whole.find("//") != std::string::npos)) {
      escaped_.insert(std::string(path));
    }
  }

  MemoryFileSystem files_;
  mutable std::mutex mutex_;
  mutable std::set<std::string> escaped_;
  mutable size_t questions_ = 0;
};

std::string Target(const Resolution& resolution) {
  switch (resolution.kind) {
    case Resolution::Kind::kUnresolved:
      return "none";
    case Resolution::Kind::kFile:
      return resolution.target;
    case Resolution::Kind::kUnanalysed:
      return "unanalysed " + resolution.target;
    case Resolution::Kind::kExternal:
      return "ext:" + resolution.target;
    case Resolution::Kind::kLocal:
      return "local";
  }
  return "";
}

}  // namespace

TEST_CASE("no manifest and no import makes krepis look outside of the workspace") {
  const WatchedFileSystem files(MemoryFileSystem({
      {"package.json", R"({"name": "r", "main": "/etc/passwd", "module": "../../out.js",
          "types": "../../../etc/shadow", "exports": {".": "./../../x.js", "./*": "./../*.js",
          "./abs": "/etc/*"}, "imports": {"#up": "./../../up.js", "#abs/*": "/etc/*"},
          "bin": {"b": "../../bin.js"}, "workspaces": ["../*", "/etc/*", "../../**"],
          "dependencies": {"linked": "file:../../linked", "absolute": "link:/etc"}})"},
      {"pnpm-workspace.yaml", "packages: ['../*', '/etc', '../../**']\n"},
      {"tsconfig.json", R"({"extends": ["../../outer.json", "/etc/tsconfig.json", "./sub/../../x"],
          "compilerOptions": {"baseUrl": "../..", "rootDirs": ["/etc", "../other", "src"],
            "outDir": "../../out", "rootDir": "../..",
            "paths": {"@etc/*": ["/etc/*"], "@up/*": ["../../*", "${configDir}/../../*"]}},
          "references": [{"path": "../../ref"}, {"path": "/etc"}],
          "include": ["../../**", "/etc/**"], "files": ["../../../f.ts"]})"},
      {"deno.json", R"({"imports": {"etc/": "/etc/", "up/": "../../", "f": "file:///etc/passwd"},
          "scopes": {"/": {"s": "/etc/s"}, "../": {"t": "../../t"}},
          "importMap": "../../map.json", "workspace": ["../x", "/etc"],
          "exports": {".": "../../mod.ts"}})"},
      {"Cargo.toml", R"([package]
name = "c"
workspace = "../.."
build = "../../build.rs"
[lib]
path = "/etc/lib.rs"
[[bin]]
name = "b"
path = "../../main.rs"
[dependencies]
up = { path = "../../up" }
absolute = { path = "/etc" }
[workspace]
members = ["../*", "/etc/*", "../../**"]
[patch.crates-io]
p = { path = "../../p" }
)"},
      {"CMakeLists.txt",
       "include_directories(/etc ../../include ${CMAKE_SOURCE_DIR}/../..)\n"
       "target_include_directories(t PUBLIC $<BUILD_INTERFACE:/etc>)\n"},
      {"compile_commands.json",
       R"([{"directory": "/", "file": "/etc/a.c", "command": "cc /etc/a.c"},
          {"directory": "../..", "file": "b.c", "command": "cc @../../flags @/etc/passwd b.c"},
          {"directory": "/w", "file": "src/c.c", "command": "cc @/etc/passwd @../x -I/etc src/c.c"}])"},
      {"src/a.ts", ""},
      {"src/lib.rs", ""},
      {"src/c.c", ""},
  }));
  WorkspaceOptions options;
  options.root = "/w";
  options.include_roots = {"../..", "/etc", "."};
  const Workspace workspace = Workspace::Load(files, options);
  for (const std::string_view specifier : {"../../x",
                                           "/etc/passwd",
                                           "../../../etc/passwd",
                                           "@etc/passwd",
                                           "@up/x",
                                           "r",
                                           "r/x",
                                           "r/abs",
                                           "#up",
                                           "#abs/passwd",
                                           "linked",
                                           "absolute",
                                           "etc/passwd",
                                           "up/x",
                                           "f",
                                           "s",
                                           "t",
                                           "..",
                                           "./../../..",
                                           "file:///etc/passwd",
                                           "c:/windows",
                                           "\\\\host\\share",
                                           "!../../x",
                                           "x/../../../y",
                                           "../../x?raw",
                                           "./\0x"}) {
    const Resolution found = workspace.typescript().Resolve("src/a.ts", specifier);
    CHECK_MESSAGE(found.target.find("..") == std::string::npos, specifier << " " << Target(found));
    workspace.typescript().Resolve("src/a.ts", specifier, ImportForm::kRequire);
  }
  for (const std::string_view path :
       {"/etc/passwd", "../../x.h", "../../../../etc/passwd", "a/../../../x"}) {
    for (const bool system : {false, true}) workspace.includes().Resolve("src/c.c", path, system);
  }
  RustResolverBuilder builder = workspace.NewRustResolver();
  RustFile rust;
  rust.modules.push_back({"m0", "", "/etc/passwd", false});
  rust.modules.push_back({"m1", "", "../../x.rs", false});
  rust.modules.push_back({"m2", "", "../../../../etc/passwd", false});
  rust.modules.push_back({"inner", "", "../../..", true});
  rust.modules.push_back({"deep", "inner", "x.rs", false});
  const std::vector<RustModule> modules = rust.modules;
  builder.AddFile("src/lib.rs", std::move(rust));
  const RustResolver resolver = std::move(builder).Build();
  for (const RustModule& module : modules) {
    const Resolution found = resolver.ResolveModule("src/lib.rs", module);
    CHECK_MESSAGE(found.target.find("..") == std::string::npos,
                  module.name << " " << Target(found));
  }
  CHECK(files.questions() > 20);
  CHECK_MESSAGE(files.Escaped().empty(), files.Escaped());
}

TEST_CASE("manifests that contain themselves end") {
  const MemoryFileSystem files({
      {"package.json", R"({"name": "r", "workspaces": [".", "./", "**", "*", "a", "a"]})"},
      {"a/package.json", R"({"name": "a", "workspaces": ["..", ".", "../a"], "main": "."})"},
      {"a/b/package.json",
       R"({"name": "b", "main": "./", "exports": {".": {"import": {"default": "b"}}}})"},
      {"a/b/x.ts", ""},
      {"pnpm-workspace.yaml", "packages: ['.', './**', '**']\n"},
      {"tsconfig.json",
       R"({"extends": ["./a/tsconfig.json", "./tsconfig.json"], "references": [{"path": "."}]})"},
      {"a/tsconfig.json",
       R"({"extends": "../tsconfig", "references": [{"path": ".."}, {"path": "./b"}],
                              "compilerOptions": {"paths": {"@/*": ["@/*", "./*"], "*": ["*"]}}})"},
      {"a/b/tsconfig.json",
       R"({"extends": "./tsconfig.json", "references": [{"path": "../"}], "files": []})"},
      {"Cargo.toml",
       "[workspace]\nmembers = [\".\", \"**\", \"c\"]\n[package]\nname = \"r\"\nworkspace = \".\"\n"
       "[dependencies]\nr = { path = \".\" }\nc = { path = \"c\" }\n"},
      {"c/Cargo.toml",
       "[package]\nname = \"c\"\nworkspace = \"..\"\n[workspace]\nmembers = [\"..\"]\n"
       "[dependencies]\nr = { path = \"..\" }\n"},
      {"src/lib.rs", ""},
      {"c/src/lib.rs", ""},
      {"deno.json",
       R"({"name": "@r/r", "workspace": [".", "./a"], "importMap": "./deno.json", "imports": {"x": "x", "y/": "y/"}})"},
  });
  const Workspace workspace = Workspace::Load(files, {});
  size_t loops = 0;
  for (const Error& issue : workspace.issues()) {
    loops += issue.message.find("extends itself") != std::string::npos ? 1 : 0;
  }
  CHECK(loops >= 3);
  const auto resolve = [&](std::string_view specifier) {
    return Target(workspace.typescript().Resolve("a/b/x.ts", specifier));
  };
  CHECK(resolve("@/b/x") == "a/b/x.ts");
  CHECK(resolve("x") == "none");  // a map that leads nowhere but to itself
  CHECK(resolve("y/z") == "none");
  for (const char* specifier : {"r", "a", "b", "a/b", ".", "..", "../.."}) resolve(specifier);
  RustResolverBuilder builder = workspace.NewRustResolver();
  builder.AddFile("src/lib.rs", {});
  builder.AddFile("c/src/lib.rs", {});
  const RustResolver rust = std::move(builder).Build();
  CHECK(Target(rust.Resolve("src/lib.rs", "", "c::x", RustPathForm::kUse)) == "c/src/lib.rs");
  CHECK(Target(rust.Resolve("c/src/lib.rs", "", "r::x", RustPathForm::kUse)) == "src/lib.rs");
}

TEST_CASE("names that differ only by case are different files") {
  const MemoryFileSystem files({
      {"src/Button.ts", ""},
      {"src/button.ts", ""},
      {"src/a.ts", ""},
      {"Src/button.ts", ""},
      {"PACKAGE.json", "{\"name\": \"upper\"}"},
      {"package.json", "{\"name\": \"lower\"}"},
      {"inc/X.h", ""},
      {"inc/x.h", ""},
      {"src/m.c", ""},
  });
  const Workspace workspace = Workspace::Load(files, {});
  CHECK(Target(workspace.typescript().Resolve("src/a.ts", "./Button")) == "src/Button.ts");
  CHECK(Target(workspace.typescript().Resolve("src/a.ts", "./button")) == "src/button.ts");
  CHECK(Target(workspace.typescript().Resolve("src/a.ts", "./BUTTON")) == "none");
  CHECK(Target(workspace.typescript().Resolve("src/a.ts", "../Src/button")) == "Src/button.ts");
  CHECK(Target(workspace.includes().Resolve("inc/x.h", "X.h", false)) == "inc/X.h");
  REQUIRE(workspace.packages().size() == 1);
  CHECK(workspace.packages()[0].name == "lower");
}

TEST_CASE("installed packages behind symlinks are not counted twice") {
  MemoryFileSystem files({
      {"package.json", R"({"name": "r"})"},
      {"pnpm-workspace.yaml", "packages: ['packages/*']\n"},
      {"packages/a/package.json", R"({"name": "@w/a", "main": "src/index.ts"})"},
      {"packages/a/src/index.ts", ""},
      {"packages/b/package.json",
       R"({"name": "@w/b", "dependencies": {"@w/a": "workspace:*", "zod": "3"}})"},
      {"packages/b/src/main.ts", ""},
      {"node_modules/.pnpm/zod@3.0.0/node_modules/zod/package.json", R"({"name": "zod"})"},
      {"node_modules/.pnpm/zod@3.0.0/node_modules/zod/index.js", ""},
  });
  files.AddLink("packages/b/node_modules/@w/a", "packages/a");
  files.AddLink("packages/b/node_modules/zod", "node_modules/.pnpm/zod@3.0.0/node_modules/zod");
  files.AddLink("linked", "packages/a");
  files.AddLink("packages/b/self", "packages/b");
  const Workspace workspace = Workspace::Load(files, {});
  CHECK(workspace.sources().size() == 2);
  CHECK(workspace.packages().size() == 3);
  const auto resolve = [&](std::string_view specifier) {
    Resolution found = workspace.typescript().Resolve("packages/b/src/main.ts", specifier);
    if (found.kind == Resolution::Kind::kFile)
      found.target = workspace.files().Canonical(found.target);
    return Target(found);
  };
  CHECK(resolve("@w/a") == "packages/a/src/index.ts");
  CHECK(resolve("zod") == "ext:npm/zod");
  CHECK(resolve("../../../linked/src/index") == "packages/a/src/index.ts");
  CHECK(resolve("../self/self/src/main") == "packages/b/src/main.ts");
  CHECK(resolve("../node_modules/@w/a/src/index") == "ext:npm/@w/a");
}

TEST_CASE("Yarn Plug'n'Play is noticed, and neither its tables nor yarn itself are sources") {
  const MemoryFileSystem files({
      {"package.json", R"({"name": "r", "dependencies": {"zod": "3"}})"},
      {".pnp.cjs", "module.exports = require('everything');"},
      {".pnp.loader.mjs", ""},
      {".yarn/releases/yarn-4.cjs", ""},
      {".yarn/unplugged/zod/node_modules/zod/index.js", ""},
      {"a.ts", ""},
  });
  const Workspace workspace = Workspace::Load(files, {});
  CHECK(workspace.sources().size() == 1);
  CHECK(workspace.discovery().manifests.plug_and_play ==
        std::vector<std::string>{".pnp.cjs", ".pnp.loader.mjs"});
  CHECK(Target(workspace.typescript().Resolve("a.ts", "zod/x")) == "ext:npm/zod");
}

TEST_CASE("conditions of a tsconfig choose among exports and imports") {
  const MemoryFileSystem files({
      {"package.json",
       R"({"name": "r", "imports": {"#c": {"ours": "./ours.ts", "default": "./theirs.ts"}},
                           "exports": {".": {"ours": "./ours.ts", "default": "./theirs.ts"}}})"},
      {"tsconfig.json", R"({"compilerOptions": {"customConditions": ["ours"]}})"},
      {"plain/tsconfig.json", "{}"},
      {"ours.ts", ""},
      {"theirs.ts", ""},
      {"a.ts", ""},
      {"plain/a.ts", ""},
  });
  const Workspace workspace = Workspace::Load(files, {});
  for (const char* specifier : {"#c", "r"}) {
    CHECK(Target(workspace.typescript().Resolve("a.ts", specifier)) == "ours.ts");
    CHECK(Target(workspace.typescript().Resolve("plain/a.ts", specifier)) == "theirs.ts");
  }
}

TEST_CASE("ten thousand aliases cost what ten times one thousand do") {
  const auto seconds = [](size_t count) {
    std::string paths, imports;
    for (size_t i = 0; i < count; ++i) {
      const std::string n = std::to_string(i);
      paths += (i == 0 ? "" : ",") + std::string("\"@a") + n + "/*\": [\"./src/" + n +
               "/*\"],\"exact" + n + "\": [\"./src/" + n + ".ts\"]";
      imports += (i == 0 ? "" : ",") + std::string("\"map") + n + "/\": \"./src/\"";
    }
    const MemoryFileSystem files({
        {"package.json", R"({"name": "r"})"},
        {"tsconfig.json", "{\"compilerOptions\": {\"paths\": {" + paths + "}}}"},
        {"deno.json", "{\"imports\": {" + imports + "}}"},
        {"src/0.ts", ""},
        {"src/0/x.ts", ""},
        {"src/a.ts", ""},
    });
    const auto start = std::chrono::steady_clock::now();
    const Workspace workspace = Workspace::Load(files, {});
    for (size_t i = 0; i < count; ++i) {
      const std::string n = std::to_string(i);
      workspace.typescript().Resolve("src/a.ts", "@a" + n + "/x");
      workspace.typescript().Resolve("src/a.ts", "exact" + n);
      workspace.typescript().Resolve("src/a.ts", "map" + n + "/x");
      workspace.typescript().Resolve("src/a.ts", "react");
    }
    CHECK(Target(workspace.typescript().Resolve("src/a.ts", "@a0/x")) == "src/0/x.ts");
    CHECK(Target(workspace.typescript().Resolve("src/a.ts", "exact0")) == "src/0.ts");
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const double small = seconds(1'000);
  const double large = seconds(10'000);
  // Quadratic would be a hundred times as much; the machine may be busy.
  CHECK_MESSAGE(large < 40 * small, small << " s and " << large << " s");
}

TEST_CASE("a generated tree: tens of thousands of files, and folders inside each other") {
  MemoryFileSystem files;
  files.Add("package.json", R"({"name": "r", "workspaces": ["gen/*"]})");
  for (int i = 0; i < 200; ++i) {
    const std::string folder = "gen/p" + std::to_string(i);
    files.Add(folder + "/package.json", "{\"name\": \"p" + std::to_string(i) + "\"}");
    for (int j = 0; j < 100; ++j) files.Add(folder + "/f" + std::to_string(j) + ".ts", "");
  }
  std::string deep;
  for (int i = 0; i < 400; ++i) deep += "d/";
  files.Add(deep + "x.ts", "");
  files.Add(deep + "y.ts", "");
  const Workspace workspace = Workspace::Load(files, {});
  CHECK(workspace.sources().size() == 200 * 100 + 2);
  CHECK(workspace.packages().size() == 201);
  CHECK(Target(workspace.typescript().Resolve(deep + "x.ts", "./y")) == deep + "y.ts");
  CHECK(Target(workspace.typescript().Resolve("gen/p7/f0.ts", "p8/f99")) == "gen/p8/f99.ts");
}

}  // namespace krepis::analyzer
