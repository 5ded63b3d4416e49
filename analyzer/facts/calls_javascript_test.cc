#include <doctest/doctest.h>

#include "analyzer/facts/extract.h"
#include "analyzer/facts/javascript_methods.h"
#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {
namespace {

CallFacts Extract(std::string_view source) {
  const TestSource parsed(Language::kTsx, source);
  ExtractOptions options;
  options.calls = true;
  return ExtractFacts(parsed.ast(), source, nullptr, options).calls;
}

/// "run: call ./b#load" of every call, a line each; "!" marks a function that is known for sure.
std::string Calls(std::string_view source) {
  const CallFacts facts = Extract(source);
  REQUIRE(facts.IsSound());
  std::string text;
  for (const CallFact& call : facts.calls) {
    text += facts.functions[call.caller].name + ": " + std::string(CallKindName(call.kind)) + " " +
            facts.symbols[call.symbol];
    if (call.function != CallFact::kNoFunction) text += "!";
    text += "\n";
  }
  return text;
}

/// "repo = local#Repo() instance" of every value, a line each.
std::string Values(std::string_view source) {
  std::string text;
  for (const ValueFact& value : Extract(source).values)
    text += value.name + " = " + value.symbol + (value.instance ? " instance\n" : "\n");
  return text;
}

}  // namespace

TEST_CASE("JavaScript calls: names, imports, aliases, and what is given to foreign code") {
  CHECK(Calls("import { load as l, type T } from './b';\nimport d, * as ns from '@x/y';\n"
              "const alias = l;\n"
              "function run() { l(); alias(); d.f(); ns.g(); own(); fs(); JSON.parse(''); }\n"
              "function own() {}\n") ==
        "run: call ./b#load\nrun: call npm/@x/y#default.f\nrun: call npm/@x/y#g\n"
        "run: call local#own!\n");
  CHECK(Calls("import { promisify } from 'util';\nimport { load } from './b';\n"
              "const p = promisify(load);\n"
              "function run() { p(); load.bind(1)(); load.apply(1); this.x.y(); }\n") ==
        ": pass ./b#load\nrun: call ./b#load\nrun: pass ./b#load\nrun: call local#run.x.y\n");
}

TEST_CASE("JavaScript calls: closures are part of the function around them, locals are its own") {
  CHECK(Calls("import { load } from './b';\n"
              "function run(cb) { const inner = () => load(); inner(); cb(); class X { m() {} }\n"
              "  new X().m(); [1].map(() => load()); }\n") == "run: call ./b#load\n");
}

TEST_CASE("JavaScript calls: receivers by declared types, fields, results, await") {
  CHECK(Calls("import { Repo } from './b';\n"
              "function a(p: Repo, { db }: Repo, u: Repo | null, q: Promise<Repo>) {\n"
              "  p.save(); db.query(); u.drop(); }\n"
              "async function b() { const r = new Repo(); r.save(); (await r.next()).go(); }\n"
              "class S extends Repo { constructor(private x: Repo) { super(); }\n"
              "  m() { this.x.save(); super.n(); this.#p(); } #p() {} }\n") ==
        "a: call ./b#Repo.save\na: call ./b#Repo.db.query\na: call ./b#Repo.drop\n"
        "b: construct ./b#Repo\nb: call ./b#Repo().save\nb: call ./b#Repo().next().go\n"
        "b: call ./b#Repo().next\n"
        "S.constructor: construct ./b#Repo\n"
        "S.m: call local#S.x.save\nS.m: call ./b#Repo().n\nS.m: call local#S.#p\n");
}

TEST_CASE("JavaScript calls: methods of unknown objects, but not those that everything has") {
  CHECK(
      Calls("function run(x) { x.charge(); x.y?.refund(); x.map(); x.then(); x['settle'](); }\n") ==
      "run: call *.charge\nrun: call *.refund\n");
  CHECK(IsCommonMethod("then"));
  CHECK(IsCommonMethod("addEventListener"));
  CHECK(!IsCommonMethod("charge"));
  CHECK(!IsCommonMethod(""));
}

