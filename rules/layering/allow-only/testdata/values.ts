// The own module is that of the captured value; an empty list allows it alone, and files in no module have none.
# --- krepis.toml
version = 1
[modules.app]
files = ["apps/{name}/**"]
[modules.core]
files = ["core/**"]
[workspace]
unclassified = "allow"
[[rules]]
id = "apps-use-core"
allow_only = { from = "app", to = "core" }
[[rules]]
id = "core-uses-itself"
allow_only = { from = "core", to = [] }
[[rules]]
id = "scripts-use-core"
allow_only = { from = "path:scripts/*", to = ["core", "ext:node/*"] }
// --- apps/shop/a.ts
import { b } from "./b";
import { admin } from "../admin/admin"; // error: [layering/allow-only apps-use-core] "apps/shop/a.ts imports apps/admin/admin.ts; 'apps-use-core' allows only core"
//                     ^^^^^^^^^^^^^^
import { core } from "../../core/core";
import zod from "zod";
export const a = [b, admin, core, zod];
// --- apps/shop/b.ts
export const b = 1;
// --- apps/admin/admin.ts
export const admin = 1;
// --- core/core.ts
import { part } from "./part";
import type { b } from "../apps/shop/b"; // error: [layering/allow-only core-uses-itself] "core/core.ts imports types of apps/shop/b.ts; 'core-uses-itself' allows only its own module"
//                      ^^^^^^^^^^^^^^
export const core: typeof b = part;
// --- core/part.ts
export const part = 1;
// --- scripts/one.ts
import { readFileSync } from "node:fs";
import zod from "zod"; // error: [layering/allow-only scripts-use-core] "scripts/one.ts imports ext:npm/zod; 'scripts-use-core' allows only core, ext:node/*"
//               ^^^
import { two } from "./two"; // error: [layering/allow-only scripts-use-core] "scripts/one.ts imports scripts/two.ts; 'scripts-use-core' allows only core, ext:node/*"
//                   ^^^^^
export const one = [readFileSync, zod, two];
// --- scripts/two.ts
import { core } from "../core/core";
export const two = core;
