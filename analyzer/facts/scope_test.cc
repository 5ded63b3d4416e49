#include "analyzer/facts/scope.h"

#include <doctest/doctest.h>

#include "analyzer/facts/module_name.h"
#include "analyzer/facts/test_source.h"
#include "analyzer/facts/test_tree.h"

namespace krepis::analyzer {
namespace {

/// The symbols of all callees, in the order of the source; `?` for unknown ones.
std::string Callees(Language language, std::string_view source) {
  const TestSource parsed(language, source);
  const Ast& ast = parsed.ast();
  const Scopes scopes(ast);
  std::string text;
  for (Node node = 1; node < ast.size(); ++node) {
    if (!ast.Is(node, NodeKind::kCall)) continue;
    const Symbol symbol = scopes.Resolve(ast.first_child(node));
    text += (text.empty() ? "" : " ") + (symbol ? symbol.text : "?");
  }
  return text;
}

std::string TypeScript(std::string_view source) { return Callees(Language::kTypeScript, source); }
std::string Rust(std::string_view source) { return Callees(Language::kRust, source); }
std::string Cpp(std::string_view source) { return Callees(Language::kCpp, source); }

}  // namespace

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

TEST_CASE("TypeScript: the names of real code") {
  CHECK(TypeScript("import express, { Router as R } from 'express';\n"
                   "import * as ex from 'express';\nconst app = express();\n"
                   "app.use(R(), ex.json(), ex.default.raw());\nexpress.static('x');") ==
        "npm/express#default local#app.use npm/express#Router npm/express#json npm/express#raw "
        "npm/express#static");
  CHECK(TypeScript("const { cors: { make } } = require('x/sub');\nconst again = make;\nagain();") ==
        "global#require npm/x/sub#cors.make");
  CHECK(TypeScript("import auth, * as all from './auth';\nauth(); auth.a(); all.b();") ==
        "./auth#default ./auth#default.a ./auth#b");
  CHECK(TypeScript("const a = require('./auth');\na(); a.b();") ==
        "global#require ./auth#* ./auth#b");
  CHECK(TypeScript("hoisted();\nfunction hoisted() { inner(); }\nclass C {}\nnew C();") ==
        "local#hoisted global#inner local#C");
  CHECK(TypeScript("import { x } from 'p';\ntry { x(); } catch (x) { x(); }\n"
                   "for (const x of y) x();\n(x => x())(1);\nx();") ==
        "npm/p#x local#x local#x ? local#x npm/p#x");
  CHECK(TypeScript("import { x } from 'p';\nconst f = function x() { x(); };\n"
                   "class A { x() { x(); this.x(); } }") == "local#x npm/p#x ?");
  CHECK(TypeScript("import { x } from 'p';\ninterface x {}\ntype y = x;\nx();") == "npm/p#x");
  CHECK(TypeScript("import { x } from 'p';\nlet y = x;\n({ y } = z);\ny();") == "local#y");
  CHECK(TypeScript("const a = b();\nconst c = a.d;\nc();\na[0]();\na['e']();") ==
        "global#b local#a.d ? local#a.e");
  CHECK(TypeScript("import N = A.B;\nN.c();") == "global#A.B.c");
  CHECK(TypeScript("namespace N { export function f() {} f(); }\nN.f();") == "local#f local#N.f");
}

TEST_CASE("Rust: paths and shadowing") {
  CHECK(Rust("use a::b::{c, d as e};\nfn f() { c::x(); e(); b::y(); crate::z(); self::w(); }") ==
        "a::b::c::x a::b::d b::y crate::z self::w");
  CHECK(Rust("mod m { pub fn g() {} }\nfn f() { m::g(); f(); T::new(); let f = 1; f(); }") ==
        "local#m::g local#f T::new local#f");
  CHECK(Rust("use a::x;\nfn f(x: T) { x(); { use b::x; x(); } x::y(); }") ==
        "local#x b::x a::x::y");
  CHECK(Rust("use a::x;\nfn f() { x(); let x = x(); x(); }") == "a::x a::x local#x");
  CHECK(Rust("use a::x;\nfn f() { if let Some(x) = g() { x(); } match y { x => x() } x(); }") ==
        "g local#x local#x a::x");
  CHECK(Rust("use self::x::y;\nmod x {}\nfn f() { y(); }") == "self::x::y");
  CHECK(Rust("type A = std::fs::File;\nfn f() { A::open(p); }") == "std::fs::File::open");
}

TEST_CASE("C++: names as written, aliases and shadowing") {
  CHECK(Cpp("namespace f = std::filesystem;\nusing std::thread;\nusing P = std::vector<int>;\n"
            "void g() { f::exists(p); thread t(h); P v(3); ::open(x); a::b(c); }") ==
        "std::filesystem::exists std::thread std::vector open a::b");
  CHECK(Cpp("void open();\nstatic void close() {}\nvoid g(F read) { open(); close(); read(); }") ==
        "open local#close local#read");
  CHECK(Cpp("struct S { void open(); void g() { open(); } };\nvoid g() { open(); }") ==
        "local#open open");
  CHECK(Cpp("namespace n { void open(); void g() { open(); n::open(); } }") ==
        "local#open local#n::open");
}

TEST_CASE("what a declaration holds") {
  const TestSource parsed(Language::kTypeScript,
                          "const app = make();\nlet twice = a();\ntwice = b();\nlet late;\n"
                          "late = c();\nuse(app, twice, late);");
  const Ast& ast = parsed.ast();
  const Scopes scopes(ast);
  const Node use = [&] {
    for (Node node = ast.size() - 1;; --node) {
      if (ast.Is(node, NodeKind::kName) && ast.name(node) == "use") return scopes.parent(node);
    }
  }();
  std::string values;
  for (const Node argument : ast.Children(use)) {
    if (argument == ast.first_child(use)) continue;
    const Node value = scopes.ValueOf(scopes.DeclarationOf(argument));
    values += value == 0 ? "- " : std::string(ast.name(ast.first_child(value))) + " ";
  }
  CHECK(values == "make - c ");
}

}  // namespace krepis::analyzer
