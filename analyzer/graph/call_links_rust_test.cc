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

}  // namespace krepis::analyzer
