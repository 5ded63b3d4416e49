// What is not known counts where the module has a policy and does not accept it; the languages' own modules are known.
# --- krepis.toml
version = 1
[modules.core]
files = ["core/**"]
[modules.free]
files = ["free/**"]
[modules.trusting]
files = ["trusting/**"]
[sandbox.core]
allow = ["env.read", "unknown:npm/@scope/*"] # warning: [sandbox/unused-grant] "nothing in module 'core' needs \"env.read\""
#        ^^^^^^^^^^
[sandbox.trusting]
allow = ["unknown"]
[severity]
"sandbox/unknown" = "warning"
// --- core/package.json
{ "name": "core", "dependencies": { "chalk": "5", "@scope/pure": "1", "execa": "1", "types-only": "1" } }
// --- core/a.ts
import * as fs from "node:fs";
import { join } from "node:path";
import chalk from "chalk"; // warning: [sandbox/unknown] "module 'core': npm/chalk is not analysed, and no symbol table says what it reaches"
//                 ^^^^^
import again from "chalk";
import { pure } from "@scope/pure";
import type { T } from "types-only";
export const run = (method: string) => (fs as any)[method]("x"); // warning: [sandbox/unknown] "module 'core': what node/fs#default reaches here is computed"
//                                      ^^
export const red = chalk.red(join("a", "b"));
// --- core/b.ts
import chalk from "chalk";
export const blue = chalk.blue("said once for the module");
// --- core/b.test.ts
import tested from "only-tests";
// --- free/c.ts
import chalk from "chalk";
// --- trusting/d.ts
import chalk from "chalk";
