#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "tests/lexical/found.h"

namespace krepis::testing {
namespace {

std::string Agreed(std::string_view text) {
  return testing::Agreed(analyzer::Language::kRust, text);
}
std::string Found(std::string_view text) { return testing::Found(analyzer::Language::kRust, text); }

}  // namespace

TEST_CASE("Rust: use trees") {
  CHECK(Agreed("use a;\npub use ::b::c;\npub(crate) use d::*;\nuse e::f as g;\nuse h::I as _;\n") ==
        "use a, use ::b::c, use d, use e::f, use h::I");
  CHECK(Agreed(
            "use a::{self, b, c::{d, e as f, g::*}, h as i,};\nuse {j, k::l};\nuse ::{m, n::o};") ==
        "use a, use a::b, use a::c::d, use a::c::e, use a::c::g, use a::h, use j, use k::l, "
        "use ::m, use ::n::o");
  CHECK(Agreed("use a::{/* b */ c, // d\n  e};\nuse f::{};\nuse r#type::r#fn::g;") ==
        "use a::c, use a::e, use r#type::r#fn::g");
  CHECK(Agreed("fn f() { use a::b; { use c::d; } }\nimpl X { fn g() { use e::f; } }") ==
        "use a::b, use c::d, use e::f");
  CHECK(Agreed("fn f<'a>(x: &'a u8) -> impl Iterator<Item = u8> + use<'a> { g(x) }") == "");
  CHECK(Agreed("extern crate a;\npub extern crate b as c;\nextern crate self as d;\n") ==
        "use a, use b, use self");
}

TEST_CASE("Rust: modules and what is for tests") {
  // Modules are facts of their own: Agreed() compares them.
  CHECK(Agreed("mod a;\npub mod b { mod c; use self::c::D; }\n#[path = \"x\\u{79}.rs\"] mod e;\n"
               "#[cfg(feature = \"f\")] #[path = r\"g.rs\"] pub(super) mod h;") ==
        "use self::c::D");
  CHECK(Agreed("#[cfg(test)] mod tests { use super::*; #[test] fn a() { b::c(); } }\n"
               "#[cfg(all(test, unix))] use d::e;\n#[cfg(not(test))] use f::g;") ==
        "use super, path b::c, use d::e, use f::g");
  CHECK(Agreed("mod a { #![cfg(test)] use b::c; }\nuse d::e;") == "use b::c, use d::e");
  CHECK(Agreed("#![cfg(test)]\nuse a::b;\nfn f() { c::d() }") == "use a::b, path c::d");
  CHECK(Agreed("#[tokio::test] async fn a() -> b::C { d::e() } fn f() { d::e() }") ==
        "path tokio::test, path b::C, path d::e, path d::e");
  CHECK(Agreed("struct A { #[cfg(test)] a: b::C, d: b::C }\nenum E { #[cfg(test)] F(g::H) }") ==
        "path b::C, path b::C, path g::H");
  CHECK(Agreed("fn f() { #[cfg(test)] let a = b::c(); let d = b::c(); }") ==
        "path b::c, path b::c");
  CHECK(Agreed("#[cfg(test)] const A: u8 = b::C; #[cfg(test)] static D: e::F = e::G;\n"
               "#[cfg(test)] impl H { fn i() { j::k() } } fn l() { j::k() }") ==
        "path b::C, path e::F, path e::G, path j::k, path j::k");
  CHECK(Agreed("extern \"C\" { #[cfg(test)] fn a(b: c::D); fn e(f: c::D); }") ==
        "path c::D, path c::D");
}

TEST_CASE("Rust: attributes of a macro's definition are not those of the next item") {
  CHECK(Agreed("#[cfg(test)]\nmacro_rules! a { () => {} }\nuse b::c;\nmod d { use e::f; }") ==
        "use b::c, use e::f");
}

TEST_CASE("Rust: qualified paths") {
  CHECK(Agreed("fn f(a: b::C, self_: &d::E) -> g::H<i::J> where k::L: m::N { o::p(q::R) }") ==
        "path b::C, path d::E, path g::H, path i::J, path k::L, path m::N, path o::p, path q::R");
  CHECK(Agreed("fn f() { Vec::new(); u32::MAX; Self::g(); String::<a::B>::from(c); ::d::e(); }") ==
        "path a::B, path d::e");
  CHECK(Agreed("fn f() { a::B::<c::D>::e(); g::<h::I>(); <j::K as l::M>::n(); <o::P>::q(); }") ==
        "path a::B, path c::D, path h::I, path j::K, path l::M, path o::P");
  CHECK(Agreed("fn f() { x as libc::c_int + 1; let a = |b: c::D| e::f(b); g[h::I]; j::k!(); }") ==
        "path libc::c_int, path c::D, path e::f, path h::I, path j::k");
  CHECK(
      Agreed("fn f() { match a { b::C => d::e(), h::I { j } | k::L(m) if n::o() => p::Q {} } }") ==
      "path b::C, path d::e, path h::I, path k::L, path n::o, path p::Q");
  CHECK(
      Agreed("type A = [b::C; d::E]; struct F(pub g::H, #[a::b] i::J); struct K { l: dyn m::N }") ==
      "path b::C, path d::E, path g::H, path a::b, path i::J, path m::N");
  CHECK(Agreed("pub(in a::b) fn f() { r#type::g(); h::r#fn::i(); for a in b::c() { d::e() } }") ==
        "path r#type::g, path h::r#fn::i, path b::c, path d::e");
  CHECK(
      Agreed("fn f(self: std::pin::Pin<&mut Self>) -> Box<dyn for<'a> Fn(&'a a::B) -> c::D> {}") ==
      "path std::pin::Pin, path a::B, path c::D");
}

TEST_CASE("Rust: what the first name of a path is bound to") {
  CHECK(Agreed("use std::fs;\nfn f() { fs::read(); g::h(); }\nfn i() { use a::g; g::j(); }") ==
        "use std::fs, path std::fs::read, path g::h, use a::g, path a::g::j");
  CHECK(
      Agreed("use a::b as c;\nuse d::{self as e, f};\nfn g() { c::h(); e::i(); f::j(); b::k() }") ==
      "use a::b, use d, use d::f, path a::b::h, path d::i, path d::f::j, path b::k");
  CHECK(Agreed("mod a; fn f() { a::b(); { mod c { fn d() {} } c::d(); } c::e(); }") ==
        "path self::a::b, path self::c::d, path c::e");
  CHECK(Agreed("struct a; trait b {} type c = d::E; fn f() { a::g(); b::h(); c::i(); j::k(); }") ==
        "path d::E, path j::k");
  CHECK(Agreed(
            "use a::env;\nfn f(env: u8) { let env = env::var(); format!(\"\", env = env::b()) }") ==
        "use a::env, path a::env::var, path a::env::b");
  CHECK(Agreed("#[cfg(a)] use b::c; #[cfg(not(a))] use d::c; fn f() { c::e(); }") ==
        "use b::c, use d::c");
  CHECK(Agreed("fn f() { a::b(); use c::a; }") == "path c::a::b, use c::a");
}

TEST_CASE("Rust: what types and traits inherit") {
  CHECK(Agreed("use a::B;\nimpl B for C {}\nimpl<T: d::E> f::G<h::I> for C<T> {}\nimpl j::K {}") ==
        "use a::B, inherit a::B, path d::E, inherit f::G, path f::G, path h::I, path j::K");
  CHECK(Agreed("use a::{B, C};\npub trait D<T>: B + 'static + for<'a> C<'a> + e::F<g::H> where T: "
               "i::J {}") ==
        "use a::B, use a::C, inherit a::B, inherit a::C, inherit e::F, path e::F, path g::H, "
        "path i::J");
  CHECK(Agreed("use a::T;\nimpl<S> T<S> for B { type T = C; }") == "use a::T, inherit a::T");
  CHECK(Agreed("trait A {} impl A for B {}\nunsafe impl<const N: usize> c::D for [E; N] {}") ==
        "inherit c::D, path c::D");
  CHECK(Agreed("fn f(a: impl b::C) -> impl d::E { for g in h::i() {} }") ==
        "path b::C, path d::E, path h::i");
}

TEST_CASE("Rust: attributes") {
  CHECK(Agreed("#[derive(Debug, serde::Serialize)] #[serde(rename = \"a::b\")] struct C;") ==
        "path serde::Serialize");
  CHECK(Agreed("#[rustfmt::skip] #[allow(clippy::all)] #[a::b(c::d)] fn f() {}") ==
        "path a::b, path c::d");
  CHECK(Agreed("struct A { #[b(c = d::e)] f: g::H } enum I { #[j::k] L { #[m(n::o)] p: q::R } }") ==
        "path d::e, path g::H, path j::k, path n::o, path q::R");
  CHECK(Agreed("fn f() { match a { #[b::c] d => e::g(), } h(#[i::j] k); #[l::m] n(); }") ==
        "path e::g");
}

TEST_CASE("Rust: literals and comments") {
  CHECK(
      Agreed("/* use a::b; /* use c::d; */ use e::f; */ // use g::h;\n/// use i::j;\nuse k::l;") ==
      "use k::l");
  CHECK(Agreed("const A: &str = \"use a::b; \\\" c::d \\\\\"; const B: u8 = b'\"'; use e::f;") ==
        "use e::f");
  CHECK(Agreed("const A: &str = r#\"a::b \"# ; const B: &[u8] = br##\"c::d\"#\"##; use e::f;") ==
        "use e::f");
  CHECK(
      Agreed("fn f<'a>(b: &'a str) { 'c: loop { match d { '\\'' | '\"' | '\xC3\xA9' | '\\u{41}' => "
             "break 'c, _ => e::g() } } }") == "path e::g");
  CHECK(
      Agreed("const A: &std::ffi::CStr = c\"a::b\"; fn f() { 1..c::d(); 2.0.max(e::g); x.0.1; }") ==
      "path std::ffi::CStr, path c::d, path e::g");
  CHECK(Agreed("#!/usr/bin/env run\nuse a::b;") == "use a::b");
  CHECK(Agreed("\xEF\xBB\xBFuse a::b;") == "use a::b");
}

TEST_CASE("Rust: macros") {
  CHECK(Agreed("macro_rules! a { ($b:path) => { use c::d; $b::e() }; }\nuse f::g;") == "use f::g");
  CHECK(Agreed("fn f() { quote! { use a::b; c::d() }; assert_eq!(e::g(), vec![h::I; 2]); }") ==
        "path e::g, path h::I");
  CHECK(Agreed("cfg_rt! { mod a; pub use a::B; cfg_io! { use c::d; } }\nuse e::f;") ==
        "use a::B, use c::d, use e::f");
  CHECK(Agreed("cfg_if! { if #[cfg(unix)] { mod a; use b::c; } else { use d::e; } }") ==
        "use b::c, use d::e");
  CHECK(
      Agreed(
          "d::t! {\n  use a::b::*;\n  pub use super::c::D;\n  p (id) { id -> D, x -> e::F, } }") ==
      "path d::t, use a::b, use super::c::D, path e::F");
  CHECK(Agreed("fn f() { select! { a = b::c() => d::e(a), _ = g::h() => {} } }") ==
        "path b::c, path d::e, path g::h");
  CHECK(Agreed("fn f() { a!(b!(c!(d!(e!(f::g(h::<i::J>::k())))))) }") == "path f::g, path i::J");
  CHECK(Agreed("thread_local! { static A: b::C = d::e(); }\nbitflags! { struct F: u8 { const G = "
               "1; } }") == "path b::C, path d::e");
}

TEST_CASE("Rust: what bytes cannot tell") {
  for (const std::string_view text :
       {"mock! { pub A { fn a(); } impl b::C for A {} }", "a! { b: c; use d::e; }",
        "a! { b = c => { use d::e; } }", "fn f() {", "fn f() }", "\"a", "/* a", "use a::{b",
        "use a:: b;", "fn f() { a:: b() }", "fn f() { a ::b() }", "r#\"a\"", "'ab'",
        "impl<T: A<B = {", "mod;", "fn f() { $a::b() }", "#[cfg(a)] ; #[cfg(test)] mod b;",
        "use\xC2\xA0"
        "a::b;"}) {
    CAPTURE(text);
    CHECK(Found(text) == "[unsure]");
  }
}

TEST_CASE("Rust: suppressions") {
  CHECK(Agreed("// krepis: allow-file(a) why=\"x\"\nuse a::b; // krepis: allow(b) why=\"y\"\n") ==
        "use a::b, allow a, allow b");
  CHECK(Agreed("//! krepis: allow-file(a) why=\"x\"\n/// krepis: allow(b) why=\"y\"\nfn f() {}") ==
        "allow a, allow b");
  CHECK(Agreed("const A: &str = \"// krepis: allow(b) why='y'\";") == "");
}

TEST_CASE("Rust: files whose text a macro includes") {
  CHECK(Agreed("include!(\"a.rs\");\nmod m { std::include![ r#\"b.rs\"# ]; }\n"
               "fn f() -> u8 { include!(concat!(env!(\"OUT_DIR\"), \"/c.rs\")) }\n"
               "include!(env!(\"X\"));\nfn include() { if include != 1 { include(); } }\n") ==
        "include a.rs, path std::include, include b.rs, include $OUT_DIR/c.rs, include ?");
  CHECK(Agreed("macro_rules! m { () => { include!(\"a.rs\"); } }\n"
               "cfg_rt! { include!(\"b.rs\"); }\nconst S: &str = include_str!(\"t\");\n") ==
        "include b.rs");
}

}  // namespace krepis::testing
