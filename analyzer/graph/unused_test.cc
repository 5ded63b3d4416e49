#include "analyzer/graph/unused.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/graph/build.h"

namespace krepis::analyzer {
namespace {

/// "manifest:line section name confidence" of everything unused in a tree in which files import as
/// stated.
std::string Unused(const MemoryFileSystem& files,
                   const std::map<std::string, std::vector<std::string>>& imports) {
  const Workspace workspace = Workspace::Load(files, {});
  std::vector<FileFacts> facts;
  for (const SourceFile& source : workspace.sources()) {
    FileFacts& file = facts.emplace_back();
    file.language = source.language;
    const auto it = imports.find(source.path);
    if (it == imports.end()) continue;
    for (const std::string& specifier : it->second) {
      ImportFact import;
      import.kind = source.language == Language::kRust ? EdgeKind::kUse : EdgeKind::kImport;
      import.specifier = specifier;
      import.names.push_back({specifier, specifier});
      file.imports.push_back(std::move(import));
    }
  }
  const Graph graph = BuildGraph(workspace, facts, 1);
  std::string lines;
  for (const UnusedDependency& found : FindUnused(workspace, graph)) {
    CHECK(!found.reason.empty());
    lines +=
        (found.manifest + ":" + std::to_string(found.location.begin.line) + " " + found.section +
         " " + found.name + " " + std::string(UnusedConfidenceName(found.confidence)) + "\n");
  }
  return lines;
}

}  // namespace

TEST_CASE("npm: imports, scripts, configurations, peers and types use a dependency") {
  const MemoryFileSystem files({
      {"package.json",
       R"({
  "name": "root",
  "scripts": {"build": "tsc -b && vite build", "dx": "run-p dev:*"},
  "dependencies": {
    "zod": "3",
    "dead": "1",
    "only-below": "1",
    "peer-of-member": "1"
  },
  "devDependencies": {
    "typescript": "5", "vite": "7", "npm-run-all": "4",
    "eslint-plugin-react": "1", "@scope/eslint-plugin": "1",
    "dead-dev": "1",
    "babel-plugin-dead": "1",
    "@types/node": "22", "@types/zod": "3", "@types/dead-types": "1",
    "styled": "1", "installed": "1", "locked-peer": "1"
  },
  "peerDependencies": {"peer": "1"}, "optionalDependencies": {"optional": "1"}
})"},
      {"a.ts", "import 'zod';\nconst x = './node_modules/installed/dist';\n// dead dead-dev\n"},
      {".eslintrc.json", R"({"plugins": ["react", "@scope"]})"},
      {"style.css", "@import \"styled/base.css\";\n"},
      {"README.md", "uses dead-dev\n"},
      {"package-lock.json",
       "{\n  \"packages\": {\n    \"x\": {\n      \"peerDependencies\": {\n"
       "        \"locked-peer\": \"*\"\n      }\n    },\n    \"dead\": {}\n  }\n}\n"},
      {"member/package.json",
       R"({"name": "member", "peerDependencies": {"peer-of-member": "1"}, "dependencies": {"dead": "2"}})"},
      {"member/b.ts", "import 'only-below';\n"},
      {"empty/package.json", R"({"name": "empty", "dependencies": {"left": "1"}})"},
  });
  CHECK(Unused(files, {{"a.ts", {"zod"}}, {"member/b.ts", {"only-below"}}}) ==
        "member/package.json:1 dependencies dead likely\n"
        "package.json:6 dependencies dead likely\n"
        "package.json:13 devDependencies dead-dev likely\n"
        "package.json:14 devDependencies babel-plugin-dead possible\n"
        "package.json:15 devDependencies @types/dead-types possible\n");
}

TEST_CASE("Cargo: code, macros and derives use a crate; features and linking excuse it") {
  const MemoryFileSystem files({
      {"Cargo.toml",
       "[workspace]\nmembers = [\"app\"]\n[workspace.dependencies]\nserde = \"1\"\nnobody = "
       "\"1\"\n"},
      {"app/Cargo.toml",
       "[package]\nname = \"app\"\nedition = \"2021\"\n[dependencies]\nserde.workspace = true\n"
       "used-here = \"1\"\nin-macro = \"1\"\njson = { package = \"serde_json\", version = \"1\" }\n"
       "dead = \"1\"\nthing-sys = \"1\"\nfast = { version = \"1\", features = [\"x\"] }\nopt = "
       "\"1\"\n"
       "md-5 = \"0.10\"\n[dev-dependencies]\ndead-dev = \"1\"\n[target.'cfg(unix)'.dependencies]\n"
       "dead-unix = \"1\"\n[features]\nextra = [\"dep:opt\"]\n"},
      {"app/src/lib.rs",
       "use used_here::X;\n#[derive(serde_derive::Serialize)] struct S;\nm!{ in_macro::f() }\n"
       "use json::Value;\nuse md5::Md5;\n"},
  });
  CHECK(Unused(files, {{"app/src/lib.rs", {"used_here::X", "json::Value", "md5::Md5"}}}) ==
        "Cargo.toml:5 workspace.dependencies nobody certain\n"
        "app/Cargo.toml:9 dependencies dead likely\n"
        "app/Cargo.toml:10 dependencies thing-sys possible\n"
        "app/Cargo.toml:11 dependencies fast possible\n"
        "app/Cargo.toml:12 dependencies opt possible\n"
        "app/Cargo.toml:15 dev-dependencies dead-dev likely\n"
        "app/Cargo.toml:17 dependencies dead-unix likely\n");
}

TEST_CASE("CMake: libraries that no command names again") {
  const MemoryFileSystem files({
      {"CMakeLists.txt",
       "add_library(core core.cc)\nadd_library(Core::core ALIAS core)\n"
       "add_library(dead dead.cc)\ntarget_link_libraries(dead PRIVATE core)\n"
       "add_library(api api.cc)\ntarget_include_directories(api PUBLIC include)\n"
       "add_library(check OBJECT check.cc)\nadd_library(${NAME} x.cc)\n"
       "add_library(listed x.cc)\nset(LIBS \"listed;other\")\n"
       "add_library(installed x.cc)\ninstall(TARGETS installed)\n"
       "add_library(system SHARED IMPORTED)\n# target_link_libraries(app dead)\n"},
      {"app/CMakeLists.txt",
       "add_executable(app main.cc)\ntarget_link_libraries(app Core::core)\n"},
  });
  CHECK(Unused(files, {}) ==
        "CMakeLists.txt:3 add_library dead likely\n"
        "CMakeLists.txt:5 add_library api possible\n"
        "CMakeLists.txt:7 add_library check possible\n");
}

TEST_CASE("hostile manifests end in an answer") {
  const MemoryFileSystem files({
      {"package.json",
       "{\"dependencies\": {\"\": \"\", \"a\\\"b\": \"1\", \"c\": {}}, \"devDependencies\": []"},
      {"x/package.json",
       "{\"name\": \"x\", \"dependencies\": {\"\": \"\", \"a\\\"b\": \"1\", \"..\": \"1\"}}"},
      {"x/a.ts", "\"\"''``\"/\"\"@\"\"@/\""},
      {"Cargo.toml",
       "[package]\nname = \"c\"\n[dependencies]\n\"\" = \"1\"\n\"..\" = {}\n[features\n"},
      {"src/lib.rs", ""},
      {"CMakeLists.txt",
       "add_library(\nadd_library()\nadd_library(a ALIAS\nadd_library(x ALIAS a)\n("},
      {"yarn.lock", "peerDependencies:\n  \"\n   '\n:\n"},
  });
  Unused(files, {});
}

}  // namespace krepis::analyzer
