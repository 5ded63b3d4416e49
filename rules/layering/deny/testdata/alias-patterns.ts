// Computed imports that begin with an alias of the project lead to every file that fits.
# --- krepis.toml
version = 1
[modules.app]
files = ["src/app/**"]
[modules.pages]
files = ["src/pages/**"]
[[rules]]
id = "app-loads-no-pages"
deny = { from = "app", to = "pages" }
// --- tsconfig.json
{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}
// --- src/pages/home.ts
export {};
// --- src/app/aliased.ts
declare const name: string;
export const page = import(`@/pages/${name}`); // error: [layering/deny app-loads-no-pages] "src/app/aliased.ts imports src/pages/home.ts"
// --- src/app/deeper.ts
declare const name: string;
export const page = import(`@/pages/${name}/index`);
