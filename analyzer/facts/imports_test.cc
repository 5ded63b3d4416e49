#include "analyzer/facts/imports.h"

#include <doctest/doctest.h>

#include "analyzer/ast/semantics.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {
namespace {

/// One line per import: `line:column kind specifier [flags] {imported as local}`.
std::string Imports(Language language, std::string_view source,
                    const Semantics* semantics = nullptr) {
  const TestSource parsed(language, source);
  std::string text;
  for (const ImportFact& fact : ExtractFacts(parsed.ast(), source, semantics, {}).imports) {
    text += std::to_string(fact.location.begin.line) + ":" +
            std::to_string(fact.location.begin.column) + " " +
            std::string(EdgeKindName(fact.kind)) + " " + fact.specifier;
    if (!fact.scope.empty()) text += " in " + fact.scope;
    if (!fact.resolved.empty()) text += " -> " + fact.resolved;
    if (fact.system) text += " system";
    if (fact.reexport) text += " reexport";
    if (fact.glob) text += " glob";
    if (fact.computed) text += " computed";
    if (fact.test_only) text += " test";
    if (fact.extern_crate) text += " extern";
    if (fact.require) text += " require";
    if (fact.pattern) text += " pattern";
    for (const ImportedName& name : fact.names) {
      text += " " + name.imported;
      if (name.local != name.imported) text += "=" + name.local;
    }
    text += "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("TypeScript: every form of import") {
  CHECK(Imports(Language::kTypeScript, R"(import './side';
import a, { b as c, type D } from "./x.js";
import * as ns from '@scope/pkg/sub';
import type { T } from './types';
import { type U } from './types';
import legacy = require('legacy');
export { e as f } from './e';
export * from './all';
export * as group from './group';
export type { V } from './v';
const later = await import('./later');
import(name);
const cjs = require('cjs'), { one } = require("./one");
require(name);
)") == "1:9 import ./side\n"
       "2:36 import ./x.js default=a b=c D\n"
       "3:22 import @scope/pkg/sub *=ns\n"
       "4:25 type ./types T\n"
       "5:25 type ./types U\n"
       "6:26 import legacy require *=legacy\n"
       "7:25 import ./e reexport e=f\n"
       "8:16 import ./all reexport glob *\n"
       "9:25 import ./group reexport *=group\n"
       "10:25 type ./v reexport V\n"
       "11:29 dynamic ./later\n"
       "12:1 dynamic  computed\n"
       "13:22 import cjs require *=\n"
       "13:48 import ./one require *=\n"
       "14:1 dynamic  computed require\n");
}

TEST_CASE("TypeScript: what is literal of a computed specifier") {
  CHECK(Imports(Language::kTypeScript, R"(import(`./locale/${name}.js`);
import(`./plain.js`);
import("./a/" + name + ".js");
import(`../${a}/${b}/index.js`, { with: { type: "json" } });
require("./plugins/" + path.join(x["y"], 'z'));
import('./a/' + (b ? 'c' : 'd'));
import(`./${a}${b}`);
import("./a" + b);
import(`${base}/x.js`);
import(`pkg/${name}`);
import("./a/" + b || c);
import("./a/" + b in c);
import(base + "./a/");
import("./a/*" + b);
import(`./a/${`b`}`);
import("./\x61/" + b);
import(`@/pages/${name}.js`);
)") == "1:1 dynamic ./locale/*.js computed pattern\n"
       "2:9 dynamic ./plain.js\n"
       "3:1 dynamic ./a/*.js computed pattern\n"
       "4:1 dynamic ../*/*/index.js computed pattern\n"
       "5:1 dynamic ./plugins/* computed require pattern\n"
       "6:1 dynamic ./a/* computed pattern\n"
       "7:1 dynamic ./* computed pattern\n"
       "8:1 dynamic ./a* computed pattern\n"
       "9:1 dynamic  computed\n10:1 dynamic  computed\n11:1 dynamic  computed\n"
       "12:1 dynamic  computed\n13:1 dynamic  computed\n14:1 dynamic  computed\n"
       "15:1 dynamic  computed\n16:1 dynamic  computed\n"
       "17:1 dynamic @/pages/*.js computed pattern\n");
}

TEST_CASE("TypeScript: code that is loaded by its place") {
  const std::string_view source = R"(new Worker(new URL("./w.ts", import.meta.url), { name: "w" });
const pages = import.meta.glob('./pages/**/*.tsx', { eager: true });
const all = import.meta.glob("../*");
new URL("./logo.png", import.meta.url);
new URL("w.ts", import.meta.url);
new URL("./w.ts", base);
import.meta.glob(["./a.ts"]);
console.log(import.meta.url, import.meta.env);
)";
  CHECK(Imports(Language::kTypeScript, source) ==
        "1:12 dynamic ./w.ts computed pattern\n"
        "2:15 dynamic ./pages/**/*.tsx computed pattern\n"
        "3:13 dynamic ../* computed pattern\n");
}

TEST_CASE("TypeScript: require is the global or made by createRequire, else a name like another") {
  CHECK(Imports(Language::kJavaScript, "function f(require) { require('a'); }") == "");
  CHECK(Imports(Language::kJavaScript, "x.require('a');\nrequire();") == "");
  CHECK(Imports(Language::kJavaScript,
                "import { createRequire as make } from 'node:module';\n"
                "const load = make(import.meta.url);\nload('./data.json');") ==
        "1:40 import node:module createRequire=make\n3:7 import ./data.json require *=\n");
}

TEST_CASE("JavaScript: types that JSDoc imports") {
  constexpr std::string_view kSource = R"(/**
 * As import('./prose') says, @type {import('./mid')} is no tag.
 * @param {string} name
 * @param {{a: import("./a").A, b: import( './b' ).B<'}'>}} options
 * @param last {import('./last').L}
 * @returns {Promise<
 *   import('./returned')>} what {import('./text')} says
 * @example import('./example'); {import('./example')}
 * @import c, { type C } from "./c"
 * @import {
 *   D,
 * } from './d'
 */
/* @type {import('./plain')} */
// @type {import('./line')}
const text = '/** @type {import("./string")} */';
/** @typedef {import('./t')} T */
/** @import */ /** @type */ /** @type {import( */ /** @type {import('')} */ /** @import './e'*/
/** @import {E} from
)";
  CHECK(Imports(Language::kJavaScript, std::string(kSource) + "*/") ==
        "4:24 type ./a\n4:45 type ./b\n5:25 type ./last\n7:14 type ./returned\n"
        "9:32 type ./c\n12:12 type ./d\n17:23 type ./t\n18:90 type ./e\n");
  CHECK(Imports(Language::kTypeScript, "/** @type {import('./a')} */") == "");
}

