#include <doctest/doctest.h>

#include "analyzer/graph/call_graph_test_tree.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kManifest =
    "// --- Cargo.toml\n[package]\nname = \"app\"\nedition = \"2021\"\n";

std::string Lines(std::string_view text) {
  return TestCallGraph(std::string(kManifest) + std::string(text)).Lines();
}

}  // namespace

TEST_CASE("Rust calls: functions by their paths") {
  CHECK(Lines(R"(
// --- src/lib.rs
mod db;
mod api;
pub use db::pool::connect as open;
fn local() {}
fn run() { local(); db::pool::connect(); open(); crate::api::serve(); inner::f(); self::inner::f(); }
mod inner { pub fn f() { super::local(); } mod deep { use super::super::db; fn g() { db::pool::connect(); super::f(); } } }
// --- src/db/mod.rs
pub mod pool;
// --- src/db/pool.rs
pub fn connect() {}
// --- src/api.rs
use crate::open;
use super::db::pool;
use crate::db::pool::*;
pub fn serve() { open(); pool::connect(); connect(); }
)") == "src/api.rs:serve -> src/db/pool.rs:connect\n"
       "src/lib.rs:run -> src/api.rs:serve\n"
       "src/lib.rs:run -> src/db/pool.rs:connect\n"
       "src/lib.rs:run -> src/lib.rs:local\n"
       "src/lib.rs:run -> src/lib.rs:inner::f\n"
       "src/lib.rs:inner::f -> src/lib.rs:local\n"
       "src/lib.rs:inner::deep::g -> src/db/pool.rs:connect\n"
       "src/lib.rs:inner::deep::g -> src/lib.rs:inner::f\n");
}

TEST_CASE("Rust calls: methods of known types") {
  CHECK(Lines(R"(
// --- src/lib.rs
mod repo;
use repo::Repo;
use std::sync::{Arc, Mutex};
struct Service { repo: Arc<Repo>, all: Vec<Repo>, locked: Mutex<Option<Repo>> }
impl Service {
  fn new() -> Self { Service { repo: Arc::new(Repo::open().unwrap()), all: vec![], locked: Mutex::new(None) } }
  fn save(&self) { self.repo.save(); }
  fn both(&self) { self.save(); }
  fn each(&self) { for one in self.all.iter() { one.save(); } self.all.iter().map(|r| r.save()); }
  fn held(&self) { if let Some(r) = self.locked.lock().unwrap().as_ref() { r.save(); } }
}
fn parameter(x: &Repo, y: Option<Box<Repo>>) { x.save(); if let Some(y) = y { y.save(); } }
fn made() { let r = Repo::open()?; r.save(); Service::new().repo.save(); }
async fn chain() { Repo::open().await.unwrap().conn().query(); }
// --- src/repo.rs
pub struct Conn;
impl Conn { pub fn query(&self) {} }
pub struct Repo { conn: Conn }
impl Repo {
  pub fn open() -> Result<Self, Error> { Ok(Self { conn: Conn }) }
  pub fn save(&self) { self.conn().query(); self.conn.query(); }
  pub fn conn(&self) -> &Conn { &self.conn }
}
)") == "src/lib.rs:Service::new -> src/repo.rs:Repo::open\n"
       "src/lib.rs:Service::save -> src/repo.rs:Repo::save\n"
       "src/lib.rs:Service::both -> src/lib.rs:Service::save\n"
       "src/lib.rs:Service::each -> src/repo.rs:Repo::save\n"
       "src/lib.rs:Service::held -> src/repo.rs:Repo::save\n"
       "src/lib.rs:parameter -> src/repo.rs:Repo::save\n"
       "src/lib.rs:made -> src/lib.rs:Service::new\n"
       "src/lib.rs:made -> src/repo.rs:Repo::open\n"
       "src/lib.rs:made -> src/repo.rs:Repo::save\n"
       "src/lib.rs:chain -> src/repo.rs:Conn::query\n"
       "src/lib.rs:chain -> src/repo.rs:Repo::open\n"
       "src/lib.rs:chain -> src/repo.rs:Repo::conn\n"
       "src/repo.rs:Repo::save -> src/repo.rs:Conn::query\n"
       "src/repo.rs:Repo::save -> src/repo.rs:Repo::conn\n");
}

