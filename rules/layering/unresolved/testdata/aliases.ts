// Aliases and modules of a framework whose config git does not have.
# --- krepis.toml
version = 1
[modules.app]
files = ["**"]
// --- .gitignore
.svelte-kit
// --- package.json
{"name": "shop", "devDependencies": {"@sveltejs/kit": "2"}}
// --- tsconfig.json
{"extends": "./.svelte-kit/tsconfig.json"}
// --- src/lib/money.ts
export const cents = 100;
// --- src/lib/tip.svg
<svg/>
// --- src/routes/+page.ts
import { goto } from "$app/navigation";
import { cents } from "$lib/money";
import tip from "$lib/tip.svg?url";
import { gone } from "$lib/gone"; // warning: [layering/unresolved] "cannot resolve '$lib/gone': '$lib/*' of tsconfig.json leads to src/lib/*, where it is not"
import { near } from "./near"; // warning: [layering/unresolved] "cannot resolve './near': there is no src/routes/near"
export const page = [goto, cents, tip, gone, near];
