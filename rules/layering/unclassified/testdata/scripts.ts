// Files in no module by folder, those of tests left out, and the severity that [workspace] gives it.
# --- krepis.toml
version = 1
[workspace]
unclassified = "error"
exclude = ["generated/**"]
[modules.app]
files = ["app/**"]
// --- app/main.ts
export {};
// --- scripts/release.ts
export {}; // error: [layering/unclassified] "2 files of 'scripts' belong to no module"
// --- scripts/stage.ts
export {};
// --- scripts/release.test.ts
export {};
// --- scripts/deep/one.ts
export {}; // error: [layering/unclassified] "'scripts/deep/one.ts' belongs to no module"
// --- root.ts
export {}; // error: [layering/unclassified] "'root.ts' belongs to no module"
// --- generated/api.ts
export {};
