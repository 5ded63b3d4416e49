// Packages may give require() another file than an import: each is an edge to its own file.
# --- krepis.toml
version = 1
[modules.app]
files = ["app/**"]
[modules.modern]
files = ["lib/modern/**"]
[modules.legacy]
files = ["lib/legacy/**"]
[[rules]]
id = "no-legacy"
deny = { from = "app", to = "legacy" }
// --- package.json
{ "name": "root", "workspaces": ["lib"], "dependencies": { "lib": "*" } }
// --- lib/package.json
{ "name": "lib", "exports": { ".": { "require": "./legacy/index.cts", "default": "./modern/index.mts" },
  "./sub": { "import": "./modern/sub.mts", "require": "./legacy/sub.cts" } } }
// --- lib/modern/index.mts
export const a = 1;
// --- lib/modern/sub.mts
export const b = 1;
// --- lib/legacy/index.cts
export const a = 1;
// --- lib/legacy/sub.cts
export const b = 1;
// --- app/modern.ts
import { a } from "lib";
import { b } from "lib/sub";
import type { b as Kind } from "lib/sub";
export { a as again } from "lib";
export const later = import("lib");
export const both: Kind = a + b;
// --- app/old.js
const { a } = require("lib"); // error: [layering/deny no-legacy] "app/old.js imports lib/legacy/index.cts"
//                     ^^^
import("lib").then(console.log, a);
// --- app/older.cts
import lib = require("lib"); // error: [layering/deny no-legacy] "app/older.cts imports lib/legacy/index.cts"
//                    ^^^
const sub = require("lib/sub"); // error: [layering/deny no-legacy] "app/older.cts imports lib/legacy/sub.cts"
//                   ^^^^^^^
export = [lib, sub];
