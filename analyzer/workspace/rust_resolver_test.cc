#include "analyzer/workspace/rust_resolver.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/workspace/cargo_manifest.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;

std::string Text(const Resolution& resolution) {
  const char* kinds[] = {"none", "file ", "other ", "ext ", "local"};
  const std::string kind = kinds[static_cast<int>(resolution.kind)];
  return (resolution.guessed ? "guess " : "") + kind +
         (resolution.kind == Resolution::Kind::kLocal ? "" : resolution.target);
}

RustModule Mod(std::string_view name, std::string_view scope = "", std::string_view path = "") {
  return {name, scope, path, false};
}
RustModule Inline(std::string_view name, std::string_view scope = "", std::string_view path = "") {
  return {name, scope, path, true};
}
RustUse Use(std::string_view path, std::string_view scope = "") {
  const size_t at = path.rfind("::");
  return {at == std::string_view::npos ? path : path.substr(at + 2), path, scope, false, false};
}
RustUse UseAll(std::string_view path, std::string_view scope = "") {
  return {"", path, scope, true, false};
}

struct Tree {
  MemoryFileSystem files;
  Workspace workspace;
  RustResolver resolver;

  Tree(const Files& paths, std::map<std::string, RustFile> facts)
      : files(paths), workspace(Workspace::Load(files, {})), resolver(Build(std::move(facts))) {}

  RustResolver Build(std::map<std::string, RustFile> facts) {
    RustResolverBuilder builder = workspace.NewRustResolver();
    for (auto& [file, fact] : facts) builder.AddFile(file, std::move(fact));
    return std::move(builder).Build();
  }
  std::string Use(std::string_view file, std::string_view path, std::string_view scope = "") const {
    return Text(resolver.Resolve(file, scope, path, RustPathForm::kUse));
  }
  std::string Path(std::string_view file, std::string_view path,
                   std::string_view scope = "") const {
    return Text(resolver.Resolve(file, scope, path, RustPathForm::kPath));
  }
};