TEST_CASE("TypeScript: references at the top") {
  CHECK(
      Imports(Language::kTypeScript,
              "#!/usr/bin/env node\n// <reference path=\"no\" />\n\n"
              "/// <reference path=\"a/b.d.ts\" />\n  /// <reference types='node' path='../c' />\n"
              "/// <reference types=\"node\" />\n/// <reference path=\"\" />\nx();\n"
              "/// <reference path=\"late\" />") ==
      "4:22 type ./a/b.d.ts\n5:25 type node system\n6:23 type node system\n");
}

TEST_CASE("TypeScript: bases of other files") {
  CHECK(Imports(Language::kTypeScript,
                "import { Base } from './base';\nimport * as ns from 'pkg';\n"
                "class A extends Base implements ns.I, Local {}\nclass Local {}\n"
                "class B extends Error {}") ==
        "1:23 import ./base Base\n2:22 import pkg *=ns\n"
        "3:17 inherit ./base Base\n3:33 inherit pkg I=ns.I\n");
}

TEST_CASE("Rust: use, mod and paths in code") {
  CHECK(Imports(Language::kRust, R"(use std::collections::HashMap;
use crate::a::{self, b::{c, d as e, f::*}};
pub use super::x as y;
extern crate foo as bar;
#[cfg(test)]
use helper::H;
mod inner {
    use super::z;
    fn f() -> serde_json::Value { serde_json::to_string(&1); crate::k::g(); }
}
fn main() {
    use std::fs;
    fs::read("a");
    c::deeper::go();
    let x: u32 = u32::MAX;
    HashMap::new(); inner::f(); Self::new(); log::info!("x");
    let env = 1;
    env::var("A");
}
#[rustfmt::skip]
#[tokio::main]
async fn g() {}
struct S;
impl crate::Trait for S {}
impl std::fmt::Display for S {}
#[cfg(test)]
mod tests { fn t() { serde_json::to_string(&1); } }
)") == "1:5 use std::collections::HashMap HashMap\n"
       "2:16 use crate::a a\n"
       "2:26 use crate::a::b::c c\n"
       "2:29 use crate::a::b::d d=e\n"
       "2:37 use crate::a::b::f glob\n"
       "3:9 use super::x reexport x=y\n"
       "4:14 use foo extern foo=bar\n"
       "6:5 use helper::H test H\n"
       "8:9 use super::z in inner z\n"
       "9:15 path serde_json::Value in inner\n"
       "9:35 path serde_json::to_string in inner\n"
       "9:62 path crate::k::g in inner\n"
       "12:9 use std::fs fs\n"
       "13:5 path std::fs::read\n"
       "14:5 path crate::a::b::c::deeper::go\n"
       "16:21 path self::inner::f\n"
       "16:46 path log::info\n"
       "18:5 path env::var\n"
       "21:1 path tokio::main\n"
       "24:6 inherit crate::Trait\n"
       "24:6 path crate::Trait\n"
       "25:6 inherit std::fmt::Display\n"
       "25:6 path std::fmt::Display\n"
       "27:22 path serde_json::to_string in tests test\n");
}

