#include "analyzer/facts/scope.h"

#include <doctest/doctest.h>

#include "analyzer/facts/module_name.h"
#include "analyzer/facts/test_tree.h"

namespace krepis::analyzer {

TEST_CASE("one canonical module per specifier") {
  const auto name = [](std::string_view specifier) {
    const ModuleName module = CanonicalModule(specifier);
    return (module.first_party ? "own " : "") + module.module +
           (module.member.empty() ? "" : "#" + module.member);
  };
  CHECK(name("fs") == "node/fs");
  CHECK(name("node:fs") == "node/fs");
  CHECK(name("fs/promises") == "node/fs#promises");
  CHECK(name("node:fs/promises") == "node/fs#promises");
  CHECK(name("node:test/reporters") == "node/test#reporters");
  CHECK(name("test") == "npm/test");
  CHECK(name("punycode/") == "npm/punycode/");
  CHECK(name("fs-extra") == "npm/fs-extra");
  CHECK(name("express") == "npm/express");
  CHECK(name("@scope/pkg/sub") == "npm/@scope/pkg/sub");
  CHECK(name("npm:express@4.18.0") == "npm/express");
  CHECK(name("npm:@scope/pkg@^1/sub") == "npm/@scope/pkg/sub");
  CHECK(name("jsr:@std/fs@1") == "jsr/@std/fs");
  CHECK(name("https://deno.land/x/a.ts") == "url/https://deno.land/x/a.ts");
  CHECK(name("bun:ffi") == "bun/ffi");
  CHECK(name("./auth") == "own ./auth");
  CHECK(name("../auth.js") == "own ../auth.js");
  CHECK(name("#internal/x") == "own #internal/x");
  CHECK(name("C:/x") == "npm/C:/x");
  CHECK(name("") == "own ");
}

TEST_CASE("imports and their members have one spelling") {
  const TestTree tree(Language::kTypeScript, R"(import "node:fs/promises"
  binding "readFile"
    alias "read"
import "express"
  binding "default"
    alias "express"
import "./auth"
  binding "requireUser"
  binding "*"
    alias "auth"
statement
  call
    name "read"
    member "json"
      name "express"
    name "requireUser"
    member "check"
      name "auth"
    name "express"
    name "auth"
    member "href"
      member "location"
        name "window"
)");
  const Scopes scopes(tree.ast());
  const auto text = [&](NodeKind kind, std::string_view name) {
    return scopes.Resolve(tree.Find(kind, name)).text;
  };
  CHECK(text(NodeKind::kName, "read") == "node/fs#promises.readFile");
  CHECK(text(NodeKind::kMember, "json") == "npm/express#json");
  CHECK(text(NodeKind::kName, "requireUser") == "./auth#requireUser");
  CHECK(text(NodeKind::kMember, "check") == "./auth#check");
  CHECK(text(NodeKind::kName, "express") == "npm/express#default");
  CHECK(text(NodeKind::kName, "auth") == "./auth#*");
  CHECK(text(NodeKind::kMember, "href") == "global#location.href");
  CHECK(scopes.Resolve(tree.Find(NodeKind::kName, "auth")).origin == SymbolOrigin::kFirstParty);
}

TEST_CASE("parameters, locals and hoisted declarations shadow") {
  const TestTree tree(Language::kTypeScript, R"(import "fs"
  binding "readFile"
function "f"
  parameter "readFile"
  block
    statement
      name "readFile"
function "g"
  block
    statement
      name "fetch"
    if
      expression
      block
        variable +100 "fetch"
    if
      expression
      block
        variable "open"
    statement
      name "open"
statement
  name "readFile"
)");
  const Scopes scopes(tree.ast());
  CHECK(scopes.Resolve(tree.Find(NodeKind::kName, "readFile", 0)).text == "local#readFile");
  CHECK(scopes.Resolve(tree.Find(NodeKind::kName, "readFile", 1)).text == "node/fs#readFile");
  CHECK(scopes.Resolve(tree.Find(NodeKind::kName, "fetch")).text == "local#fetch");
  CHECK(scopes.Resolve(tree.Find(NodeKind::kName, "open")).text == "global#open");
}

TEST_CASE("a long alias chain or a cycle ends") {
  std::string text = "variable +20 \"a0\"\n  name \"a1\"\nvariable +20 \"a1\"\n  name \"a0\"\n";
  text += "statement\n  name \"a0\"\n";
  const TestTree tree(Language::kTypeScript, text);
  const Scopes scopes(tree.ast());
  CHECK(scopes.Resolve(tree.Find(NodeKind::kName, "a0", 1)).origin == SymbolOrigin::kLocal);
}

}  // namespace krepis::analyzer
