#include "analyzer/facts/function_table.h"

#include <doctest/doctest.h>

#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {
namespace {

/// The names of the functions, each with what is said of it.
std::string Functions(Language language, std::string_view source) {
  const TestSource parsed(language, source);
  const Scopes scopes(parsed.ast());
  const FunctionTable table(scopes);
  std::string text;
  for (size_t i = 1; i < table.functions().size(); ++i) {
    const FunctionTable::Function& function = table.functions()[i];
    text += function.name;
    if (function.held) text += " held";
    if (function.bodiless) text += " bodiless";
    if (function.local) text += " local";
    if (function.test_only) text += " test";
    text += "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("functions of JavaScript: what a name of the file leads to") {
  CHECK(Functions(Language::kTypeScript,
                  "export function load() { function inner() {} }\n"
                  "export const save = async () => { const f = () => 1; };\n"
                  "const g = function named() {};\n") == "load\nsave\ng\n");
  CHECK(Functions(Language::kTypeScript,
                  "const api = { v1: { load() {}, put: () => 1 }, x: y };\n"
                  "export default { run() {} };\n") == "api.v1.load\napi.v1.put\ndefault.run\n");
  CHECK(Functions(
            Language::kTypeScript,
            "class Repo { field = 1; arrow = () => 1; static s() {} constructor() {} }\n"
            "export const K = class { m() {} };\n"
            "Repo.prototype.more = function () {};\nnamespace N { export function g() {} }\n") ==
        "Repo.arrow\nRepo.s\nRepo.constructor\nK.m\nRepo.more\nN.g\n");
  CHECK(Functions(Language::kJavaScript,
                  "exports.f = function () {};\n"
                  "module.exports = { a() {}, b: () => {} };\n"
                  "module.exports.c = async () => {};\n") ==
        "exports.f\nexports.a\nexports.b\nexports.c\n");
  CHECK(Functions(Language::kTypeScript, "export default function () {}\n") == "default\n");
}

TEST_CASE("functions of JavaScript: closures belong to what is around them") {
  CHECK(Functions(Language::kTypeScript,
                  "app.get('/', () => { load(); });\n"
                  "register({ run() { load(); }, go: () => 1 });\n") == "");
  CHECK(Functions(Language::kTypeScript, "(function () { function inner() {} })();\n") ==
        "inner\n");
  CHECK(Functions(Language::kTypeScript,
                  "export const load = cache(async () => read());\n"
                  "export default component({ m() {} });\n"
                  "const plain = make(1);\n") == "load held\ndefault held\n");
}

TEST_CASE("functions of Rust: modules, impls, traits, statics that closures make") {
  CHECK(Functions(Language::kRust,
                  "mod inner { pub fn f() {} #[cfg(test)] mod tests { fn t() {} } }\n"
                  "impl Repo { pub fn save(&self) { let c = || 1; fn nested() {} } }\n"
                  "impl Store for Repo { fn put(&self) {} }\n"
                  "trait Store { fn put(&self); fn all(&self) { self.put() } }\n"
                  "static CONF: LazyLock<String> = LazyLock::new(|| read());\n") ==
        "inner::f\ninner::tests::t test\nRepo::save\n<Repo as Store>::put\nStore::put "
        "bodiless\nStore::all\n"
        "CONF held\n");
}

TEST_CASE("functions of C++: qualified names, what only this file can name") {
  CHECK(
      Functions(
          Language::kCpp,
          "namespace a::b { class R { void in() { f(); } void out(); };\nvoid R::out() {}\n"
          "namespace { void anon() {} }\nstatic void st() {} }\n"
          "a::b::R::R() {}\nextern \"C\" { int c_fn() { return 1; } }\n"
          "struct D { void in() { struct L { void m() {} }; } static int s() { return 1; } };\n") ==
      "a::b::R::in\na::b::R::out bodiless\na::b::R::out\na::b::anon local\na::b::st local\n"
      "a::b::R::R\nc_fn\nD::in\nD::s\n");
}

TEST_CASE("functions of C++: what members begin with, tables that may hold functions") {
  CHECK(Functions(Language::kCpp,
                  "namespace n { struct S { int a = f(); int b = 1; static inline int c = f(); };\n"
                  "static const op table[] = {read, write}; int plain[] = {1, 2};\n"
                  "auto made = wrap([] { f(); }); }\n") ==
        "n::S::S\nn::table held local\nn::made held\n");
}

TEST_CASE("functions of C++: tests with a fixture are members of it") {
  CHECK(Functions(Language::kCpp,
                  "namespace n { TEST_F(StoreTest, Opens) { f(); }\nTEST(Store, Closes) {} }\n") ==
        "n::StoreTest::Opens\nn::TEST\n");
}

TEST_CASE("the function around a byte") {
  const TestSource parsed(Language::kRust, "fn a() {}\nconst X: u8 = 1;\nfn b() { c(); }\n");
  const Scopes scopes(parsed.ast());
  const FunctionTable table(scopes);
  CHECK(table.Around(0) == 1);
  CHECK(table.Around(9) == 0);
  CHECK(table.Around(15) == 0);
  CHECK(table.Around(36) == 2);
}

}  // namespace krepis::analyzer
