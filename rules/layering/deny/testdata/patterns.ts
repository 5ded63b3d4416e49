// Computed imports that begin with a literal folder lead to every file that fits, but no deeper than the literal says.
# --- krepis.toml
version = 1
[modules.app]
files = ["app/**"]
[modules.plugins]
files = ["plugins/**"]
[modules.locale]
files = ["locale/**"]
[[rules]]
id = "app-loads-no-plugins"
deny = { from = "app", to = ["plugins", "locale"] }
edges = ["dynamic"]
// --- plugins/chart.ts
export const chart = 1;
// --- plugins/grid/index.ts
export const grid = 1;
// --- plugins/deep/er/far.ts
export const far = 1;
// --- plugins/types.d.ts
export declare const types: number;
// --- locale/en.ts
export const en = 1;
// --- locale/en.test.tsx
export const test = 1;
// --- locale/sub/de.ts
export const de = 1;
// --- app/required.ts
declare const name: string;
export const a = require("../plugins/" + name); // error: [layering/deny app-loads-no-plugins] "app/required.ts imports plugins/chart.ts" error: [layering/deny app-loads-no-plugins] "app/required.ts imports plugins/grid/index.ts"
// --- app/template.ts
declare const name: string;
export const a = import(`../locale/${name}.js`); // error: [layering/deny app-loads-no-plugins] "app/template.ts imports locale/en.ts" error: [layering/deny app-loads-no-plugins] "app/template.ts imports locale/en.test.tsx"
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
// --- app/literal.ts
export const a = import(`../locale/sub/de`); // error: [layering/deny app-loads-no-plugins] "app/literal.ts imports locale/sub/de.ts"
// --- app/unknown.ts
declare const base: string, name: string;
export const all = [import(`${base}/${name}`), import(`../nothing/${name}.js`), import(name), import(`../locale/${name}.json`)];
