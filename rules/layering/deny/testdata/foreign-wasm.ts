// Packages that wasm-bindgen makes, and JavaScript that a crate imports.
# --- krepis.toml
version = 1
[modules.web]
files = ["www/**"]
[modules.core]
files = ["core/**", "shapes/**"]
[modules.plain]
files = ["plain/**"]
[modules.script]
files = ["core/js/**"]
[[rules]]
id = "web-knows-no-core"
deny = { from = "web", to = "core" }
edges = ["ffi"]
[[rules]]
id = "core-knows-no-script"
deny = { from = "core", to = "script" }
edges = ["ffi"]
# --- .gitignore
pkg/
www/built/
# --- core/Cargo.toml
[package]
name = "core-engine"
edition = "2021"
[lib]
crate-type = ["cdylib"]
[dependencies]
wasm-bindgen = "0.2"
// --- core/src/lib.rs
#[wasm_bindgen(module = "/js/clock.js")]
//                      ^^^^^^^^^^^^^^ error: [layering/deny core-knows-no-script] "core/src/lib.rs crosses into core/js/clock.js"
extern "C" {
    fn now() -> f64;
}
#[wasm_bindgen(module = "left-pad")]
extern "C" {
    fn pad();
}
// --- core/js/clock.js
export const now = () => 0;
# --- shapes/Cargo.toml
[package]
name = "shapes"
edition = "2021"
[dependencies]
wasm-bindgen = { version = "0.2", features = ["serde"] }
// --- shapes/src/lib.rs
pub fn area() {}
# --- plain/Cargo.toml
[package]
name = "plain"
edition = "2021"
// --- plain/src/lib.rs
pub fn f() {}
// --- www/by-folder.js
const engine = await import("../core/pkg"); // error: [layering/deny web-knows-no-core] "www/by-folder.js crosses into core/src/lib.rs, which 'web-knows-no-core' forbids" warning: [layering/unresolved] "cannot resolve '../core/pkg'"
// --- www/by-file.ts
import init, { area } from "../shapes/pkg/shapes.js"; // error: [layering/deny web-knows-no-core] "www/by-file.ts crosses into shapes/src/lib.rs"
// --- www/by-name.ts
import * as shapes from "./built/shapes_bg.wasm"; // error: [layering/deny web-knows-no-core] "www/by-name.ts crosses into shapes/src/lib.rs"
// --- www/by-requirement.ts
import { engine } from "engine"; // error: [layering/deny web-knows-no-core] "www/by-requirement.ts crosses into core/src/lib.rs"
import { other } from "shapes";
import { plain } from "../plain/pkg"; // warning: [layering/unresolved] "cannot resolve '../plain/pkg'"
# --- www/package.json
{"name": "www", "dependencies": {"engine": "file:../core/pkg", "shapes": "^1.0.0"}}
