#include <doctest/doctest.h>

#include <string>

#include "tests/lexical/found.h"

namespace krepis::testing {
namespace {

using namespace analyzer;

constexpr Language kTs = Language::kTypeScript;
constexpr Language kTsx = Language::kTsx;
constexpr Language kJs = Language::kJavaScript;

}  // namespace

TEST_CASE("statements that import") {
  CHECK(Agreed(kTs, "import './a'; import b from \"./b\"\nimport * as c from './c'") ==
        "import ./a, import ./b, import ./c");
  CHECK(Agreed(kTs, "import d, { e, f as g, default as h, 'x y' as i } from './d';") ==
        "import ./d");
  CHECK(Agreed(kTs,
               "import type A from './a'; import type { B } from './b';"
               "import { type C, type D as E } from './c'; import { type F, G } from './d'") ==
        "type ./a, type ./b, type ./c, import ./d");
  CHECK(Agreed(kTs, "import type from './a'; import { type } from './c'") ==
        "import ./a, import ./c");
  CHECK(Agreed(kTs, "import a = require('a'); import type b = require(\"b\"); import c = a.b.c;") ==
        "require a, type b");
  CHECK(Agreed(kTs,
               "export * from './a'; export * as b from './b'; export { c, d as e } from './c';"
               "export type { F } from './f'; export { g }; export default 1; export {}") ==
        "import ./a, import ./b, import ./c, type ./f");
  CHECK(Agreed(kTs, "import json from './a.json' with { type: 'json' };\nimport b from './b'\n;") ==
        "import ./a.json, import ./b");
  CHECK(Agreed(kTs, "import/*1*/{/*2*/a/*3*/as/*4*/b/*5*/}/*6*/from/*7*/'./a'/*8*/;") ==
        "import ./a");
  CHECK(Agreed(kTs, "import {\r\n  a,\r\n  b,\r\n} from './a';\r\nimport './b';\r\n") ==
        "import ./a, import ./b");
  CHECK(Agreed(kTs, "declare module 'x' { import { a } from './a'; export * from './b' }") ==
        "import ./a, import ./b");
  CHECK(Agreed(kTs, "import { \xC3\xA4\xC3\xB6 as b } from './\xC3\xBC';") == "import ./\xC3\xBC");
  CHECK(Agreed(kTs, "import a from './\\x61\\u{62}';") == "import ./ab");
  CHECK(Agreed(kJs, "#!/usr/bin/env node\nimport './a'") == "import ./a");
  CHECK(Agreed(kTs, "/// <reference path=\"a.d.ts\" />\nimport './b'") ==
        "type ./a.d.ts, import ./b");
}

TEST_CASE("what only looks like an import") {
  CHECK(Agreed(kTs,
               "const a = { import: 1, export: 2, require: 3 }; a.import; a.export; a?.require;"
               "a.import('b'); a.require('c'); a . require ('d'); class B { import() {} }") == "");
  CHECK(Agreed(kTs, "class A { static require(x: string) { return x } async import(x) {} }") == "");
  CHECK(
      Agreed(kTs, "interface A { require(id: string): any; import(id: string): Promise<void> }") ==
      "");
  CHECK(Agreed(kTs, "import.meta.url; import.meta.resolve('x'); new URL('y', import.meta.url)") ==
        "");
  CHECK(Agreed(kTs, "require.resolve('a'); require.cache['b']; typeof require === 'function'") ==
        "");
  CHECK(Agreed(kTs, "const important = 1; const requires = f => f; requires('x'); $require('y')") ==
        "");
  CHECK(Agreed(kTs, "const s = \"import './a'\", t = 'require(\"b\")', u = `import './c'`;") == "");
  CHECK(Agreed(kTs, "'\\'; import \\'./a'; \"\\\\\"; import './b'") == "import ./b");
  CHECK(
      Agreed(kTs, "// import './a'\n/* import './b' */ /** import './c' **/\n/**/ import './d'") ==
      "import ./d");
}

TEST_CASE("templates") {
  CHECK(
      Agreed(
          kTs,
          "`a ${require('b')} c ${`${require('d')}` + { a: '}' }.a} import './e'`; import './f'") ==
      "require b, require d, import ./f");
  CHECK(Agreed(kTs, "`\\`${1}\\${require('a')}`; tag`${x}`; `$`; `$$${require('b')}`") ==
        "require b");
}

TEST_CASE("regular expressions and division") {
  CHECK(Agreed(kTs, "const a = /['\"`]/.test(b); require('c')") == "require c");
  CHECK(Agreed(kTs, "a = b / c; d = '/'; require('e'); f = (g) / h; i = '/'") == "require e");
  CHECK(Agreed(kTs, "if (a) /'/.test(b); while (c) /\"/.exec(d); require('e')") == "require e");
  CHECK(Agreed(kTs, "return_(/[/'\\]]/g, x[0] / 2, y++ / 3, `t` / 4, '/'); require('a')") ==
        "require a");
  CHECK(Agreed(kTs, "function f() { return /'/ } f(); { } /'/.test(a); require('b')") ==
        "require b");
  CHECK(Agreed(kTs, "const a = { b: 1 } / 2; const c = '/'; require('d')") == "require d");
  CHECK(Agreed(kTs, "const a = b! / 2, c = '/', d = !/'/.test(e); require('f')") == "require f");
  CHECK(Agreed(kTs, "a = typeof /'/; b = x.return / 2; c = '/'; require('d')") == "require d");
  CHECK(Agreed(kTs, "const f = (a) => /'/.test(a), g = [/'/], h = a ? /'/ : /\"/; require('b')") ==
        "require b");
}

TEST_CASE("JSX") {
  CHECK(Agreed(kTsx, "const a = <div>it's import './b' {require('c')} \" `</div>; require('d')") ==
        "require c, require d");
  CHECK(Agreed(kTsx,
               "const a = <A b='\"' c=\"'\" {...require('d')} e={<B f />}><></><C.D/>'</A>; import "
               "'./e'") == "require d, import ./e");
  CHECK(Agreed(kTsx,
               "const a = <T,>(x: T) => x; const b = <T extends U>(x: T) => \"<\"; require('c')") ==
        "require c");
  CHECK(
      Agreed(kTsx, "if (a < b && c > d) require('e'); f(a << 2, b <= c, x<y>(z)); require('g')") ==
      "require e, require g");
  CHECK(Agreed(kTsx, "const a = <Radio<Key | 'x'> b={1}>'</Radio>; require('c')") == "require c");
  CHECK(Agreed(kJs, "function f() { return (<p>don't</p>) } // <p>\nrequire('a')") == "require a");
  CHECK(Agreed(kTs, "const a = <any>b; const c = <T>(x: T) => x; f<A, B>(c); require('d')") ==
        "require d");
}

TEST_CASE("code that is loaded by its place") {
  CHECK(Agreed(kTs,
               "import a from 'b';\nnew Worker(new URL(\"./w.ts\", import.meta.url));\n"
               "const c = import.meta.glob('./d/*.ts', { eager: true });\n"
               "new URL('./e.png', import.meta.url); import.meta.glob(['./f.ts']);\n"
               "g(import.meta.url);") == "import b, dynamic ?, dynamic ?");
}

TEST_CASE("import() and the type import()") {
  CHECK(Agreed(kTs,
               "const a = import('./a'); await import(`./b`); () => import('./c');"
               "import('./d').then(e => e); [import('./e'), import(f)]") ==
        "dynamic ./a, dynamic ./b, dynamic ./c, dynamic ./d, dynamic ./e, dynamic ?");
  CHECK(Agreed(kTs,
               "import(`./${a}`); import('./b' + c); import('./d', { with: { type: 'json' } })") ==
        "dynamic ?, dynamic ?, dynamic ./d");
  CHECK(Agreed(kTs,
               "let a: typeof import('./a'); let b: import('./b').B; type C = import('./c').C;"
               "function f(x: import('./d').D): Promise<import('./e').E> { return x as "
               "import('./f').F }") ==
        "type ./a, type ./b, type ./c, type ./d, type ./e, type ./f");
  CHECK(
      Agreed(kTs, "load<typeof import('./a')>('./b'); a ?\?= import('./c'); b || import('./d')") ==
      "dynamic ./c, dynamic ./d, type ./a");
  CHECK(Agreed(kTs, "import(require('a')); import(/* note */ './b')") ==
        "dynamic ?, require a, dynamic ./b");
}

TEST_CASE("require") {
  CHECK(
      Agreed(kJs, "const a = require('a'), { b } = require(\"b\"); require(`c`)(require('d').e)") ==
      "require a, require b, require c, require d");
  CHECK(Agreed(kJs, "require(a); require('b' + c); require(); require(`${d}`)") ==
        "dynamic ?, dynamic ?, dynamic ?");
  // One that the file declares is not the module system's, unless it was made to be.
  CHECK(Agreed(kTs, "declare function require(x: string): any;\nconst a = require('a')") == "");
  CHECK(Agreed(kTs, "declare var require: any;\nconst a = require('a')") == "");
  CHECK(Agreed(kTs,
               "import { createRequire } from 'node:module';\n"
               "const require = createRequire(import.meta.url);\nrequire('a')") ==
        "import node:module, require a");
  CHECK(Agreed(kTs, "import require from 'x';\nrequire('a')") == "import x");
}

TEST_CASE("what is left to a parser") {
  for (const std::string_view text : {
           "define(function (require) { require('a') })",
           "function f(require) { return require('a') }",
           "{ const require = 1; require('a') }",
           "import { createRequire } from 'module'; const load = createRequire(x); load('a')",
           "(require)('a')",
           "require?.('a')",
           "new require('a')",
           "import defer * as a from './a'",
           "const a = { b: import('./a') }",
           "await import('./a').b",
           "const a = import('./a').the(b)",
           "const a = import('./a').b;",
           "a(import('./a').b.c())",
           "\\u0069mport './a'",
           "a <!-- import './b'\n",
           "a = 'b\nimport './c'",
           "a = `b",
           "/* a",
           "f(",
           "f)",
           "[)",
           "a = /b\n",
           "import './a\xE2\x80\xA8'; // b\xE2\x80\xA8import './c'",
           "import\xC2\xA0'./a'",
       }) {
    CAPTURE(text);
    CHECK(Found(kTs, text) == "[unsure]");
  }
  for (const std::string_view text : {"const a = <b>", "const a = <b></c>", "const a = <b c=<d/>/>",
                                      "type A = <T>(a: T) => void", "const a = <b>{</b>"}) {
    CAPTURE(text);
    CHECK(Found(kTsx, text) == "[unsure]");
  }
}

TEST_CASE("types that comments of JavaScript import") {
  CHECK(Agreed(kJs, "/** @type {import('./a').A} */ const a = b /** @import {C} from './c' */") ==
        "type ./a, type ./c");
  CHECK(Agreed(kJs, "const a = `/** @type {import('./a')} */` + /\\/** @import {} '.\\/b' */.c") ==
        "");
  CHECK(Agreed(kJs, "/* @type {import('./a')} */ // @type {import('./a')}") == "");
  CHECK(Agreed(kTs, "/** @type {import('./a')} */ let a") == "");
}

TEST_CASE("suppressions stand in comments alone") {
  CHECK(
      Agreed(kTs,
             "// krepis: allow-file(a) why=\"b\"\nimport './c' // krepis: allow(d) why=\"e\"\n") ==
      "import ./c, allow a, allow d");
  CHECK(Agreed(kTs, "const a = '// krepis: allow(b) why=\"c\"'") == "");
  CHECK(Agreed(
            kTsx,
            "const a = <p>// krepis: allow(b) why=\"c\"\n{/* krepis: allow(d) why=\"e\" */}</p>") ==
        "allow d");
  CHECK(Agreed(kTs, "import './a'\n/*\n krepis: allow-file(b) why=\"c\"\n*/") ==
        "import ./a, allow b");
  CHECK(Agreed(kTs, "import { // krepis: allow(a) why=\"b\"\n  c } from './d'") ==
        "import ./d, allow a");
}

}  // namespace krepis::testing
