// The own module is always allowed; externals only matter where the list names one.
# --- krepis.toml
version = 1
[modules.domain]
files = ["domain/**"]
[modules.text]
files = ["text/**"]
[modules.store]
files = ["store/**"]
[[rules]]
id = "domain-uses-text"
allow_only = { from = "domain", to = "text" }
[[rules]]
id = "text-uses-zod"
allow_only = { from = "text", to = "ext:npm/zod" }
// --- domain/price.ts
import { pad } from "../text/pad";
import { rows } from "../store/rows"; // error: [layering/allow-only domain-uses-text] "domain/price.ts imports store/rows.ts; 'domain-uses-text' allows only text"
//                    ^^^^^^^^^^^^^
import { readFileSync } from "node:fs";
import { unit } from "./unit";
export const price = [pad, rows, readFileSync, unit];
// --- domain/unit.ts
export const unit = 1;
// --- text/pad.ts
import { z } from "zod";
import left from "left-pad"; // error: [layering/allow-only text-uses-zod] "text/pad.ts imports ext:npm/left-pad; 'text-uses-zod' allows only ext:npm/zod"
//                ^^^^^^^^
export const pad = [z, left];
// --- store/rows.ts
export const rows = 1;
