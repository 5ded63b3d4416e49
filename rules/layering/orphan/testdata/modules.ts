// Direct and transitive reach, entry points of every kind, and what is named by strings alone.
# --- krepis.toml
version = 1
[[rules]]
id = "dead"
orphans = { within = "path:src/**" }
[[rules]]
id = "unreachable"
orphans = { within = "path:src/**" }
reach = "transitive"
severity = "error"
// --- package.json
{"name": "shop", "exports": {".": {"types": "./dist/index.d.ts", "default": "./dist/index.js"}, "./cli": "./dist/cli.mjs"},
 "bin": "bin/shop.js", "scripts": {"migrate": "node --import tsx src/migrate.ts"}}
// --- index.html
<script type="module" src="/src/page.tsx"></script>
// --- bin/shop.js
require("../dist/late.js");
// --- src/index.ts
import type { Shape } from "./shape";
export const load = () => import("./lazy");
const worker = new Worker(new URL("./worker.ts", import.meta.url));
for (const name of ["one", "two"]) require(`./computed/${name}`);
export const names = ["plugins/first", "./plugins/second"];
// --- src/cli.ts
export {};
// --- src/late.ts
export {};
// --- src/page.tsx
export {};
// --- src/migrate.ts
export {};
// --- src/shape.ts
export type Shape = {};
// --- src/lazy.ts
export {};
// --- src/worker.ts
export {};
// --- src/plugins/first.ts
export {};
// --- src/plugins/second/index.ts
export {};
// --- src/plugins/third.ts
export {}; // warning: [layering/orphan dead] "nothing imports src/plugins/third.ts, and it is no entry point" error: [layering/orphan unreachable] "no entry point reaches src/plugins/third.ts"
// --- src/globals.d.ts
declare const VERSION: string;
// --- src/only-tests.ts
export {};
// --- src/index.test.ts
import "./only-tests";
// --- src/dead/root.ts
import "./child"; // warning: [layering/orphan dead] "nothing imports src/dead/root.ts" error: [layering/orphan unreachable] "no entry point reaches src/dead/root.ts"
// --- src/dead/child.ts
export {}; // error: [layering/orphan unreachable] "no entry point reaches src/dead/child.ts"
// --- tools/helper.ts
export {};