TEST_CASE("Rust calls: traits lead to what implements them") {
  CHECK(Lines(R"(
// --- src/lib.rs
mod store;
use store::{Disk, Store};
fn dynamic(s: &dyn Store) { s.put(); s.twice(); }
fn generic<S: Store>(s: S) { s.put(); S::make(); }
fn bounded<S>(s: S) where S: store::Store { s.put(); }
fn known(d: Disk) { d.put(); d.twice(); Store::put(&d); <Disk as Store>::put(&d); }
struct Holder<S> { store: S }
impl<S: Store> Holder<S> { fn go(&self) { self.store.put(); } }
// --- src/store.rs
pub trait Store { fn put(&self); fn make() -> Self; fn twice(&self) { self.put(); } }
pub struct Disk;
pub struct Net;
impl Store for Disk { fn put(&self) {} fn make() -> Self { Disk } }
impl Store for Net { fn put(&self) {} fn make() -> Self { Net } fn twice(&self) {} }
)") == "src/lib.rs:dynamic -> src/store.rs:Store::put\n"
       "src/lib.rs:dynamic -> src/store.rs:Store::twice [dispatch]\n"
       "src/lib.rs:dynamic -> src/store.rs:<Net as Store>::twice [dispatch]\n"
       "src/lib.rs:generic -> src/store.rs:Store::put\n"
       "src/lib.rs:generic -> src/store.rs:Store::make\n"
       "src/lib.rs:bounded -> src/store.rs:Store::put\n"
       "src/lib.rs:known -> src/store.rs:Store::put\n"
       "src/lib.rs:known -> src/store.rs:Store::twice\n"
       "src/lib.rs:known -> src/store.rs:<Disk as Store>::put\n"
       "src/lib.rs:Holder::go -> src/store.rs:Store::put\n"
       "src/store.rs:Store::put -> src/store.rs:<Disk as Store>::put [dispatch]\n"
       "src/store.rs:Store::put -> src/store.rs:<Net as Store>::put [dispatch]\n"
       "src/store.rs:Store::make -> src/store.rs:<Disk as Store>::make [dispatch]\n"
       "src/store.rs:Store::make -> src/store.rs:<Net as Store>::make [dispatch]\n"
       "src/store.rs:Store::twice -> src/store.rs:Store::put\n");
}

TEST_CASE("Rust calls: other crates of the workspace, by the names that their manifests give") {
  CHECK(TestCallGraph(R"(
// --- Cargo.toml
[workspace]
members = ["one", "two"]
// --- one/Cargo.toml
[package]
name = "one-core"
// --- one/src/lib.rs
pub mod io;
pub use io::*;
// --- one/src/io.rs
pub struct Disk { x: u8 }
impl Disk { pub fn flush_all(&self) {} pub fn default() -> Self { Disk { x: 1 } } }
impl Drop for Disk { fn drop(&mut self) { clean(); } }
pub fn load() {}
fn clean() {}
// --- two/Cargo.toml
[package]
name = "two"
[dependencies]
core1 = { package = "one-core", path = "../one" }
// --- two/src/main.rs
use core1::{io, Disk};
fn main() { core1::load(); io::load(); let d = Disk::default(); d.flush_all(); handle(d); core1::io::missing(); }
fn handle(x: impl Send) { x.flush_all(); }
)")
            .Lines() ==
        "one/src/io.rs:Disk::default -> one/src/io.rs:<Disk as Drop>::drop [dispatch]\n"
        "one/src/io.rs:<Disk as Drop>::drop -> one/src/io.rs:clean\n"
        "two/src/main.rs:main -> one/src/io.rs:Disk::flush_all\n"
        "two/src/main.rs:main -> one/src/io.rs:Disk::default\n"
        "two/src/main.rs:main -> one/src/io.rs:load\n"
        "two/src/main.rs:main -> two/src/main.rs:handle\n"
        "two/src/main.rs:handle -> one/src/io.rs:Disk::flush_all [dispatch]\n");
}

