// Imports whose path is computed: what fits nothing is not known, data is of no interest.
# --- krepis.toml
version = 1
[modules.app]
files = ["**"]
// --- main.ts
declare const name: string;
export const text = import(`./locale/${name}.json`);
export const code = import(`./gone/${name}.js`); // unknown: [dynamic-import] "'./gone/*.js' fits no source file"
export const any = import(name); // unknown: [dynamic-import] "the imported path is computed"
export const job = new Worker(new URL("./jobs/run.ts", import.meta.url));
export const built = new Worker(new URL("./dist/run.js", import.meta.url)); // unknown: [dynamic-import] "'./dist/run.js' fits no source file"
// --- jobs/run.ts
export {};
