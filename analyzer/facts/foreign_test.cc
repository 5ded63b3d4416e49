#include <doctest/doctest.h>

#include "analyzer/facts/extract.h"
#include "analyzer/facts/foreign_extract.h"
#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {
namespace {

/// One line per foreign fact: `line:column role name [flags]`.
std::string Foreign(Language language, std::string_view source,
                    std::vector<std::string> functions = {}) {
  const ForeignWords words(std::move(functions));
  const TestSource parsed(language, source);
  std::string text;
  const ExtractOptions options{.foreign = &words};
  for (const ForeignFact& fact : ExtractFacts(parsed.ast(), source, nullptr, options).foreign) {
    text += std::to_string(fact.location.begin.line) + ":" +
            std::to_string(fact.location.begin.column) + " " +
            std::string(ForeignRoleName(fact.role)) + " " + fact.name;
    if (fact.unsaid) text += " unsaid";
    if (fact.beside) text += " beside";
    if (fact.test_only) text += " test";
    text += "\n";
  }
  return text;
}

/// Whether the words of the source say that its tree is worth a look.
bool MayBe(LanguageGroup group, std::string_view source, std::vector<std::string> functions = {}) {
  const ForeignWords words(std::move(functions));
  return MayBeForeign(words, group, source, {});
}

}  // namespace

TEST_CASE("Rust: what foreign blocks declare, by the name that is linked") {
  CHECK(Foreign(Language::kRust, R"(
#[link(name = "z")]
unsafe extern "C" {
    fn inflate(x: i32) -> i32;
    #[link_name = "deflate_v2"]
    pub fn deflate();
    static COUNT: i32;
}
extern { fn plain(); }
extern "system" { fn windows(); }
extern "Rust" { fn other_crate(); }
extern "rust-intrinsic" { fn transmute(); }
#[wasm_bindgen]
extern "C" { fn alert(s: &str); }
#[cfg(test)]
mod tests { extern "C" { fn faked(); } }
extern crate alloc;
)") == "4:8 declares inflate\n"
       "6:12 declares deflate_v2\n"
       "9:13 declares plain\n"
       "10:22 declares windows\n"
       "16:29 declares faked test\n");
}

TEST_CASE("Rust: what is exported under a plain name") {
  CHECK(Foreign(Language::kRust, R"(
#[no_mangle]
pub extern "C" fn a() {}
#[unsafe(no_mangle)]
pub unsafe extern "C" fn b() {}
#[export_name = "c_v2"]
pub extern "C" fn c() {}
#[cfg_attr(not(test), unsafe(export_name = "d_v2"))]
fn d() {}
#[cfg_attr(feature = "export_name", inline)]
pub extern "C" fn mangled() {}
struct S;
impl S { #[no_mangle] pub extern "C" fn method() {} }
)") == "3:19 defines a\n"
       "5:26 defines b\n"
       "7:19 defines c_v2\n"
       "9:4 defines d_v2\n"
       "13:41 defines method\n");
}

TEST_CASE("C: definitions, declarations and calls of the names that are looked for") {
  CHECK(Foreign(Language::kC, R"(
int open_it(void) { return 1; }
extern int close_it(int handle);
static int hidden(void) { return 0; }
int other(void) { return close_it(1) + close_it(2) + hidden(); }
int by_pointer(int (*shadow)(void)) { return shadow(); }
)",
                {"open_it", "close_it", "hidden", "shadow"}) ==
        "2:5 defines open_it\n"
        "3:12 declares close_it\n"
        "5:26 calls close_it\n");
}

TEST_CASE("C++: what says that it has C linkage, what may have it, and what cannot") {
  CHECK(Foreign(Language::kCpp, R"(
extern "C" int a() { return 1; }
extern "C" {
int b(void);
static inline int s(void) { return 0; }
}
int c() { return 2; }
void d();
namespace n {
int e() { return 3; }
extern "C" int f() { return 4; }
}
struct T { int g() { return 5; } int h(); };
int T::h() { return a() + n::b() + this->c(); }
)",
                {"a", "b", "c", "d", "e", "f", "g", "h", "s"}) ==
        "2:16 defines a\n"
        "4:5 declares b\n"
        "7:5 defines c unsaid\n"
        "8:6 declares d unsaid\n"
        "11:16 defines f\n");
}

TEST_CASE("C++: a header that is for C too") {
  CHECK(Foreign(Language::kCpp, R"(#pragma once
#ifdef __cplusplus
extern "C" {
#endif
int a(void);
struct s;
#ifdef __cplusplus
}
#endif
)",
                {"a"}) == "5:5 declares a\n");
}

