// A transitive denial is told once, at the first hop of the file next to the target; type-only imports do not count at run time.
# --- krepis.toml
version = 1
[modules.domain]
files = ["domain/**"]
[modules.store]
files = ["store/**"]
[[rules]]
id = "domain-is-pure"
deny = { from = "domain", to = "ext:node/*" }
reach = "transitive"
edges = ["runtime"]
// --- domain/order.ts
import { price } from "./price";
export const order = price;
// --- domain/price.ts
import { rows } from "../store/rows"; // error: [layering/deny domain-is-pure] "domain/price.ts reaches ext:node/fs over 2 steps, which 'domain-is-pure' forbids"
//                    ^^^^^^^^^^^^^
export const price = rows;
// --- domain/types.ts
import type { Stats } from "node:fs";
export type Size = Stats["size"];
// --- store/rows.ts
import { readFileSync } from "node:fs";
export const rows = readFileSync("rows.txt", "utf8");
