// Paths in the brackets of a macro, and a library that is not called as its package is.
# --- krepis.toml
version = 1
[modules.app]
files = ["**"]
// --- Cargo.toml
[package]
name = "shop"
edition = "2021"
[dependencies]
diesel = "2"
astral-tokio-tar = "0.6"
// --- src/lib.rs
pub mod schema;
use tokio_tar::Archive;
pub fn open(archive: Archive<()>) { drop(archive); }
// --- src/schema.rs
pub mod sql_types {
    pub struct Color;
}
diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Color;

    product (id) {
        id -> Int4,
        color -> Color,
    }
}