TEST_CASE("Rust calls: a method by its name alone") {
  CHECK(Lines(R"(
// --- src/lib.rs
struct A; struct B;
impl A { fn only_here(&self) {} fn both(&self) {} fn get(&self) {} }
impl B { fn both(&self) {} }
fn f() { for x in things() { x.only_here(); x.both(); x.get(); } }
)") == "src/lib.rs:f -> src/lib.rs:A::only_here [dispatch]\n"
       "src/lib.rs:f -> src/lib.rs:A::both [unknown]\n"
       "src/lib.rs:f -> src/lib.rs:B::both [unknown]\n");
}

TEST_CASE("Rust calls: what is handed on, iterators, aliases and pointers of one's own") {
  CHECK(Lines(R"(
// --- src/lib.rs
struct Walk;
impl Iterator for Walk { type Item = Entry; fn next(&mut self) -> Option<Entry> { read() } }
struct Entry;
impl Entry { fn open(&self) {} }
type Walks = Vec<Walk>;
struct Own(Entry);
impl std::ops::Deref for Own { type Target = Entry; fn deref(&self) -> &Entry { &self.0 } }
enum Kind { One(Entry), Two { it: Entry } }
fn read() -> Option<Entry> { None }
fn a(w: Walk) { for e in w { e.open(); } }
fn b(w: Walk) { w.map(|e| e.open()).count(); }
fn c(all: Walks) { all[0].next().unwrap().open(); }
fn d(o: Own) { o.open(); }
fn e(k: Kind) { match k { Kind::One(x) => x.open(), Kind::Two { it } => it.open() } }
fn g() { run(read); run(Entry::open); }
fn run(f: impl Fn()) { f(); }
)") == "src/lib.rs:<Walk as Iterator>::next -> src/lib.rs:read\n"
       "src/lib.rs:a -> src/lib.rs:<Walk as Iterator>::next\n"
       "src/lib.rs:a -> src/lib.rs:Entry::open\n"
       "src/lib.rs:b -> src/lib.rs:<Walk as Iterator>::next [dispatch]\n"
       "src/lib.rs:b -> src/lib.rs:Entry::open\n"
       "src/lib.rs:c -> src/lib.rs:<Walk as Iterator>::next\n"
       "src/lib.rs:c -> src/lib.rs:Entry::open\n"
       "src/lib.rs:d -> src/lib.rs:Entry::open\n"
       "src/lib.rs:e -> src/lib.rs:Entry::open\n"
       "src/lib.rs:g -> src/lib.rs:Entry::open [dispatch]\n"
       "src/lib.rs:g -> src/lib.rs:read [dispatch]\n"
       "src/lib.rs:g -> src/lib.rs:run\n");
}

TEST_CASE("Rust calls: extern blocks lead to what C defines") {
  CHECK(Lines(R"(
// --- src/lib.rs
extern "C" { fn c_read(x: i32); fn elsewhere(); }
fn f() { unsafe { c_read(1); elsewhere(); } }
// --- native/read.c
void c_read(int x) { }
)") == "src/lib.rs:c_read -> native/read.c:c_read\n"
       "src/lib.rs:f -> src/lib.rs:c_read\n"
       "src/lib.rs:f -> src/lib.rs:elsewhere\n");
}

