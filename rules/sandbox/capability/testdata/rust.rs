// Rust: paths, use aliases and methods of the standard library by their path.
# --- krepis.toml
version = 1
[modules.core]
files = ["src/**"]
[sandbox]
default = "deny"
[sandbox.core]
allow = ["fs.read"]
# --- Cargo.toml
[package]
name = "shop"
version = "0.1.0"
edition = "2021"
// --- src/lib.rs
use std::fs;
use std::process::Command as Run;
mod own;
pub fn read() -> String { fs::read_to_string("x").unwrap() }
pub fn write() { fs::write("out.txt", "x").unwrap() } // error: [sandbox/capability] "module 'core' is not granted fs.write:out.txt (std::fs::write)"
//               ^^^^^^^^^
pub fn spawn() { Run::new("ls").spawn().unwrap(); } // error: [sandbox/capability] "module 'core' is not granted proc.spawn:ls (std::process::Command::new)"
//               ^^^^^^^^
pub fn variable() -> String { std::env::var("HOME").unwrap() } // error: [sandbox/capability] "module 'core' is not granted env.read:HOME (std::env::var)"
//                            ^^^^^^^^^^^^^
pub fn fine() { own::write("out.txt"); }
// --- src/own.rs
pub fn write(_name: &str) {}
