#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "analyzer/facts/extract.h"
#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {
namespace {

CallFacts Facts(std::string_view source) {
  const TestSource parsed(Language::kRust, source);
  ExtractOptions options;
  options.calls = true;
  return ExtractFacts(parsed.ast(), source, nullptr, options).calls;
}

/// "caller -> symbol" of every call; what is no plain call says so.
std::string Calls(std::string_view source) {
  const CallFacts facts = Facts(source);
  CHECK(facts.IsSound());
  std::string text;
  for (const CallFact& call : facts.calls) {
    text += facts.functions[call.caller].name + " -> " + facts.symbols[call.symbol];
    if (call.function != CallFact::kNoFunction) text += " =";
    if (call.kind != CallKind::kCall) text += " " + std::string(CallKindName(call.kind));
    if (call.test_only) text += " test";
    text += "\n";
  }
  return text;
}

std::string Values(std::string_view source) {
  std::string text;
  for (const ValueFact& value : Facts(source).values)
    text += value.name + ": " + value.symbol + "\n";
  return text;
}

}  // namespace

TEST_CASE("Rust calls: paths are what their aliases make of them, in the modules of the file") {
  CHECK(Calls("use crate::db as d;\nuse a::b::{c, e as f};\n"
              "fn g() { d::load(); c(); f(); own(); crate::x::y(); super::z(); }\nfn own() {}\n") ==
        "g -> crate::db::load\ng -> a::b::c\ng -> a::b::e\ng -> self::own =\ng -> crate::x::y\n"
        "g -> super::z\n");
  CHECK(Calls("mod m { use super::q; fn f() { q::r(); self::g(); super::h(); } fn g() {} }\n") ==
        "m::f -> self::q::r\nm::f -> self::m::g\nm::f -> self::h\n");
}

TEST_CASE("Rust calls: the standard library, locals, nested functions and variants are none") {
  CHECK(Calls("use std::fs;\nfn f(g: fn()) { fs::read(p); g(); String::new(); Some(1); Vec::new(); "
              "let c = || 1; c(); fn inner() {} inner(); vec![1].len(); \"a\".trim(); x.unwrap(); "
              "x.clone(); unknown(); }\n") == "");
}

TEST_CASE("Rust calls: receivers are spelt as far as the file knows them") {
  CHECK(Calls("use crate::db::{Repo, open};\nstruct S { repo: Option<Repo> }\n"
              "impl S { fn f(&self, r: &mut Repo) { self.repo.as_ref().unwrap().save(); r.save();\n"
              "let x = open()?; x.y.save(); self.g(); } fn g(&self) {} }\n") ==
        "S::f -> S.repo::as_ref\nS::f -> S.repo::as_ref()::unwrap()::save\n"
        "S::f -> crate::db::Repo::save\nS::f -> crate::db::open\n"
        "S::f -> crate::db::open()?.y::save\nS::f -> S::g\n");
  CHECK(Calls("use crate::Repo;\nfn f(all: Vec<Repo>, (a, b): (Repo, u8)) {\n"
              "for r in all.iter() { r.save(); } all.iter().map(|r| r.load()); a.get(); b.get();\n"
              "if let Some(x) = all.first() { x.put(); } }\n") ==
        "f -> std::Vec<crate::Repo>::iter()[]::save\n"
        "f -> std::Vec<crate::Repo>::iter()[]::load\n"
        "f -> ()<crate::Repo,std::u8>.0::get\n"
        "f -> ()<crate::Repo,std::u8>.1::get\n"
        "f -> std::Vec<crate::Repo>::first()?::put\n");
  CHECK(Calls("fn f(x: impl Copy) { y.frobnicate(); x.frobnicate(); y.push(1); }\n") ==
        "f -> *::frobnicate\n");
}

TEST_CASE("Rust calls: generic parameters are what bounds them") {
  CHECK(
      Calls("use crate::Store;\nfn f<S: Store + Send, T>(s: S, t: T) where T: a::Other { s.put(); "
            "t.go(); S::make(); }\nimpl<K: Store> H<K> { fn g(&self) { K::make(); } }\n") ==
      "f -> crate::Store::put\nf -> a::Other::go\nf -> crate::Store::make\nH::g -> "
      "crate::Store::make\n");
}

