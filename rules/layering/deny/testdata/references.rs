// `pub use`: an import ends at the module as written; a `reference` edge goes on to the definition.
# --- krepis.toml
version = 1
[modules.app]
files = ["src/app/**"]
[modules.inner]
files = ["src/inner/**", "inner/**"]
[modules.rest]
files = ["src/*.rs"]
[[rules]]
id = "app-keeps-out-of-inner"
deny = { from = "app", to = ["inner", "ext:cargo/serde"] }
edges = ["reference"]
# --- Cargo.toml
[package]
name = "shop"
version = "0.1.0"
edition = "2021"
[dependencies]
serde = "1"
// --- src/lib.rs
pub mod app;
pub mod face;
mod inner;
// --- src/inner/mod.rs
pub mod named;
pub mod globbed;
pub mod systems;
pub use self::named::Named as Again;
// --- src/inner/named.rs
pub struct Named;
pub fn renamed() {}
// --- src/inner/globbed.rs
pub struct Globbed;
pub enum Kind { One, Two }
// --- src/inner/systems.rs
#[cfg(unix)]
pub mod unix;
#[cfg(windows)]
pub mod windows;
// --- src/inner/systems/unix.rs
pub struct Handle;
// --- src/inner/systems/windows.rs
pub struct Handle;
// --- src/face.rs
pub use crate::inner::named::{renamed as other, Named};
pub use crate::inner::globbed::*;
pub use crate::inner::Again;
pub use crate::inner::named;
#[cfg(unix)]
pub use crate::inner::systems::unix::Handle;
#[cfg(windows)]
pub use crate::inner::systems::windows::Handle;
pub use serde::Serialize;
pub struct Own;
pub mod within {
    pub use crate::inner::globbed::Kind;
}
// --- src/app/mod.rs
mod named;
mod other;
mod globbed;
mod again;
mod handle;
mod external;
mod scoped;
mod plain;
mod path;
// --- src/app/named.rs
use crate::face::Named; // error: [layering/deny app-keeps-out-of-inner] "src/app/named.rs uses src/inner/named.rs, which 'app-keeps-out-of-inner' forbids"
//  ^^^^^^^^^^^^^^^^^^
// --- src/app/other.rs
use crate::face::other; // error: [layering/deny app-keeps-out-of-inner] "uses src/inner/named.rs"
// --- src/app/globbed.rs
use crate::face::Globbed; // error: [layering/deny app-keeps-out-of-inner] "uses src/inner/globbed.rs"
// --- src/app/again.rs
use crate::face::Again; // error: [layering/deny app-keeps-out-of-inner] "uses src/inner/named.rs"
// --- src/app/handle.rs
use crate::face::Handle; // error: [layering/deny app-keeps-out-of-inner] "uses src/inner/systems/unix.rs" error: [layering/deny app-keeps-out-of-inner] "uses src/inner/systems/windows.rs"
// --- src/app/external.rs
use crate::face::Serialize; // error: [layering/deny app-keeps-out-of-inner] "uses ext:cargo/serde"
// --- src/app/scoped.rs
use crate::face::within::Kind; // error: [layering/deny app-keeps-out-of-inner] "uses src/inner/globbed.rs"
// --- src/app/plain.rs
use crate::face::Own;
use crate::face::*;
// --- src/app/path.rs
pub fn f() {
    crate::face::other(); // error: [layering/deny app-keeps-out-of-inner] "uses src/inner/named.rs"
}