TEST_CASE("JavaScript calls: what is handed on") {
  CHECK(Calls("import { f, Repo, repo } from './b';\nimport app from 'x';\n"
              "function own() {}\nclass C { m() { app(this.m); } }\n"
              "function run(cb) { [1].map(f); app({ own }); if (f) cb(1); cb(Repo.name > f); }\n"
              "function made() { app(new C()); own(new C()); return own; }\n"
              "const view = <Panel on={f} b={() => own()}/>;\nfunction Panel() {}\n") ==
        ": call local#Panel!\n: pass ./b#f\n: call local#own!\nC.m: call npm/x#default\n"
        "C.m: pass local#C.m\nrun: pass ./b#f\nrun: call npm/x#default\nrun: pass local#own!\n"
        "made: call npm/x#default\nmade: construct local#C\nmade: pass local#C()\n"
        "made: call local#own!\nmade: pass local#own!\n");
}

TEST_CASE("JavaScript values: by which names other files get at what") {
  CHECK(
      Values("import { Db } from './db';\nimport { memo } from 'react';\n"
             "export class Repo { db: Db; made = new Db(); list: Map<Db>;\n"
             "  constructor(private given: Db) { this.later = new Db(); }\n"
             "  get(): Promise<Db> { return null } own() { return this.db; } }\n"
             "export const repo = new Repo();\nconst hidden = new Repo();\n"
             "function f() {}\nexport { f as g, hidden as h };\nexport default memo(f);\n"
             "export const api = { f, sub: { g: f }, own() {} };\ntype Alias = Repo | Db;\n") ==
      "Repo.db = ./db#Db instance\nRepo.made = ./db#Db() instance\nRepo.given = ./db#Db instance\n"
      "Repo.later = ./db#Db() instance\nRepo.get() = ./db#Db instance\n"
      "Repo.own() = local#Repo.db\nrepo = local#Repo() instance\ng = local#f\n"
      "h = local#Repo() instance\ndefault = npm/react#memo()\ndefault = local#f\n"
      "api.f = local#f\napi.sub.g = local#f\nAlias = local#Repo instance\n"
      "Alias = ./db#Db instance\n");
  CHECK(Values("const { read } = require('./c');\nmodule.exports = { read, x: require('./d') };\n"
               "module.exports.more = read;\nfunction T() { this.a = read; }\n") ==
        "exports.read = ./c#read\nexports.x = ./d#*\nexports.more = ./c#read\nT.a = ./c#read\n");
}

TEST_CASE("JavaScript types: classes, interfaces and typed objects with what they are below") {
  const CallFacts facts = Extract(
      "import { Base } from './b';\ninterface Port { send(): void }\n"
      "class A extends Base implements Port {}\nconst adapter: Port = { send() {} };\n");
  REQUIRE(facts.types.size() == 3);
  CHECK(facts.types[0] == TypeFact{"Port", {}, true});
  CHECK(facts.types[1] == TypeFact{"A", {"./b#Base", "local#Port"}, false});
  CHECK(facts.types[2] == TypeFact{"adapter", {"local#Port"}, false});
}

TEST_CASE("JavaScript calls: hostile depth and self-reference end") {
  std::string deep = "let a = f;\n";
  for (int i = 0; i < 20'000; ++i) deep += ".m()";
  CHECK(Calls("function f() {}\nf()" + deep.substr(11) + ";\n").find("f!") != std::string::npos);
  std::string aliases = "const a0 = a1;\n";
  for (int i = 1; i < 2'000; ++i)
    aliases += "const a" + std::to_string(i) + " = a" + std::to_string((i + 1) % 2'000) + ";\n";
  CHECK(Calls(aliases + "a0();\n").empty());
  CHECK(Calls("const x = x.y();\nx();\nclass A extends A { m() { super.m(); } }\n") ==
        ": call *.y\nA.m: call local#A().m\n");
}

TEST_CASE("JavaScript calls: a variable that is of the type of its own name leads nowhere") {
  const TestSource parsed(Language::kTypeScript,
                          "declare const Shop: Shop;\nexport const f = () => Shop.open();\n");
  ExtractOptions options;
  options.calls = true;
  const FileFacts facts =
      ExtractFacts(parsed.ast(), "declare const Shop: Shop;\nexport const f = () => Shop.open();\n",
                   nullptr, options);
  CHECK(facts.calls.IsSound());
}

}  // namespace krepis::analyzer