TEST_CASE("JavaScript: programs and scripts that are started, by literals") {
  CHECK(Foreign(Language::kJavaScript, R"(
import { spawn, exec, fork, execFileSync } from "node:child_process";
import path from "node:path";
const tool = "tool";
spawn(tool, ["--fix"]);
exec(`lint --check ${file}`);
exec(`${prefix}lint`);
exec("npx lint && tool");
fork("./worker.js");
fork(path.join(__dirname, "jobs", "worker.js"));
fork(`${__dirname}/worker.js`);
fork(require.resolve("./worker"));
fork(require.resolve("some-package"));
spawn(process.execPath, ["--no-warnings", new URL("./cli.js", import.meta.url).pathname]);
execFileSync("node", ["scripts/x.js", name]);
execFileSync("node", [name, "scripts/x.js"]);
spawn(program);
)") == "5:7 program tool\n"
       "6:6 program lint\n"
       "8:6 program lint\n"
       "9:6 script ./worker.js\n"
       "10:6 script jobs/worker.js beside\n"
       "11:6 script worker.js beside\n"
       "12:6 script ./worker beside\n"
       "14:43 script ./cli.js beside\n"
       "15:23 script scripts/x.js\n");
}

TEST_CASE("JavaScript: Node-API modules") {
  CHECK(Foreign(Language::kJavaScript, R"(
const a = require("bindings")("a.node");
const b = require("bindings")({ bindings: "b", module_root: __dirname });
const build = require("node-gyp-build");
const c = build(__dirname);
process.dlopen(module, require.resolve("./build/Release/d.node"));
function bindings(name) { return name; }
bindings("e");
build(folder);
)") == "2:31 addon a\n"
       "3:43 addon b\n"
       "5:17 addon . beside\n"
       "6:24 addon ./build/Release/d.node beside\n");
}

TEST_CASE("Rust: programs, generated code, scripts and headers") {
  CHECK(Foreign(Language::kRust, R"(
use std::process::{self, Command};
fn f() {
    Command::new("tool").arg("--fix");
    process::Command::new("node").arg("--test").arg("scripts/x.js");
    Command::new(program);
    Command::new(env!("CARGO_BIN_EXE_own-tool"));
    assert_cmd::Command::cargo_bin("other");
    my::Command::new("none");
}
mod pb { tonic::include_proto!("a.b"); }
mod raw { include!(concat!(env!("OUT_DIR"), "/c.rs")); include!("beside.rs"); }
#[wasm_bindgen(module = "/js/x.js")]
extern "C" { fn now(); }
#[cxx::bridge]
mod ffi { unsafe extern "C++" { include!("demo/x.h"); fn g(); } }
)") == "4:18 program tool\n"
       "5:53 script scripts/x.js\n"
       "7:23 cargo-program own-tool\n"
       "8:36 cargo-program other\n"
       "11:32 generated a.b.rs\n"
       "12:45 generated c.rs\n"
       "13:25 snippet /js/x.js\n"
       "16:42 header demo/x.h\n");
}

TEST_CASE("C and C++: programs, by the functions of the system") {
  CHECK(Foreign(Language::kCpp, R"(
void f(Shell& shell) {
  execlp("tool", "tool", nullptr);
  posix_spawn(&pid, "./build/tool", 0, 0, argv, env);
  ::popen("node scripts/x.js | cat", "r");
  std::system("tool --fix");
  execvp(path, argv);
  shell.system("none");
}
int system(int x);
)") == "3:10 program tool\n"
       "4:21 program ./build/tool\n"
       "5:11 script scripts/x.js\n"
       "6:15 program tool\n");
}

TEST_CASE("words say which files are worth a look") {
  CHECK(MayBe(LanguageGroup::kRust, "unsafe extern \"C\" { fn f(); }"));
  CHECK(MayBe(LanguageGroup::kRust, "#[unsafe(no_mangle)] fn f() {}"));
  CHECK_FALSE(MayBe(LanguageGroup::kRust, "extern crate alloc; // external"));
  CHECK(MayBe(LanguageGroup::kCpp, "int f(void);", {"f"}));
  CHECK_FALSE(MayBe(LanguageGroup::kCpp, "int ff(void);", {"f"}));
  CHECK_FALSE(MayBe(LanguageGroup::kCpp, "int f(void);"));
}

}  // namespace krepis::analyzer