const CargoCrate* FindCrate(const CargoWorkspace& cargo, std::string_view root) {
  for (const CargoCrate& crate : cargo.crates()) {
    if (crate.root == root) return &crate;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("Cargo.toml: targets, dependencies of every table, workspaces, patches") {
  std::vector<Error> issues;
  const CargoManifest manifest = ParseCargoManifest("c/Cargo.toml", R"(
[package]
name = "my-crate"
edition.workspace = true
build = "tools/build.rs"
autotests = false

[lib]
name = "renamed"
path = "lib/root.rs"

[[bin]]
name = "tool"

[dependencies]
serde = "1"
short = { package = "long-name", version = "1" }
local = { path = "../local" }
inherited = { workspace = true }

[dev-dependencies]
proptest = "1"

[target.'cfg(unix)'.dependencies]
nix = "0.29"

[build-dependencies]
cc = "1"

[workspace]
members = ["a", "b/*"]
exclude = ["b/x"]
[workspace.package]
edition = "2021"
[workspace.dependencies]
inherited = { path = "inherited" }

[patch.crates-io]
serde = { path = "vendor/serde" }
tokio = { git = "https://example.org/tokio" }
)",
                                                    issues);
  CHECK(issues.empty());
  CHECK(manifest.package == "my-crate");
  CHECK(manifest.edition_inherited);
  CHECK(manifest.workspace_edition == 2021);
  CHECK(manifest.build == "tools/build.rs");
  CHECK(!manifest.auto_tests);
  CHECK(manifest.auto_bins);
  REQUIRE(manifest.targets.size() == 2);
  CHECK(manifest.targets[0].path == "lib/root.rs");
  CHECK(manifest.targets[1].kind == CrateKind::kBinary);
  REQUIRE(manifest.dependencies.size() == 7);
  const auto dependency = [&](std::string_view name) {
    return *std::find_if(manifest.dependencies.begin(), manifest.dependencies.end(),
                         [&](const CargoDependency& d) { return d.name == name; });
  };
  CHECK(dependency("short").package == "long-name");
  CHECK(dependency("local").path == "../local");
  CHECK(dependency("inherited").workspace);
  CHECK(dependency("proptest").dev);
  CHECK(dependency("cc").build);
  CHECK(dependency("nix").package == "nix");
  CHECK(manifest.members == std::vector<std::string>{"a", "b/*"});
  REQUIRE(manifest.patches.size() == 1);
  CHECK(manifest.patches[0].path == "vendor/serde");
}

TEST_CASE("a broken Cargo.toml is an issue with its place, and the rest of it counts") {
  std::vector<Error> issues;
  const CargoManifest manifest = ParseCargoManifest(
      "c/Cargo.toml", "[package]\nname = \"c\"\nedition = = 3\n[dependencies]\nserde = \"1\"\n",
      issues);
  REQUIRE(issues.size() == 1);
  CHECK(issues[0].path == "c/Cargo.toml");
  CHECK(issues[0].line == 3);
  CHECK(manifest.package == "c");
  CHECK(manifest.dependencies.size() == 1);
  issues.clear();
  CHECK(ParseCargoManifest("Cargo.toml", "package = 3\nlib = []\nbin = 'x'\ndependencies = [1]\n",
                           issues)
            .package.empty());
}

TEST_CASE("crates are discovered as Cargo discovers them") {
  const MemoryFileSystem files({
      {"Cargo.toml", "[workspace]\nmembers = ['a']\n[workspace.package]\nedition = '2024'\n"},
      {"a/Cargo.toml",
       "[package]\nname = 'a-b'\nedition.workspace = true\n[[bin]]\nname = 'extra'\n"
       "[[test]]\nname = 'odd'\npath = 'checks/odd.rs'\n[dependencies]\nmd-5 = '1'\n"
       "[dev-dependencies]\nother = { path = '../other', package = 'other-package' }\n"},
      {"a/src/lib.rs", ""},
      {"a/src/main.rs", ""},
      {"a/src/bin/extra.rs", ""},
      {"a/src/bin/deep/main.rs", ""},
      {"a/src/bin/deep/helper.rs", ""},
      {"a/tests/one.rs", ""},
      {"a/tests/common/mod.rs", ""},
      {"a/examples/e/main.rs", ""},
      {"a/benches/b.rs", ""},
      {"a/checks/odd.rs", ""},
      {"a/build.rs", ""},
      {"other/Cargo.toml", "[package]\nname = 'other-package'\n[lib]\nname = 'other_lib'\n"},
      {"other/src/lib.rs", ""},
  });
  const Workspace workspace = Workspace::Load(files, {});
  const CargoWorkspace& cargo = workspace.cargo();
  std::vector<std::string> roots;
  for (const CargoCrate& crate : cargo.crates()) roots.push_back(crate.root);
  CHECK(roots == std::vector<std::string>{"a/src/lib.rs", "a/src/bin/extra.rs", "a/src/main.rs",
                                          "a/src/bin/deep/main.rs", "a/examples/e/main.rs",
                                          "a/checks/odd.rs", "a/tests/one.rs", "a/benches/b.rs",
                                          "a/build.rs", "other/src/lib.rs"});
  const CargoCrate* library = FindCrate(cargo, "a/src/lib.rs");
  REQUIRE(library != nullptr);
  CHECK(library->name == "a_b");
  CHECK(library->edition == 2024);
  CHECK(library->externs.at("md_5").package == "md-5");
  CHECK(library->externs.at("md5").package == "md-5");
  CHECK(library->externs.contains("other"));  // renamed: not by the library's own name
  CHECK(!library->externs.contains("a_b"));
  CHECK(FindCrate(cargo, "a/tests/one.rs")->externs.at("a_b").crate == 0);
  CHECK(FindCrate(cargo, "a/tests/one.rs")->test_only());
  CHECK(!FindCrate(cargo, "a/build.rs")->externs.contains("other"));
  CHECK(FindCrate(cargo, "other/src/lib.rs")->name == "other_lib");
  CHECK(FindCrate(cargo, "other/src/lib.rs")->edition == 2015);
}

TEST_CASE("mod declarations lead to files as rustc looks for them") {
  const Tree tree(
      {{"Cargo.toml", "[package]\nname = 'c'\nedition = '2021'\n"},
       {".gitignore", "/src/generated.rs\n"},
       {"src/lib.rs", ""},
       {"src/a.rs", ""},
       {"src/a/b.rs", ""},
       {"src/m/mod.rs", ""},
       {"src/m/n.rs", ""},
       {"src/inner/deep.rs", ""},
       {"src/a/inner/deep.rs", ""},
       {"src/moved/x.rs", ""},
       {"src/os/unix.rs", ""},
       {"src/os/helper.rs", ""},
       {"src/type.rs", ""}},
      {{"src/lib.rs",
        {{Mod("a"), Mod("m"), Inline("inner"), Mod("deep", "inner"),
          Inline("elsewhere", "", "moved"), Mod("x", "elsewhere"),
          Mod("platform", "", "os/unix.rs"), Mod("r#type"), Mod("missing"), Mod("generated")},
         {}}},
       {"src/a.rs", {{Mod("b"), Inline("inner"), Mod("deep", "inner")}, {}}},
       {"src/m/mod.rs", {{Mod("n")}, {}}},
       {"src/os/unix.rs", {{Mod("helper")}, {}}}});
  const auto module = [&](std::string_view file, const RustModule& m) {
    return Text(tree.resolver.ResolveModule(file, m));
  };
  CHECK(module("src/lib.rs", Mod("a")) == "file src/a.rs");
  CHECK(module("src/lib.rs", Mod("m")) == "file src/m/mod.rs");
  CHECK(module("src/lib.rs", Mod("deep", "inner")) == "file src/inner/deep.rs");
  CHECK(module("src/lib.rs", Mod("x", "elsewhere")) == "file src/moved/x.rs");
  CHECK(module("src/lib.rs", Mod("r#type")) == "file src/type.rs");
  CHECK(module("src/lib.rs", Mod("missing")) == "none");
  CHECK(module("src/lib.rs", Mod("generated")) == "other src/generated.rs");
  CHECK(module("src/lib.rs", Inline("inner")) == "local");
  CHECK(module("src/a.rs", Mod("b")) == "file src/a/b.rs");
  CHECK(module("src/a.rs", Mod("deep", "inner")) == "file src/a/inner/deep.rs");
  CHECK(module("src/m/mod.rs", Mod("n")) == "file src/m/n.rs");
  CHECK(module("src/os/unix.rs", Mod("helper")) == "file src/os/helper.rs");
  CHECK(tree.resolver.ModulePathOf("src/a/inner/deep.rs") == "c::a::inner::deep");
  CHECK(tree.resolver.ModulePathOf("src/os/helper.rs") == "c::platform::helper");
  CHECK(tree.resolver.ModulePathOf("src/type.rs") == "c::type");
  CHECK(!tree.resolver.IsUnreachable("src/moved/x.rs"));
}

TEST_CASE("paths resolve to the longest module, as written") {
  const Tree tree(
      {{"Cargo.toml",
        "[workspace]\nmembers = ['app', 'core']\n[workspace.dependencies]\n"
        "core-lib = { path = 'core' }\n"},
       {"app/Cargo.toml",
        "[package]\nname = 'app'\nedition = '2021'\n[dependencies]\ncore-lib.workspace = true\n"
        "serde_json = '1'\njson = { package = 'simd-json', version = '1' }\n"
        "again = { package = 'core-lib', path = '../core' }\n"},
       {"app/src/main.rs", ""},
       {"app/src/net.rs", ""},
       {"app/src/net/tcp.rs", ""},
       {"app/tests/it.rs", ""},
       {"core/Cargo.toml", "[package]\nname = 'core-lib'\nedition = '2021'\n"},
       {"core/src/lib.rs", ""},
       {"core/src/model.rs", ""}},
      {{"app/src/main.rs",
        {{Mod("net"), Inline("tests")},
         {Use("std::fs"),
          Use("core_lib::model"),
          Use("crate::net::tcp::Stream"),
          {"j", "serde_json", "", false, false},
          UseAll("super::*", "tests")}}},
       {"app/src/net.rs", {{Mod("tcp")}, {Use("self::tcp")}}},
       {"app/src/net/tcp.rs", {{}, {UseAll("super::*")}}},
       {"app/tests/it.rs", {}},
       {"core/src/lib.rs", {{Mod("model")}, {Use("model::User")}}},
       {"core/src/model.rs", {}}});
  const std::string_view main = "app/src/main.rs";
  CHECK(tree.Use(main, "crate::net::tcp::Stream") == "file app/src/net/tcp.rs");
  CHECK(tree.Use(main, "crate::net::listen") == "file app/src/net.rs");
  CHECK(tree.Use(main, "self::net") == "file app/src/net.rs");
  CHECK(tree.Use(main, "net::tcp") == "file app/src/net/tcp.rs");
  CHECK(tree.Use("app/src/net/tcp.rs", "super::super::net::tcp") == "file app/src/net/tcp.rs");
  CHECK(tree.Use("app/src/net/tcp.rs", "super::connect") == "file app/src/net.rs");
  CHECK(tree.Use("app/src/net/tcp.rs", "crate::helper") == "file app/src/main.rs");
  CHECK(tree.Use(main, "core_lib::model::User") == "file core/src/model.rs");
  CHECK(tree.Use(main, "core_lib::User") == "file core/src/lib.rs");
  CHECK(tree.Use(main, "::core_lib::model") == "file core/src/model.rs");
  CHECK(tree.Use(main, "again::model::User") == "file core/src/model.rs");
  CHECK(tree.Use(main, "serde_json::Value") == "ext cargo/serde_json");
  CHECK(tree.Use(main, "json::Value") == "ext cargo/simd-json");
  CHECK(tree.Use(main, "std::collections::HashMap") == "ext std/collections");
  CHECK(tree.Use(main, "core::fmt") == "ext std/fmt");
  CHECK(tree.Use(main, "std") == "ext std/std");
  CHECK(tree.Use(main, "proc_macro::TokenStream") == "ext std/proc_macro");
  CHECK(tree.Use("app/tests/it.rs", "core_lib::model") == "file core/src/model.rs");

  // Through what the module's own `use` declarations bring in.
  CHECK(tree.Path(main, "fs::read") == "ext std/fs");
  CHECK(tree.Path(main, "j::to_string") == "ext cargo/serde_json");
  CHECK(tree.Path(main, "model::User::new") == "file core/src/model.rs");
  CHECK(tree.Path(main, "Stream::open") == "file app/src/net/tcp.rs");
  CHECK(tree.Path(main, "fs::read", "tests") == "ext std/fs");
  CHECK(tree.Path(main, "net::tcp::open", "tests") == "file app/src/net/tcp.rs");
  CHECK(tree.Path("app/src/net/tcp.rs", "tcp::open") == "file app/src/net/tcp.rs");

  // Items of the file itself, and names that nothing declares.
  CHECK(tree.Path(main, "Vec::new") == "local");
  CHECK(tree.Path(main, "test::check") == "local");
  CHECK(tree.Path(main, "::somewhere::item") == "local");
  CHECK(tree.Use(main, "Kind::A") == "local");
  CHECK(tree.Use(main, "unknown::Item") == "none");
  CHECK(tree.Use(main, "crate::missing::Item") == "none");
  CHECK(tree.Path(main, "crate::missing::item") == "file app/src/main.rs");
  CHECK(tree.Use(main, "core_lib::missing::Item") == "none");
  CHECK(tree.Use(main, "unknown::Item", "tests") == "local");  // the glob may bring it in
}

TEST_CASE("a name that is a module and an item: who offers it, and from where it is seen") {
  const Tree tree({{"Cargo.toml", "[package]\nname = \"a\"\nedition = \"2021\"\n"},
                   {"src/lib.rs", ""},
                   {"src/user.rs", ""},
                   {"src/io/mod.rs", ""},
                   {"src/io/copy.rs", ""},
                   {"src/io/read.rs", ""},
                   {"src/io/plain.rs", ""}},
                  {{"src/lib.rs", {{Mod("io"), Mod("user")}, {}}},
                   {"src/io/mod.rs",
                    {{Mod("copy"), Mod("read"), Mod("plain")},
                     {{"copy", "copy::copy", "", false, false, true}, Use("read::read")}}}});
  // mod copy; pub use copy::copy;
  CHECK(tree.Use("src/user.rs", "crate::io::copy") == "file src/io/mod.rs");
  CHECK(tree.Use("src/user.rs", "crate::io::copy::copy") == "file src/io/copy.rs");
  CHECK(tree.Use("src/user.rs", "crate::io::copy::*") == "file src/io/copy.rs");
  CHECK(tree.Use("src/user.rs", "crate::io::copy::self") == "file src/io/copy.rs");
  CHECK(tree.Path("src/user.rs", "crate::io::copy") == "file src/io/mod.rs");
  CHECK(tree.Path("src/user.rs", "crate::io::copy::copy") == "file src/io/copy.rs");
  CHECK(tree.Use("src/io/read.rs", "super::copy") == "file src/io/copy.rs");
  CHECK(tree.Path("src/io/read.rs", "super::copy") == "file src/io/mod.rs");
  // mod read; use read::read; offers nothing.
  CHECK(tree.Use("src/user.rs", "crate::io::read") == "file src/io/read.rs");
  CHECK(tree.Path("src/io/copy.rs", "super::read") == "file src/io/mod.rs");
  CHECK(tree.Use("src/user.rs", "crate::io::plain") == "file src/io/plain.rs");
  CHECK(tree.Path("src/user.rs", "crate::io::plain") == "file src/io/mod.rs");  // a function
}

TEST_CASE("extern crate names count in the whole crate, and the 2015 edition starts at the root") {
  const Tree tree({{"Cargo.toml",
                    "[package]\nname = 'old'\n[dependencies]\nlazy_static = '1'\n"
                    "ra_ap_lexer = '1'\n"},
                   {"src/lib.rs", ""},
                   {"src/a.rs", ""},
                   {"src/b.rs", ""}},
                  {{"src/lib.rs",
                    {{Mod("a"), Mod("b")},
                     {{"lexer", "ra_ap_lexer", "", false, true},
                      {"old", "self", "", false, true},
                      {"rustc_driver", "rustc_driver", "", false, true},
                      {"alloc", "alloc", "", false, true}}}},
                   {"src/a.rs", {{}, {Use("b::Item")}}},
                   {"src/b.rs", {}}});
  CHECK(tree.Use("src/a.rs", "b::Item") == "file src/b.rs");
  CHECK(tree.Use("src/a.rs", "::b::Item") == "file src/b.rs");
  CHECK(tree.Path("src/a.rs", "Item::new") == "file src/b.rs");
  CHECK(tree.Use("src/a.rs", "lexer::Token") == "ext cargo/ra_ap_lexer");
  CHECK(tree.Use("src/a.rs", "old::b::Item") == "file src/b.rs");
  CHECK(tree.Use("src/a.rs", "rustc_driver::x") == "ext cargo/rustc_driver");
  CHECK(tree.Path("src/a.rs", "alloc::vec::Vec::new") == "ext std/vec");
}

TEST_CASE("files that no crate reaches get their place from their folder") {
  const Tree tree(
      {{"Cargo.toml", "[package]\nname = 'c'\nedition = '2021'\n[dependencies]\nserde = '1'\n"},
       {"src/lib.rs", ""},
       {"src/a.rs", ""},
       {"src/lost/mod.rs", ""},
       {"src/lost/deep.rs", ""},
       {"tests/ui/case.rs", ""},
       {"scripts/tool.rs", ""},
       {"nocargo/x.rs", ""}},
      {{"src/lib.rs", {{Mod("a")}, {}}},
       {"src/lost/mod.rs", {{Mod("deep")}, {}}},
       {"src/lost/deep.rs", {{}, {}}}});
  CHECK(tree.resolver.IsUnreachable("src/lost/deep.rs"));
  CHECK(tree.resolver.ModulePathOf("src/lost/deep.rs") == "c::lost::deep");
  CHECK(tree.Use("src/lost/deep.rs", "crate::a::X") == "file src/a.rs");
  CHECK(tree.Use("src/lost/deep.rs", "super::x") == "file src/lost/mod.rs");
  CHECK(tree.resolver.IsTestOnly("tests/ui/case.rs"));
  CHECK(!tree.resolver.IsTestOnly("src/lost/deep.rs"));
  CHECK(tree.resolver.CrateOf("tests/ui/case.rs") == CargoCrate::kNone);
  CHECK(tree.Use("tests/ui/case.rs", "c::a::X") == "file src/a.rs");
  CHECK(tree.Use("tests/ui/case.rs", "serde::X") == "ext cargo/serde");
  CHECK(tree.Use("nocargo/x.rs", "c::a::X") == "file src/a.rs");
  CHECK(tree.Use("nocargo/x.rs", "anyhow::Result") == "guess ext cargo/anyhow");
}

TEST_CASE("one file in several crates, cfg alternatives and cycles") {
  const Tree tree(
      {{"Cargo.toml", "[package]\nname = 'c'\nedition = '2021'\n"},
       {"src/lib.rs", ""},
       {"src/unix.rs", ""},
       {"src/windows.rs", ""},
       {"tests/one.rs", ""},
       {"tests/two.rs", ""},
       {"tests/common/mod.rs", ""}},
      {{"src/lib.rs",
        {{Mod("imp", "", "unix.rs"), Mod("imp", "", "windows.rs"), Mod("again", "", "lib.rs")},
         {}}},
       {"src/unix.rs", {{Mod("back", "", "lib.rs"), Mod("w", "", "windows.rs")}, {}}},
       {"src/windows.rs", {{Mod("u", "", "unix.rs")}, {}}},
       {"tests/one.rs", {{Mod("common")}, {}}},
       {"tests/two.rs", {{Mod("common")}, {}}},
       {"tests/common/mod.rs", {}}});
  CHECK(tree.Use("src/lib.rs", "crate::imp::X") == "file src/unix.rs");
  CHECK(tree.resolver.ModulePathOf("src/windows.rs").starts_with("c::"));
  CHECK(!tree.resolver.IsUnreachable("src/windows.rs"));
  CHECK(tree.resolver.IsTestOnly("tests/common/mod.rs"));
  CHECK(tree.Use("tests/common/mod.rs", "c::imp::X") == "file src/unix.rs");
}

TEST_CASE("hostile module trees and use chains end") {
  Files files = {{"Cargo.toml", "[package]\nname = 'c'\nedition = '2021'\n"}, {"src/lib.rs", ""}};
  std::map<std::string, RustFile> facts;
  RustFile all;
  std::deque<std::string> texts;
  const auto numbered = [&](const char* start, int number, const char* end) -> std::string_view {
    return texts.emplace_back(start + std::to_string(number) + end);
  };
  for (int i = 0; i < 12; ++i)
    all.modules.push_back(Mod(numbered("m", i, ""), "", numbered("f", i, ".rs")));
  for (int i = 0; i < 200; ++i) {
    all.uses.push_back({"x", "y::z", "", false, false});
    all.uses.push_back({"y", "x::z", "", false, false});
    all.uses.push_back(UseAll(numbered("m", i % 12, "::*")));
    all.uses.push_back(UseAll("super::*"));
  }
  facts["src/lib.rs"] = all;
  for (int i = 0; i < 12; ++i) {
    const std::string file = "src/f" + std::to_string(i) + ".rs";
    files.emplace(file, "");
    facts[file] = all;
  }
  const Tree tree(files, facts);
  CHECK(tree.Path("src/f3.rs", "x::w") == "local");
  std::string deep = "crate";
  for (int i = 0; i < 10'000; ++i) deep += "::super::m1";
  CHECK(tree.Path("src/f3.rs", deep).starts_with("file "));
  CHECK(tree.Path("src/f3.rs", "::::") == "local");
  CHECK(tree.Path("src/f3.rs", "") == "local");
}

}  // namespace krepis::analyzer
