// Crates of the workspace and its members' dependencies; dev-dependencies; what else a first segment may be.
# --- krepis.toml
version = 1
# --- Cargo.toml
[workspace]
members = ["app", "core"]
[workspace.dependencies]
serde = "1"
# --- app/Cargo.toml
[package]
name = "app"
edition = "2021"
[dependencies]
core-lib = { path = "../core" }
json = { package = "serde_json", version = "1" }
[target.'cfg(unix)'.dependencies]
libc = "0.2"
[dev-dependencies]
tempfile = "3"
[build-dependencies]
cc = "1"
// --- app/build.rs
use cc::Build;
use json::Value; // warning: [layering/undeclared] "app/Cargo.toml does not declare 'serde_json', which is imported here"
fn main() {}
// --- app/src/main.rs
extern crate rustc_lexer;
use core_lib::Thing;
use json::Value;
use libc::c_int;
use std::fmt::Debug;
use serde::Deserialize; // warning: [layering/undeclared] "does not declare 'serde'"
use cc::Build; // warning: [layering/undeclared] "does not declare 'cc'"
use tempfile::tempdir; // warning: [layering/undeclared] "'tempfile' is a dev-dependency of app/Cargo.toml, but code outside of tests uses it"

#[cfg(test)]
mod tests {
    use tempfile::NamedTempFile;
}
fn main() {
    tempfile::tempdir();
}
// --- app/tests/end_to_end.rs
use tempfile::tempdir;
// --- core/Cargo.toml
[package]
name = "core-lib"
edition = "2021"
[dependencies]
serde = { workspace = true }
// --- core/src/lib.rs
use serde::Deserialize;
pub struct Thing;
