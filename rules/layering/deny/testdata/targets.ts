// Transitive denials: one finding for each file and target, for files that reach it without another file of `from`; `except` takes targets out, not the ways over them.
# --- krepis.toml
version = 1
[modules.domain]
files = ["domain/**"]
[modules.glue]
files = ["glue/**"]
[modules.store]
files = ["store/**"]
[[rules]]
id = "domain-without-store"
deny = { from = "domain", to = "store", except = "path:store/api.ts" }
reach = "transitive"
// --- domain/first.ts
import { glue } from "../glue/glue"; // error: [layering/deny domain-without-store] "domain/first.ts reaches store/cache.ts over 2 steps" error: [layering/deny domain-without-store] "domain/first.ts reaches store/rows.ts over 3 steps"
//                    ^^^^^^^^^^^^
export const first = glue;
// --- domain/behind.ts
import { first } from "./first";
export const behind = first;
// --- domain/itself.ts
import { cache } from "../store/cache"; // error: [layering/deny domain-without-store] "domain/itself.ts imports store/cache.ts"
//                     ^^^^^^^^^^^^^^
import { first } from "./first";
export const itself = [cache, first];
// --- glue/glue.ts
import { api } from "../store/api";
import { cache } from "../store/cache";
export const glue = [api, cache];
// --- store/api.ts
import { rows } from "./rows";
export const api = rows;
// --- store/rows.ts
export const rows = 1;
// --- store/cache.ts
export const cache = 1;
