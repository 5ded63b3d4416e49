// Deep imports from outside are found, within the module and through the face they are fine.
# --- krepis.toml
version = 1
[modules.app]
files = ["app/**"]
[modules.core]
files = ["core/{part}/**"]
public = ["core/{part}/index.ts"]
// --- app/main.ts
import { parse } from "../core/text/index";
import { inner } from "../core/text/inner"; // error: [layering/public] "core/text/inner.ts is not a public file of module 'core:text'"
//                     ^^^^^^^^^^^^^^^^^^
export const main = [parse, inner];
// --- core/text/index.ts
export { inner as parse } from "./inner";
// --- core/text/inner.ts
export const inner = 1;
// --- core/math/index.ts
import { inner } from "../text/inner"; // error: [layering/public] "core/text/inner.ts is not a public file of module 'core:text'"
//                     ^^^^^^^^^^^^^
export const sum = inner;
