// Each captured value is a module of its own in a cycle of modules. `within` leaves out what leads over others, and a file that imports itself is no cycle.
# --- krepis.toml
version = 1
[modules.app]
files = ["apps/{name}/**"]
[modules.core]
files = ["core/**"]
[[rules]]
id = "apps-apart"
cycles = { level = "module", within = "app" }
// --- apps/shop/a.ts
import { b } from "../admin/b";
export const a = b;
// --- apps/shop/self.ts
import { self as again } from "./self";
export const self = () => again;
// --- apps/admin/b.ts
import { self } from "../shop/self"; // error: [layering/cycle apps-apart] "cycle of 2 modules: app:admin -> app:shop -> app:admin"
//                    ^^^^^^^^^^^^
export const b = self;
// --- apps/mail/c.ts
import { core } from "../../core/core";
export const c = () => core;
// --- core/core.ts
import { c } from "../apps/mail/c";
export const core = c;
