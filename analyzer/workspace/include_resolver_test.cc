#include "analyzer/workspace/include_resolver.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/workspace/cmake_includes.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {
namespace {

using Strings = std::vector<std::string>;

std::string Text(const Resolution& resolution) {
  const char* kinds[] = {"none", "file ", "other ", "ext ", "local"};
  return (resolution.guessed ? "guess " : "") +
         std::string(kinds[static_cast<int>(resolution.kind)]) + resolution.target;
}

}  // namespace

TEST_CASE("includes without a database: beside the includer, then below guessed roots") {
  const MemoryFileSystem files({
      {"CMakeLists.txt", "target_include_directories(x PUBLIC third/pub)"},
      {"db/impl.cc", ""},
      {"db/impl.h", ""},
      {"db/generated.inc", ""},
      {"util/hash.h", ""},
      {"include/lib/api.h", ""},
      {"src/string.h", ""},
      {"src/vector", ""},
      {"third/pub/dep.h", ""},
      {"third/pub/memory.h", ""},
      {"modules/one/include/config.h", ""},
      {"modules/one/src/one.cc", ""},
      {"modules/two/include/config.h", ""},
      {"modules/two/src/two.cc", ""},
      {"vendor/gtest/gtest/gtest.h", ""},
      {"test/t.cc", ""},
      {"conf/own.h", ""},
      {"util/made.h.in", ""},
      {"util/def.inc", ""},
      {"proto/m.proto", ""},
      {".gitignore", "*.pb.h"},
  });
  WorkspaceOptions options;
  options.include_roots = {"conf", "missing"};
  const Workspace workspace = Workspace::Load(files, options);
  const IncludeResolver& resolver = workspace.includes();
  struct Case {
    std::string includer;
    std::string header;
    bool system;
    std::string expected;
  };
  for (const Case& c : std::vector<Case>{
           {"db/impl.cc", "impl.h", false, "file db/impl.h"},
           {"db/impl.cc", "../util/hash.h", false, "file util/hash.h"},
           {"modules/one/src/one.cc", "../util/hash.h", false, "guess file util/hash.h"},
           {"modules/one/src/one.cc", "../hash.h", false, "none"},
           {"db/impl.cc", "generated.inc", false, "other db/generated.inc"},
           {"db/impl.cc", "util/hash.h", false, "guess file util/hash.h"},
           {"db/impl.cc", "lib/api.h", false, "guess file include/lib/api.h"},
           {"db/impl.cc", "lib/api.h", true, "guess file include/lib/api.h"},
           {"db/impl.cc", "dep.h", true, "guess file third/pub/dep.h"},
           {"db/impl.cc", "own.h", false, "file conf/own.h"},
           {"db/impl.cc", "string.h", true, "ext sys/string.h"},
           {"db/impl.cc", "string.h", false, "guess file src/string.h"},
           {"db/impl.cc", "vector", true, "ext sys/vector"},
           {"db/impl.cc", "sys/types.h", true, "ext sys/sys/types.h"},
           {"db/impl.cc", "unistd.h", false, "ext sys/unistd.h"},
           {"db/impl.cc", "boost/asio.hpp", true, "ext sys/boost/asio.hpp"},
           {"db/impl.cc", "boost/asio.hpp", false, "ext sys/boost/asio.hpp"},
           {"db/impl.cc", "util/missing.h", false, "none"},
           {"db/impl.cc", "missing.h", false, "none"},
           {"db/impl.cc", "util/made.h", false, "other util/made.h"},
           {"db/impl.cc", "x.pb.h", false, "other db/x.pb.h"},
           {"db/impl.cc", "util/def.inc", false, "other util/def.inc"},
           {"db/impl.cc", "db/src/bridge.rs.h", false, "other db/src/bridge.rs.h"},
           {"db/impl.cc", "proto/m.grpc.pb.h", false, "other proto/m.grpc.pb.h"},
           {"modules/one/src/one.cc", "config.h", false, "guess file modules/one/include/config.h"},
           {"modules/two/src/two.cc", "config.h", false, "guess file modules/two/include/config.h"},
           {"test/t.cc", "gtest/gtest.h", false, "guess file vendor/gtest/gtest/gtest.h"},
           {"test/t.cc", "gtest/gtest.h", true, "guess file vendor/gtest/gtest/gtest.h"},
           {"test/t.cc", "../../../etc/passwd", false, "none"},
           {"test/t.cc", "/etc/passwd", false, "ext sys//etc/passwd"},
           {"test/t.cc", "", false, "none"},
       }) {
    CAPTURE(c.includer);
    CAPTURE(c.header);
    CAPTURE(c.system);
    CHECK(Text(resolver.Resolve(c.includer, c.header, c.system)) == c.expected);
  }
  CHECK(Text(resolver.ResolveOpened("util/hash.h", "hash.h")) == "file util/hash.h");
  CHECK(Text(resolver.ResolveOpened("build/gen.h", "gen.h")) == "other build/gen.h");
  CHECK(Text(resolver.ResolveOpened("/usr/include/stdio.h", "stdio.h")) == "ext sys/stdio.h");
}

TEST_CASE("literal include directories are read from CMake, nothing is evaluated") {
  CHECK(CMakeIncludeDirectories(R"cmake(
# target_include_directories(a PUBLIC commented)
#[[ include_directories(bracket) ]]
include_directories(BEFORE SYSTEM one "two dir")
TARGET_INCLUDE_DIRECTORIES( my_target
  PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/three   # tail
         $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/four>
         $<INSTALL_INTERFACE:include>
  PRIVATE ../five ${Other_SOURCE_DIR}/six ${UNKNOWN}/x ../../../../out /abs)
message("include_directories(not_this)")
set(include_directories x)
)cmake",
                                "lib/core", "lib") == Strings{"lib/core/one", "lib/core/two dir",
                                                              "lib/core/three", "lib/four",
                                                              "lib/five", "lib/six"});
  CHECK(CMakeIncludeDirectories("include_directories(a", "", "") == Strings{"a"});
  CHECK(CMakeIncludeDirectories("include_directories(\"a", "", "") == Strings{"a"});
  CHECK(CMakeIncludeDirectories("target_include_directories(", "", "").empty());
  CHECK(CMakeIncludeDirectories("include_directories(${X", "", "").empty());
}

TEST_CASE("a workspace reports broken manifests and goes on") {
  const MemoryFileSystem files({
      {"package.json", "{"},
      {"tsconfig.json", "[]"},
      {"sub/Cargo.toml", "= nonsense"},
      {"sub/package.json", R"({"name": "ok"})"},
      {"deno.json", "3"},
      {"compile_commands.json", "no"},
      {"a.ts", ""},
      {"b.rs", ""},
      {"c.cc", ""},
  });
  const Workspace workspace = Workspace::Load(files, {});
  Strings paths;
  for (const Error& issue : workspace.issues()) paths.push_back(issue.path);
  CHECK(paths == Strings{"compile_commands.json", "deno.json", "package.json", "sub/Cargo.toml",
                         "tsconfig.json"});
  CHECK(workspace.packages().size() == 1);
  CHECK(workspace.sources().size() == 3);
  WorkspaceOptions options;
  options.languages = {LanguageGroup::kRust, LanguageGroup::kCpp};
  const Workspace partial = Workspace::Load(files, options);
  CHECK(partial.sources().size() == 2);
  CHECK(partial.files().Find("a.ts") == FileIndex::Entry::kOther);
}

}  // namespace krepis::analyzer