TEST_CASE("Rust: files whose text a macro includes") {
  CHECK(Imports(Language::kRust, R"(include!("a.rs");
mod m { include!(r"../b.rs"); }
fn f() { let x = std::include!["c.rs",]; }
include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/", "d.rs"));
include!(concat!(env!("OUT_DIR"), "/e.rs"));
include!(env!("FILE"));
const T: &str = include_str!("t.txt");
macro_rules! i { ($p:expr) => { include!($p) } }
fn include() { include(); }
)") == "1:11 include a.rs\n2:20 include ../b.rs in m\n3:18 path std::include\n3:33 include c.rs\n"
       "4:56 include $CARGO_MANIFEST_DIR/src/d.rs\n5:36 include $OUT_DIR/e.rs\n"
       "6:1 include  computed\n");
}

TEST_CASE("Rust: modules") {
  const std::string_view source =
      "mod a;\n#[path = \"x/y.rs\"]\npub mod b;\nmod c { mod d; mod e {} }\n"
      "#[cfg(test)]\nmod tests;\nextern \"C\" { fn f(); }\n"
      "#[cfg(all(unix,\n  not( miri )))] mod g { #[cfg(feature = \"x\")] mod h; }\n";
  const TestSource parsed(Language::kRust, source);
  std::string text;
  for (const ModFact& mod : ExtractFacts(parsed.ast(), source, nullptr, {}).mods) {
    text += std::to_string(mod.location.begin.line) + " " + mod.scope + "|" + mod.name +
            (mod.inline_body ? " inline" : "") + (mod.test_only ? " test" : "") +
            (mod.path_attribute.empty() ? "" : " at " + mod.path_attribute) +
            (mod.condition.empty() ? "" : " if " + mod.condition) + "\n";
  }
  CHECK(text ==
        "1 |a\n3 |b at x/y.rs\n4 |c inline\n4 c|d\n4 c|e inline\n6 |tests test if test\n"
        "9 |g inline if all(unix, not( miri ))\n"
        "9 g|h if all(all(unix, not( miri )), feature = \"x\")\n");
}

TEST_CASE("C and C++: includes, and what the compiler says of them") {
  const std::string_view source =
      "#include <vector>\n#include \"a/b.h\"\n#include HEADER\n  #  include \"c.h\"\n"
      "class A : public B, private C {};\nvoid f() { g(); g(); h(); }\n";
  CHECK(Imports(Language::kCpp, source) ==
        "1:11 include vector system\n2:11 include a/b.h\n3:1 include  computed\n"
        "4:15 include c.h\n");
  const auto span = [&](std::string_view text, size_t from = 0) {
    const size_t at = source.find(text, from);
    REQUIRE(at != std::string_view::npos);
    return ByteSpan{static_cast<uint32_t>(at), static_cast<uint32_t>(text.size())};
  };
  SemanticsBuilder builder;
  builder.Add(SemanticKind::kInclude, span("<vector>"), "/usr/include/c++/12/vector", "");
  builder.Add(SemanticKind::kInclude, span("\"a/b.h\""), "src/a/b.h", "src/a/b.h");
  builder.Add(SemanticKind::kInclude, span("HEADER"), "src/x.h", "src/x.h");
  builder.Add(SemanticKind::kBase, span("public B"), "n::B", "src/a/b.h");
  builder.Add(SemanticKind::kBase, span("private C"), "C", "");
  builder.Add(SemanticKind::kCall, span("g()"), "n::g", "src/a/b.h");
  builder.Add(SemanticKind::kCall, span("g()", source.find("g()") + 1), "n::g", "src/a/b.h");
  builder.Add(SemanticKind::kCall, span("h()"), "h", "");
  const std::string bytes = builder.Finish();
  const auto semantics = Semantics::Read(bytes);
  REQUIRE(semantics.ok());
  CHECK(Imports(Language::kCpp, source, &*semantics) ==
        "1:11 include vector -> /usr/include/c++/12/vector system\n"
        "2:11 include a/b.h -> src/a/b.h\n"
        "3:1 include HEADER -> src/x.h\n"
        "4:15 include c.h\n"
        "5:11 inherit n::B -> src/a/b.h\n"
        "6:12 call n::g -> src/a/b.h\n");
}

TEST_CASE("Rust: a module of the file is its own where it is declared, and as written further in") {
  CHECK(Imports(Language::kRust, R"(mod a;
fn f() { a::x(); }
mod b {
    use super::*;
    mod c { use super::*; fn g() { a::y(); d::z(); } mod d {} }
})") == "2:10 path self::a::x\n"
        "4:9 use super in b glob\n"
        "5:17 use super in b::c glob\n"
        "5:36 path a::y in b::c\n"
        "5:44 path self::d::z in b::c\n");
}

}  // namespace krepis::analyzer
