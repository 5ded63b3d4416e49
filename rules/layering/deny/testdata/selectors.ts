// Every form of a selector: a module with all of its values or one of them, a tag, a path, externals by ecosystem and name (of npm without, of node with what follows the name), anything.
# --- krepis.toml
version = 1
[modules.app]
files = ["apps/{name}/**"]
tags = ["ui"]
[modules.core]
files = ["core/**"]
[modules.leaf]
files = ["leaf/**"]
[[rules]]
id = "core-below-all-apps"
deny = { from = "core", to = "app" }
[[rules]]
id = "leaf-without-shop"
deny = { from = "leaf", to = "app:shop" }
[[rules]]
id = "leaf-without-scoped"
deny = { from = "leaf", to = "ext:npm/@scope/*" }
[[rules]]
id = "ui-asks-no-disk"
deny = { from = "tag:ui", to = ["ext:node/fs", "ext:npm/@org/store", "ext:jsr/*", "ext:url/*"] }
[[rules]]
id = "legacy-alone"
deny = { from = "path:core/legacy/*.ts", to = "*" }
// --- apps/shop/main.ts
import { readFile } from "node:fs/promises";
import { statSync } from "fs"; // error: [layering/deny ui-asks-no-disk] "apps/shop/main.ts imports ext:node/fs, which 'ui-asks-no-disk' forbids"
//                        ^^
import { open } from "@org/store/deep/open"; // error: [layering/deny ui-asks-no-disk] "apps/shop/main.ts imports ext:npm/@org/store, which 'ui-asks-no-disk' forbids"
//                    ^^^^^^^^^^^^^^^^^^^^
import { other } from "@org/stores";
import { walk } from "jsr:@std/fs@1/walk"; // error: [layering/deny ui-asks-no-disk] "apps/shop/main.ts imports ext:jsr/@std/fs, which 'ui-asks-no-disk' forbids"
//                    ^^^^^^^^^^^^^^^^^^
import { far } from "https://example.org/far.ts"; // error: [layering/deny ui-asks-no-disk] "apps/shop/main.ts imports ext:url/https://example.org/far.ts, which 'ui-asks-no-disk' forbids"
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^^
import path from "node:path";
export const main = [readFile, statSync, open, other, walk, far, path];
// --- apps/admin/main.ts
export const main = 1;
// --- core/base.ts
import { main } from "../apps/shop/main"; // error: [layering/deny core-below-all-apps] "core/base.ts imports apps/shop/main.ts, which 'core-below-all-apps' forbids"
//                    ^^^^^^^^^^^^^^^^^
import { main as admin } from "../apps/admin/main"; // error: [layering/deny core-below-all-apps] "core/base.ts imports apps/admin/main.ts, which 'core-below-all-apps' forbids"
//                             ^^^^^^^^^^^^^^^^^^
export const base = [main, admin];
// --- core/legacy/old.ts
import { base } from "../base"; // error: [layering/deny legacy-alone] "core/legacy/old.ts imports core/base.ts, which 'legacy-alone' forbids"
//                    ^^^^^^^
import left from "left-pad"; // error: [layering/deny legacy-alone] "core/legacy/old.ts imports ext:npm/left-pad, which 'legacy-alone' forbids"
//                ^^^^^^^^
export const old = [base, left];
// --- core/legacy/deep/new.ts
import { base } from "../../base";
export const fresh = base;
// --- leaf/leaf.ts
import { main } from "../apps/shop/main"; // error: [layering/deny leaf-without-shop] "leaf/leaf.ts imports apps/shop/main.ts, which 'leaf-without-shop' forbids"
//                    ^^^^^^^^^^^^^^^^^
import { main as admin } from "../apps/admin/main";
import { x } from "@scope/x"; // error: [layering/deny leaf-without-scoped] "leaf/leaf.ts imports ext:npm/@scope/x, which 'leaf-without-scoped' forbids"
//                 ^^^^^^^^
export const leaf = [main, admin, x];
