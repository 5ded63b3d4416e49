// Files that no `mod` declares, beside the targets of Cargo.
# --- krepis.toml
version = 1
[[rules]]
id = "dead"
orphans = { within = "*" }
# --- Cargo.toml
[package]
name = "app"
edition = "2021"
[[bin]]
name = "tool"
path = "tools/tool.rs"
// --- build.rs
fn main() {}
// --- src/lib.rs
mod used;
#[cfg(windows)]
mod windows;
#[cfg(test)]
mod checks;
// --- src/used.rs
pub fn f() {}
// --- src/windows.rs
pub fn f() {}
// --- src/checks.rs
fn f() {}
// --- src/left_over.rs
pub fn f() {} // warning: [layering/orphan] "no `mod` declares src/left_over.rs, and it is no entry point"
// --- src/bin/extra.rs
fn main() {}
// --- tools/tool.rs
fn main() {}
// --- examples/demo.rs
fn main() {}
