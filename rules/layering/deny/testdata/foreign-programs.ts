// Programs and scripts of the same workspace, by name and by path.
# --- krepis.toml
version = 1
[modules.app]
files = ["app/**", "runner/**", "daemon/**"]
[modules.tool]
files = ["tool/**", "crates/**", "scripts/**"]
[[rules]]
id = "app-starts-no-tool"
deny = { from = "app", to = "tool" }
edges = ["ffi"]
# --- package.json
{"name": "root", "private": true, "workspaces": ["app", "tool"]}
# --- app/package.json
{"name": "app"}
# --- tool/package.json
{"name": "@scope/tool", "bin": "./bin/tool.js"}
// --- tool/bin/tool.js
console.log("tool");
// --- tool/worker.js
process.send("done");
# --- crates/formatter/Cargo.toml
[package]
name = "code-formatter"
edition = "2021"
// --- crates/formatter/src/main.rs
fn main() {}
# --- scripts/package.json
{"name": "scripts"}
// --- scripts/release.js
console.log("release");
// --- app/start.js
const { spawn, fork, exec } = require("node:child_process");
const path = require("path");
spawn("tool", ["--fix"]); // error: [layering/deny app-starts-no-tool] "app/start.js crosses into tool/bin/tool.js, which 'app-starts-no-tool' forbids"
//    ^^^^^^
exec(`code-formatter --check ${process.cwd()}`); // error: [layering/deny app-starts-no-tool] "app/start.js crosses into crates/formatter/src/main.rs"
fork(path.join(__dirname, "../tool/worker.js")); // error: [layering/deny app-starts-no-tool] "app/start.js crosses into tool/worker.js"
// --- app/interpreter.mjs
import { spawnSync, execSync } from "child_process";
spawnSync(process.execPath, ["--no-warnings", new URL("../tool/worker.js", import.meta.url).pathname]); // error: [layering/deny app-starts-no-tool] "app/interpreter.mjs crosses into tool/worker.js"
execSync("FORCE=1 node scripts/release.js --dry"); // error: [layering/deny app-starts-no-tool] "app/interpreter.mjs crosses into scripts/release.js"
// --- app/lookalike.js
const { spawn } = require("./pool");
spawn("tool");
require("child_process").spawn("/usr/bin/tool");
require("child_process").spawn("git", ["tool"]);
require("child_process").spawn(process.env.TOOL);
// --- app/pool.js
exports.spawn = (name) => name;
# --- runner/Cargo.toml
[package]
name = "runner"
edition = "2021"
// --- runner/src/lib.rs
use std::process::Command;
pub fn run() {
    Command::new("code-formatter").arg("--fix"); // error: [layering/deny app-starts-no-tool] "runner/src/lib.rs crosses into crates/formatter/src/main.rs"
    Command::new("git");
    crate::other::Command::new("tool");
}
pub mod other {
    pub struct Command;
    impl Command {
        pub fn new(name: &str) -> Self { Command }
    }
}
// --- runner/src/node.rs
pub fn run() {
    std::process::Command::new("node").arg("--no-warnings").arg("tool/worker.js"); // error: [layering/deny app-starts-no-tool] "runner/src/node.rs crosses into tool/worker.js"
}
// --- daemon/main.c
#include <unistd.h>
int main(void) {
  execlp("code-formatter", "code-formatter", "--fix", (char*)0); // error: [layering/deny app-starts-no-tool] "daemon/main.c crosses into crates/formatter/src/main.rs"
  return 0;
}
// --- daemon/pipe.cpp
#include <cstdio>
void pipe_out() { popen("node tool/worker.js --now", "r"); } // error: [layering/deny app-starts-no-tool] "daemon/pipe.cpp crosses into tool/worker.js"
struct Shell { void system(const char*); };
void local(Shell& shell) { shell.system("code-formatter"); }
