// A package of the workspace whose entry is built somewhere unusual: what stands behind the import is not known.
# --- krepis.toml
version = 1
[workspace]
exclude = ["packages/made/gen/**"]
// --- package.json
{"workspaces": ["packages/*"]}
// --- .gitignore
written/
// --- packages/odd/package.json
{"name": "odd", "main": "./prepared/main.js"}
// --- packages/odd/code/main.ts
export const odd = 1;
// --- packages/made/package.json
{"name": "made", "main": "./gen/main.js"}
// --- packages/made/gen/main.js
module.exports = 1;
// --- app/written/api.ts
export const api = 1;
// --- app/main.ts
import { odd } from "odd";  // unknown: [unknown-code] "'odd' leads to packages/odd/prepared/main.js, which is not built"
import { api } from "./written/api";  // unknown: [unknown-code] "'./written/api' leads to app/written/api.ts, which is not analysed"
import { made } from "made";
import logo from "./logo.svg";
// --- app/logo.svg
<svg/>
