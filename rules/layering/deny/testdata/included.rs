// `include!` puts the text of a file in its place: an edge of the kind include.
# --- krepis.toml
version = 1
[modules.app]
files = ["src/**"]
[modules.made]
files = ["made/**"]
[[rules]]
id = "nothing-made-by-hand"
deny = { from = "app", to = "made" }
# --- Cargo.toml
[package]
name = "shop"
version = "0.1.0"
edition = "2021"
// --- src/lib.rs
mod other;
include!("../made/table.rs"); // error: [layering/deny nothing-made-by-hand] "src/lib.rs includes made/table.rs, which 'nothing-made-by-hand' forbids"
//        ^^^^^^^^^^^^^^^^
// --- src/other.rs
pub fn other() -> u32 {
    include!(concat!(env!("CARGO_MANIFEST_DIR"), "/made/", "value.rs")) // error: [layering/deny nothing-made-by-hand] "src/other.rs includes made/value.rs"
}
pub const TEXT: &str = include_str!("../made/table.rs");
// --- made/table.rs
pub const TABLE: [u32; 1] = [1];
// --- made/value.rs
{ 1 }
