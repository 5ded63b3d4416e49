// Rust: what a module reaches over the code of others: paths, methods, traits, functions that are handed on, a static.
# --- krepis.toml
version = 1
[modules.domain]
files = ["domain/**"]
[modules.disk]
files = ["disk/**"]
[modules.log]
files = ["log/**"]
[sandbox]
default = "deny"
[sandbox.domain]
allow = ["env.read:HOME"]
[sandbox.disk]
allow = ["fs", "env.read"]
[sandbox.log]
allow = ["fs.write:log/**"]
seals = ["fs.write"]
# --- Cargo.toml
[workspace]
members = ["domain", "disk", "log"]
# --- domain/Cargo.toml
[package]
name = "domain"
version = "1.0.0"
edition = "2021"
[dependencies]
disk = { path = "../disk" }
log-book = { path = "../log" }
# --- disk/Cargo.toml
[package]
name = "disk"
version = "1.0.0"
edition = "2021"
# --- log/Cargo.toml
[package]
name = "log-book"
version = "1.0.0"
edition = "2021"
// --- disk/src/lib.rs
mod files;
pub use files::{load, Repo, Store};
pub mod env {
    pub fn home() -> String { std::env::var("HOME").unwrap() }
    pub fn secret() -> String { std::env::var("SECRET").unwrap() }
}
pub fn idle() {}
// --- disk/src/files.rs
use std::sync::LazyLock;
pub static CONFIG: LazyLock<String> = LazyLock::new(|| std::fs::read_to_string("config.toml").unwrap());
pub fn load(name: &str) -> String { std::fs::read_to_string(name).unwrap() }
pub trait Store {
    fn put(&self, text: &str);
    fn wipe(&self) {}
}
pub struct Repo { folder: String }
impl Repo {
    pub fn new() -> Repo { Repo { folder: String::new() } }
    pub fn save(&self, text: &str) { self.write(text) }
    fn write(&self, text: &str) { std::fs::write(&self.folder, text).unwrap() }
}
impl Store for Repo {
    fn put(&self, text: &str) { self.save(text) }
    fn wipe(&self) { std::fs::remove_file(&self.folder).unwrap() }
}
// --- log/src/lib.rs
pub fn log(line: &str) { std::fs::write("log/app.log", line).unwrap() }
// --- domain/src/lib.rs
use disk::{env, idle, load, Repo, Store};
pub fn place(repo: &Repo) {
    log_book::log("placed");
    env::home();
    idle();
    repo.save("x"); // error: [sandbox/capability] "module 'domain' is not granted fs.write, which it reaches over Repo::save, then Repo::write"
//       ^^^^
}
pub fn names() -> Vec<String> { vec!["a"].into_iter().map(load).collect() } // error: [sandbox/capability] "module 'domain' is not granted fs.read, which it reaches over load"
//                                                        ^^^^
pub mod sink;
pub mod quiet;
// --- domain/src/sink.rs
use disk::Store;
pub fn drain(store: &dyn Store) {
    store.wipe(); // error: [sandbox/capability] "module 'domain' is not granted fs.delete, which it reaches over <Repo as Store>::wipe"
//        ^^^^
    disk::env::secret(); // error: [sandbox/capability] "module 'domain' is not granted env.read:SECRET, which it reaches over env::secret"
//  ^^^^^^^^^^^^^^^^^
}
// --- domain/src/quiet.rs
struct Repo;
impl Repo { fn save(&self) {} }
pub fn fine() { Repo.save(); }
#[cfg(test)]
mod tests {
    #[test]
    fn reads() { disk::load("a"); }
}
