// A file in no module, and the severity that [workspace] gives it.
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
export {}; // error: [layering/unclassified] "this file belongs to no module"
// --- generated/api.ts
export {};
