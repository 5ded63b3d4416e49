// Rust: `mod` contains and does not depend, unless a rule names it; a `use` and a path end at the face that they name, and what stands behind it is not tested.
# --- krepis.toml
version = 1
[modules.root]
files = ["src/*.rs"]
[modules.domain]
files = ["src/domain/**"]
public = ["src/domain/mod.rs"]
[modules.store]
files = ["src/store/**"]
[[rules]]
id = "root-without-store"
deny = { from = "root", to = "store" }
[[rules]]
id = "root-declares-no-domain"
deny = { from = "root", to = "domain" }
edges = ["mod"]
[[rules]]
id = "store-by-paths"
deny = { from = "store", to = "domain" }
edges = ["path"]
# --- Cargo.toml
[package]
name = "shop"
version = "0.1.0"
edition = "2021"
// --- src/lib.rs
pub mod domain; // error: [layering/deny root-declares-no-domain] "src/lib.rs declares src/domain/mod.rs, which 'root-declares-no-domain' forbids"
//<^^^^^^^^^^^^
pub mod store;
pub mod app;
// --- src/app.rs
use crate::domain::Price;
use crate::domain::price::Inner; // error: [layering/public] "src/domain/price.rs is not a public file of module 'domain'"
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^
pub fn total(p: Price, i: Inner) -> u32 { p.0 + i.0 + crate::domain::zero() }
// --- src/domain/mod.rs
mod price;
pub use price::Inner as Price;
pub fn zero() -> u32 { 0 }
// --- src/domain/price.rs
pub struct Inner(pub u32);
// --- src/store/mod.rs
use crate::domain::Price;
pub fn save(p: Price) -> u32 { p.0 + crate::domain::zero() } // error: [layering/deny store-by-paths] "src/store/mod.rs uses src/domain/mod.rs, which 'store-by-paths' forbids"
//                                   ^^^^^^^^^^^^^^^^^^^
