// `|` separates, `,` joins, and `,` binds tighter.
# --- krepis.toml
version = 1
[modules.a]
files = ["a/**"]
[modules.b]
files = ["b/**"]
[modules.c]
files = ["c/**"]
[layers]
order = ["a , b | c"]
// --- a/x.ts
import { y } from "../b/y";
import { z } from "../c/z"; // error: [layering/peer] "'a' and 'c' are peers that may not use each other"
//                 ^^^^^^
export const x = y + z;
// --- b/y.ts
export const y = 1;
// --- c/z.ts
export const z = 1;