TEST_CASE("Rust calls: functions and statics handed on or mentioned") {
  CHECK(Calls("use std::sync::LazyLock;\nfn f() { xs.map(load).filter(Self::keep); route(\"/\", "
              "get(crate::api::index)); "
              "let t = Table { run: load }; CONF.clone(); crate::POOL.get(); }\nfn load() {}\n"
              "static CONF: LazyLock<u8> = LazyLock::new(|| read());\n") ==
        "f -> self::load = pass\nf -> std::Option<self::load()>::filter\n"
        "f -> crate::api::index pass\n"
        "f -> self::CONF =\nf -> crate::POOL\nf -> crate::POOL::get\n");
  CHECK(Calls("lazy_static! { static ref Q: Regex = make(); }\nfn make() -> Regex { x() }\n"
              "fn f() { Q.is_match(s); }\n") ==
        "Q -> self::make =\nf -> self::Q =\nf -> Regex::is_match\n");
}

TEST_CASE("Rust calls: macros carry what reads as expressions") {
  CHECK(Calls("fn f() { println!(\"{}\", load()); tokio::select! { v = wait(a) => load(), } "
              "assert!(a.is_fine(load())); }\nfn load() {}\nfn wait() {}\n") ==
        "f -> self::load =\nf -> self::wait =\nf -> *::is_fine\n");
}

TEST_CASE("Rust calls: what a trait or an extern block declares leads on") {
  CHECK(Calls("trait T { fn a(&self); fn b(&self) {} }\nextern \"C\" { fn c(); }\n"
              "#[cfg(test)] mod tests { fn t() { crate::x(); } }\n") ==
        "T::a -> $S::a\nc -> extern::c\ntests::t -> crate::x test\n");
}

TEST_CASE("Rust values: fields, results, statics, aliases and variants have types") {
  CHECK(Values("use std::sync::{Arc, LazyLock};\nstruct R<T> { a: Arc<crate::A>, b: T, c: &'static "
               "str }\n"
               "impl<T> R<T> { fn f(&self) -> Option<T> { None } fn new() -> Self { x } fn "
               "n(&self) {} }\n"
               "enum E { A(crate::A), B { x: u8 } }\ntype Db = Arc<crate::Pool>;\n"
               "static P: LazyLock<crate::Pool> = x;\n"
               "impl Deref for R { type Target = crate::A; }\n") ==
        "R.a: std::Arc<crate::A>\nR.b: $0\nR.c: std::str\nR::f(): std::Option<$0>\nR::new(): $S\n"
        "E::A.0: crate::A\nE::B.x: std::u8\nDb: std::Arc<crate::Pool>\n"
        "P: std::LazyLock<crate::Pool>\n<R as Deref>::Target: crate::A\n");
}

TEST_CASE("Rust calls: what nobody writes is bounded") {
  std::string chain = "fn f(x: Repo) { x";
  for (int i = 0; i < 20'000; ++i) chain += ".a()";
  CHECK(Facts(chain + "; }\n").IsSound());
  std::string type = "fn f(x: ";
  for (int i = 0; i < 5'000; ++i) type += "Box<";
  CHECK(Facts(type + "Repo" + std::string(5'000, '>') + ") { x.save(); }\n").IsSound());
  std::string variables = "fn f() { let a0 = Repo::new();\n";
  for (int i = 1; i < 5'000; ++i)
    variables += "let a" + std::to_string(i) + " = a" + std::to_string(i - 1) + ".next_one();\n";
  CHECK(Facts(variables + "}\n").IsSound());
  CHECK(Facts("fn f() { let x = x.y(); x.z(); let a = b; let b = a; b.go(); }\n").IsSound());
  std::string loops = "fn f(x: Repo) {\n";
  for (int i = 0; i < 20'000; ++i) loops += "for a in x.b() { a.c(); }\n";
  CHECK(Facts(loops + "}\n").IsSound());
  std::string nested = "fn f(a0: Repo) {";
  for (int i = 1; i < 3'000; ++i)
    nested += " for a" + std::to_string(i) + " in a" + std::to_string(i - 1) + " {";
  CHECK(Facts(nested + std::string(3'000, '}')).IsSound());
  CHECK(Facts("impl<T: A<B<{ fn f<(>) -> where T: { x.y() }\ntrait <> {}\nimpl X for {}\n")
            .IsSound());
}

}  // namespace krepis::analyzer
