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
export {};
// --- generated/api.ts
export {};
