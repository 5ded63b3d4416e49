// Without `edges` imports of all sorts count; `runtime` leaves types out, `static` what is loaded later, and inheritance counts only when it is named. A file that imports itself depends on nothing.
# --- krepis.toml
version = 1
[modules.a]
files = ["a/**"]
[modules.b]
files = ["b/**"]
[modules.c]
files = ["c/**"]
[modules.d]
files = ["d/**"]
[modules.e]
files = ["e/**"]
[modules.target]
files = ["target/**"]
[[rules]]
id = "a-all"
deny = { from = "a", to = "target" }
[[rules]]
id = "b-runtime"
deny = { from = "b", to = "target" }
edges = ["runtime"]
[[rules]]
id = "c-static"
deny = { from = "c", to = "target" }
edges = ["static"]
[[rules]]
id = "d-later-and-types"
deny = { from = "d", to = "target" }
edges = ["dynamic", "type"]
[[rules]]
id = "e-inherits"
deny = { from = "e", to = "target" }
edges = ["inherit"]
[[rules]]
id = "target-alone"
deny = { from = "target", to = "*" }
// --- target/value.ts
import { value as again } from "./value";
export class value { again = again; }
// --- target/shape.ts
export interface Shape { side: number }
// --- target/later.ts
export const later = 1;
// --- a/x.ts
import { value } from "../target/value"; // error: [layering/deny a-all] "a/x.ts imports target/value.ts, which 'a-all' forbids"
//                     ^^^^^^^^^^^^^^^
import type { Shape } from "../target/shape"; // error: [layering/deny a-all] "a/x.ts imports types of target/shape.ts, which 'a-all' forbids"
//                          ^^^^^^^^^^^^^^^
export const later = (s: Shape) => import("../target/later"); // error: [layering/deny a-all] "a/x.ts imports target/later.ts, which 'a-all' forbids"
//                                         ^^^^^^^^^^^^^^^
export const x = value;
// --- b/x.ts
import { value } from "../target/value"; // error: [layering/deny b-runtime] "b/x.ts imports target/value.ts, which 'b-runtime' forbids"
//                     ^^^^^^^^^^^^^^^
import type { Shape } from "../target/shape";
export const later = (s: Shape) => import("../target/later"); // error: [layering/deny b-runtime] "b/x.ts imports target/later.ts, which 'b-runtime' forbids"
//                                         ^^^^^^^^^^^^^^^
export const x = value;
// --- c/x.ts
import { value } from "../target/value"; // error: [layering/deny c-static] "c/x.ts imports target/value.ts, which 'c-static' forbids"
//                     ^^^^^^^^^^^^^^^
import type { Shape } from "../target/shape"; // error: [layering/deny c-static] "c/x.ts imports types of target/shape.ts, which 'c-static' forbids"
//                          ^^^^^^^^^^^^^^^
export const later = (s: Shape) => import("../target/later");
export const x = value;
// --- d/x.ts
import { value } from "../target/value";
import type { Shape } from "../target/shape"; // error: [layering/deny d-later-and-types] "d/x.ts imports types of target/shape.ts, which 'd-later-and-types' forbids"
//                          ^^^^^^^^^^^^^^^
export const later = (s: Shape) => import("../target/later"); // error: [layering/deny d-later-and-types] "d/x.ts imports target/later.ts, which 'd-later-and-types' forbids"
//                                         ^^^^^^^^^^^^^^^
export const x = value;
// --- e/x.ts
import { value } from "../target/value";
import { later } from "../target/later";
export class x extends value { l = later; } // error: [layering/deny e-inherits] "e/x.ts inherits from target/value.ts, which 'e-inherits' forbids"
//                     ^^^^^
