// One finding per group of files, told by its shortest cycle; type-only imports do not count at run time.
# --- krepis.toml
version = 1
[modules.all]
files = ["**"]
[[rules]]
id = "no-cycles"
cycles = { level = "file", within = "*" }
edges = ["runtime"]
// --- a.ts
import { b } from "./b"; // error: [layering/cycle no-cycles] "cycle of 2 files: a.ts -> b.ts -> a.ts (the shortest among 3 files that all reach each other)"
//                 ^^^
export const a = b;
// --- b.ts
import { c } from "./c";
import { a } from "./a";
export const b = [c, a];
// --- c.ts
import { a } from "./a";
export const c = a;
// --- d.ts
import type { E } from "./e";
export type D = E;
// --- e.ts
import type { D } from "./d";
export type E = D | number;
