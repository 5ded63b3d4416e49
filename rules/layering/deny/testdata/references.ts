// Re-exports: an import ends at the file as written; where that leads on, a `reference` edge goes to the definition, for rules that name the kind.
# --- krepis.toml
version = 1
[modules.app]
files = ["app/**"]
[modules.face]
files = ["face/**"]
[modules.inner]
files = ["inner/**"]
[[rules]]
id = "app-keeps-out-of-inner"
deny = { from = "app", to = ["inner", "ext:npm/zod"] }
edges = ["reference"]
[[rules]]
id = "imports-alone"
deny = { from = "app", to = ["inner", "ext:npm/zod"] }
optional = true
// --- inner/named.ts
export const named = 1;
export function renamed() {}
export interface Shape { side: number }
export default class Main {}
// --- inner/chain.ts
export { named as linked } from "./named";
export * from "./loop";
// --- inner/loop.ts
export * from "./chain";
export const looped = 1;
// --- inner/space.ts
export const deep = 1;
// --- inner/left.ts
export const both = 1;
export const left = 1;
// --- inner/right.ts
export const both = 2;
export const right = 2;
// --- face/index.ts
import { renamed as local } from "../inner/named";
import Main from "../inner/named";
import * as space from "../inner/space";
export { named, default as Fallback } from "../inner/named";
export type { Shape } from "../inner/named";
export { local as renamed, space };
export default Main;
export * from "../inner/chain";
export * as spaces from "../inner/space";
export * from "../inner/left";
export * from "../inner/right";
export { z } from "zod";
export const own = 1;
// --- app/named.ts
import { named } from "../face"; // error: [layering/deny app-keeps-out-of-inner] "app/named.ts uses inner/named.ts, which 'app-keeps-out-of-inner' forbids"
//                     ^^^^^^^
export const use = named;
// --- app/types.ts
import type { Shape } from "../face"; // error: [layering/deny app-keeps-out-of-inner] "uses inner/named.ts"
export const use: Shape = { side: 1 };
// --- app/renamed.ts
import { renamed } from "../face"; // error: [layering/deny app-keeps-out-of-inner] "uses inner/named.ts"
renamed();
// --- app/main.ts
import Main from "../face"; // error: [layering/deny app-keeps-out-of-inner] "uses inner/named.ts"
export const main = new Main();
// --- app/fallback.ts
export { Fallback } from "../face"; // error: [layering/deny app-keeps-out-of-inner] "uses inner/named.ts"
// --- app/space.ts
import { space } from "../face"; // error: [layering/deny app-keeps-out-of-inner] "uses inner/space.ts"
import { spaces } from "../face";
export const use = space.deep + spaces.deep;
// --- app/linked.ts
import { linked } from "../face"; // error: [layering/deny app-keeps-out-of-inner] "uses inner/named.ts"
export const use = linked;
// --- app/looped.ts
import { looped } from "../face"; // error: [layering/deny app-keeps-out-of-inner] "uses inner/loop.ts"
export const use = looped;
// --- app/external.ts
import { z } from "../face"; // error: [layering/deny app-keeps-out-of-inner] "uses ext:npm/zod"
export const use = z;
// --- app/ambiguous.ts
import { both } from "../face";
export const use = both;
// --- app/plain.ts
import { own } from "../face";
import * as all from "../face";
import "../face";
export const use = [own, all];
# --- package.json
{ "name": "shop", "dependencies": { "zod": "4" } }
