// Several places of one dependency are one finding, with the others beside it; tests count where the workspace says so.
# --- krepis.toml
version = 1
[workspace]
tests = true
[modules.app]
files = ["app/**"]
[modules.core]
files = ["core/**"]
[[rules]]
id = "core-below-app"
deny = { from = "core", to = "app" }
severity = "warning"
// --- app/main.ts
export const main = 1;
export const more = 2;
export type Main = number;
// --- core/a.ts
import { main } from "../app/main"; // warning: [layering/deny core-below-app] "core/a.ts imports app/main.ts"
//                    ^^^^^^^^^^^
import { more } from "../app/main";
export { more as again } from "../app/main";
import type { Main } from "../app/main"; // warning: [layering/deny core-below-app] "core/a.ts imports types of app/main.ts, which 'core-below-app' forbids"
//                         ^^^^^^^^^^^
export const a: Main = main + more;
// --- core/a.test.ts
import { main } from "../app/main"; // warning: [layering/deny core-below-app] "core/a.test.ts imports app/main.ts"
//                    ^^^^^^^^^^^
console.log(main);