TEST_CASE("Rust calls: traits with many impls, types that go round in circles") {
  std::string source = "// --- src/lib.rs\npub trait T { fn go(&self); fn own(&self) {} }\n";
  for (int i = 0; i < 3000; ++i) {
    const std::string name = "S" + std::to_string(i);
    source +=
        "struct " + name + ";\nimpl T for " + name + " { fn go(&self) {} fn own(&self) {} }\n";
  }
  for (int i = 0; i < 3000; ++i)
    source += "fn f" + std::to_string(i) + "(t: &dyn T) { t.go(); t.own(); }\n";
  source +=
      "type A = B; type B = A; type C = Vec<C>; struct R { r: Box<R> }\n"
      "impl std::ops::Deref for R { type Target = R; }\n"
      "fn z(a: A, c: C, r: R) { a.x(); c[0][0][0].y(); r.r.r.r.go2(); }\n";
  const TestCallGraph tree(std::string(kManifest) + source);
  // A call of what is only declared is one edge, of what has a body kMaxDispatch more.
  CHECK(tree.calls().edge_count() <= 3000 * (2 + kMaxDispatch) + 3000);
}

TEST_CASE("Rust calls: a chain of aliases is followed a part of its way, however long it is") {
  const auto lines = [](int aliases) {
    std::string source = "// --- src/lib.rs\nstruct S;\nimpl S { fn go(&self) {} }\ntype A0 = S;\n";
    for (int i = aliases; i > 0; --i)
      source += "type A" + std::to_string(i) + " = A" + std::to_string(i - 1) + ";\n";
    source += "fn f(a: A" + std::to_string(aliases) + ") { a.go(); }\n";
    return TestCallGraph(std::string(kManifest) + source).Lines();
  };
  CHECK(lines(40).find("src/lib.rs:f -> src/lib.rs:S::go\n") != std::string::npos);
  CHECK(lines(20'000) == lines(10'000));
}

TEST_CASE("Rust calls: bounds of bounds are looked through as far as there is time") {
  std::string source =
      "// --- src/lib.rs\ntrait T { fn go(&self); }\nstruct S;\nimpl T for S { fn go(&self) {} }\n";
  constexpr int kLevels = 60;
  for (int i = 0; i < kLevels; ++i) {
    const std::string next = std::to_string(i + 1);
    for (const char* name : {"A", "B"}) {
      source += "type " + (name + std::to_string(i)) + " = (dyn A" + next + " + B" + next + ");\n";
    }
  }
  source += "fn f(a: &A0) { a.go(); }\nfn g(t: &dyn T) { t.go(); }\n";
  const std::string lines = TestCallGraph(std::string(kManifest) + source).Lines();
  CHECK(lines.find("src/lib.rs:g -> src/lib.rs:T::go\n") != std::string::npos);
}

TEST_CASE("Rust calls: the same on any number of threads") {
  std::string source = "// --- src/lib.rs\n";
  constexpr int kFiles = 60;
  for (int i = 0; i < kFiles; ++i) source += "pub mod m" + std::to_string(i) + ";\n";
  for (int i = 0; i < kFiles; ++i) {
    const std::string own = std::to_string(i);
    const std::string next = "crate::m" + std::to_string((i + 1) % kFiles);
    // What a type that goes round in a circle leads to hangs on where it is entered.
    source += "// --- src/m" + own + ".rs\npub struct S { pub s: " + next +
              "::S }\nimpl S { pub fn go(&self) {} }\npub type A = (" + next + "::A, " + next +
              "::S);\n";
    for (int f = 0; f < 60; ++f) {
      const std::string name = std::to_string(f);
      source += "fn f" + name + "(a: A, s: &S) { s.s.s.go(); a.0.0.1.go(); f" +
                std::to_string(f / 2) + "(); }\n";
    }
  }
  const std::string text = std::string(kManifest) + source;
  const TestCallGraph one(text);
  CHECK(one.calls().edge_count() > 5'000);
  const std::string lines = one.Lines();
  // The last file is in another part than the first, where the circle ends in front of itself.
  CHECK(lines.find("src/m59.rs:f1 -> src/m2.rs:S::go\n") != std::string::npos);
  for (const unsigned jobs : {2u, 5u}) CHECK(TestCallGraph(text, jobs).Lines() == lines);
}

}  // namespace krepis::analyzer
