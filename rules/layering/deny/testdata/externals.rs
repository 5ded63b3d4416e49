// Rust: crates and std modules are externals. A `use` and the paths that go on from it are one dependency, unless the rule asks for one kind.
# --- krepis.toml
version = 1
[modules.domain]
files = ["src/domain/**"]
[modules.rest]
files = ["src/*.rs"]
[[rules]]
id = "domain-has-no-io"
deny = { from = "domain", to = ["ext:std/fs", "ext:cargo/reqwest"] }
[[rules]]
id = "no-paths-to-net"
deny = { from = "domain", to = "ext:std/net" }
edges = ["path"]
# --- Cargo.toml
[package]
name = "shop"
version = "0.1.0"
edition = "2021"
[dependencies]
reqwest = "0.12"
// --- src/lib.rs
pub mod domain;
pub fn load() -> std::io::Result<String> { std::fs::read_to_string("x") }
// --- src/domain/mod.rs
use std::fs; // error: [layering/deny domain-has-no-io] "src/domain/mod.rs uses ext:std/fs, which 'domain-has-no-io' forbids"
//  ^^^^^^^
use reqwest::Client; // error: [layering/deny domain-has-no-io] "src/domain/mod.rs uses ext:cargo/reqwest, which 'domain-has-no-io' forbids"
//  ^^^^^^^^^^^^^^^
use std::collections::HashMap;
mod tax;
pub fn price() -> HashMap<String, u32> { fs::remove_file("x"); HashMap::new() }
// --- src/domain/tax.rs
use std::net;
pub fn tax() {
    std::fs::remove_file("x"); // error: [layering/deny domain-has-no-io] "src/domain/tax.rs uses ext:std/fs, which 'domain-has-no-io' forbids"
//  ^^^^^^^^^^^^^^^^^^^^
    net::TcpStream::connect("a"); // error: [layering/deny no-paths-to-net] "src/domain/tax.rs uses ext:std/net, which 'no-paths-to-net' forbids"
//  ^^^^^^^^^^^^^^^^^^^^^^^
}
