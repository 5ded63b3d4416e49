#include <doctest/doctest.h>

#include <map>
#include <string>
#include <utility>

#include "analyzer/workspace/rust_resolver.h"
#include "analyzer/workspace/workspace.h"

// Names that only macros or the manifests of other packages explain, and what is said of those that
// lead nowhere.

namespace krepis::analyzer {
namespace {

std::string Text(const Resolution& resolution) {
  const char* kinds[] = {"none: ", "file ", "other ", "ext ", "local"};
  const bool unresolved = resolution.kind == Resolution::Kind::kUnresolved;
  return (resolution.guessed ? "guess " : "") +
         std::string(kinds[static_cast<int>(resolution.kind)]) +
         (unresolved ? resolution.reason : resolution.target);
}

}  // namespace

TEST_CASE("Rust names that are not what the manifest or the module says") {
  const MemoryFileSystem files({
      {"Cargo.toml", R"(
[package]
name = "a"
edition = "2021"
[dependencies]
astral-tokio-tar = "1"
rust-ini = "1"
md-5 = "1"
serde-xml-rs = "1"
xml-rs = "1"
)"},
      {"src/lib.rs", ""},
      {"src/schema.rs", ""},
  });
  const Workspace workspace = Workspace::Load(files, {});
  RustResolverBuilder builder = workspace.NewRustResolver();
  RustFile root;
  root.modules.push_back({"schema", "", "", false});
  builder.AddFile("src/lib.rs", std::move(root));
  RustFile schema;
  schema.modules.push_back({"sql_types", "", "", true});
  builder.AddFile("src/schema.rs", std::move(schema));
  const RustResolver resolver = std::move(builder).Build();
  const auto use = [&](std::string_view file, std::string_view path) {
    return Text(resolver.Resolve(file, "", path, RustPathForm::kUse));
  };
  // What stands in a macro's brackets may be put into a module of its own.
  CHECK(use("src/schema.rs", "super::sql_types::Color") == "file src/schema.rs");
  CHECK(use("src/schema.rs", "super::other::Color") == "none: src/lib.rs has no module 'other'");
  // Libraries that are not called as their packages are.
  CHECK(use("src/lib.rs", "tokio_tar::Entry") == "guess ext cargo/astral-tokio-tar");
  CHECK(use("src/lib.rs", "ini::Ini") == "guess ext cargo/rust-ini");
  CHECK(use("src/lib.rs", "md5::Digest") == "ext cargo/md-5");
  CHECK(use("src/lib.rs", "xml::reader") == "guess ext cargo/xml-rs");
  CHECK(use("src/lib.rs", "nors::x") ==
        "none: 'nors' is no module here and no dependency in Cargo.toml");
  CHECK(use("src/lib.rs", "::gone::x") ==
        "none: 'gone' is no module here and no dependency in Cargo.toml");
  CHECK(Text(resolver.ResolveModule("src/lib.rs", {"gone", "", "", false})) ==
        "none: there is neither src/gone.rs nor src/gone/mod.rs");
}

TEST_CASE("a path leads through all modules of one name") {
  const MemoryFileSystem files({{"Cargo.toml", "[package]\nname = 'c'\nedition = '2021'\n"},
                                {"src/lib.rs", ""},
                                {"src/unix.rs", ""},
                                {"src/windows.rs", ""}});
  const Workspace workspace = Workspace::Load(files, {});
  RustResolverBuilder builder = workspace.NewRustResolver();
  RustFile root;
  root.modules.push_back({"imp", "", "unix.rs", false});
  root.modules.push_back({"imp", "", "windows.rs", false});
  root.modules.push_back({"imp", "", "", true});
  builder.AddFile("src/lib.rs", std::move(root));
  RustFile windows;
  windows.modules.push_back({"only", "", "", true});
  builder.AddFile("src/windows.rs", std::move(windows));
  const RustResolver resolver = std::move(builder).Build();
  const auto all = [&](std::string_view path, std::string_view scope = "") {
    std::string text;
    for (const Resolution& found :
         resolver.ResolveAll("src/lib.rs", scope, path, RustPathForm::kUse)) {
      text.append(text.empty() ? "" : ", ").append(Text(found));
    }
    return text;
  };
  CHECK(all("crate::imp::X") == "file src/unix.rs, file src/windows.rs, file src/lib.rs");
  CHECK(all("self::imp::only::X") == "file src/windows.rs");
  CHECK(all("crate::imp::gone::X") == "none: src/unix.rs has no module 'gone'");
  CHECK(all("super::X", "imp") == "file src/lib.rs");
}

TEST_CASE("modules behind symlinks stand where they lead, in every crate that has them") {
  MemoryFileSystem files({{"a/Cargo.toml", "[package]\nname = 'a'\nedition = '2021'\n"},
                          {"a/src/lib.rs", ""},
                          {"b/Cargo.toml", "[package]\nname = 'b'\nedition = '2021'\n"},
                          {"b/src/lib.rs", ""},
                          {"shared/mod.rs", ""},
                          {"shared/part.rs", ""}});
  files.AddLink("a/src/shared", "shared");
  files.AddLink("b/src/shared", "shared");
  const Workspace workspace = Workspace::Load(files, {});
  RustResolverBuilder builder = workspace.NewRustResolver();
  for (const char* root : {"a/src/lib.rs", "b/src/lib.rs"}) {
    RustFile facts;
    facts.modules.push_back({"shared", "", "", false});
    builder.AddFile(root, std::move(facts));
  }
  RustFile shared;
  shared.modules.push_back({"part", "", "", false});
  builder.AddFile("shared/mod.rs", std::move(shared));
  const RustResolver resolver = std::move(builder).Build();
  for (const char* root : {"a/src/lib.rs", "b/src/lib.rs"}) {
    CHECK(Text(resolver.Resolve(root, "", "crate::shared::part::X", RustPathForm::kUse)) ==
          "file shared/part.rs");
  }
}

}  // namespace krepis::analyzer
