// Node-API modules: from the JavaScript that loads them to the code that registers them.
# --- krepis.toml
version = 1
[modules.web]
files = ["*/lib/**", "*/index.cjs", "app/**"]
[modules.native]
files = ["*/src/**"]
[[rules]]
id = "web-knows-no-native"
deny = { from = "web", to = "native" }
edges = ["ffi"]
# --- package.json
{"name": "root", "private": true, "workspaces": ["*"]}
# --- sqlite/package.json
{"name": "sqlite", "dependencies": {"bindings": "1", "node-gyp-build": "4"}}
# --- sqlite/binding.gyp
# Python, not JSON
{
  'targets': [
    {
      'target_name': 'sqlite',
      'conditions': [
        ['OS=="linux"', {'sources': ['src/statement.cc', 'src/binding.cc', '<!(node -p "x")']}],
      ],
    },
    {'target_name': 'extension', 'sources': ["src/extension.c"],},
  ],
}
// --- sqlite/src/statement.cc
int statement();
// --- sqlite/src/binding.cc
#include <node_api.h>
NODE_API_MODULE(NODE_GYP_MODULE_NAME, Init)
// --- sqlite/src/extension.c
int extension(void) { return 0; }
// --- sqlite/lib/by-path.js
const native = require("../build/Release/sqlite.node"); // error: [layering/deny web-knows-no-native] "sqlite/lib/by-path.js crosses into sqlite/src/binding.cc, which 'web-knows-no-native' forbids"
//                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
module.exports = native;
// --- sqlite/lib/by-name.js
const native = require("bindings")("sqlite.node"); // error: [layering/deny web-knows-no-native] "crosses into sqlite/src/binding.cc"
const extension = require("bindings")({ bindings: "extension" }); // error: [layering/deny web-knows-no-native] "crosses into sqlite/src/extension.c"
const other = require("bindings")("of-another-package");
// --- sqlite/lib/by-call.js
const path = require("path");
process.dlopen(module, path.join(__dirname, "..", "build", "Release", "extension.node")); // error: [layering/deny web-knows-no-native] "crosses into sqlite/src/extension.c"
// --- sqlite/lib/by-folder.js
const build = require("node-gyp-build")(require("path").join(__dirname, "..")); // unknown: [dispatch] "2 files offer '..', the first is sqlite/src/binding.cc"
// --- sqlite/lib/lookalike.js
const bindings = (name) => name;
bindings("sqlite");
const dlopen = { dlopen: (a, b) => b };
dlopen.dlopen(1, "./sqlite.node");
// --- codec/package.json
{"name": "codec", "main": "index.cjs", "napi": {"binaryName": "codec"}}
# --- codec/Cargo.toml
[package]
name = "codec-node"
edition = "2021"
[lib]
crate-type = ["cdylib"]
// --- codec/src/lib.rs
pub fn f() {}
// --- codec/index.cjs
function load() {
  if (process.platform === "linux") return require("./codec.linux-x64-gnu.node"); // error: [layering/deny web-knows-no-native] "codec/index.cjs crosses into codec/src/lib.rs"
  return require("./codec.darwin-arm64.node");
}
module.exports = load();
// --- app/generated-loader.ts
import { f } from "../image"; // error: [layering/deny web-knows-no-native] "app/generated-loader.ts crosses into image/src/lib.rs" warning: [layering/unresolved] "cannot resolve '../image'"
export { f };
// --- app/package.ts
import { f } from "codec";
export { f };
# --- image/package.json
{"name": "image", "main": "index.js", "napi": {"name": "image"}}
# --- image/Cargo.toml
[package]
name = "image"
edition = "2021"
// --- image/src/lib.rs
pub fn f() {}
# --- .gitignore
build/
*.node
image/index.js
