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
tonic = "0.14"
astral-tokio-tar = "0.6"
// --- src/lib.rs
pub mod schema;
pub mod pb {
    tonic::include_proto!("shop");
}
pub mod made {
    include!(concat!(env!("OUT_DIR"), "/made.rs")); // unknown: [unknown-code] "'$OUT_DIR/made.rs' leads to $OUT_DIR/made.rs, which is not built"
}
pub mod own {
    pub struct Thing;
}
unsafe extern "C++" {
    include!("shop/include/shelf.h");
}
use self::pb::shop_client::ShopClient;
use crate::made::inner::Made;
use crate::own::gone::Thing; // warning: [layering/unresolved] "cannot resolve 'crate::own::gone::Thing': src/lib.rs has no module 'gone'"
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
