// Grants that code, tests or other modules' code need are used; what nothing needs is not.
# --- krepis.toml
version = 1
[modules.app]
files = ["app/**"]
[modules.core]
files = ["core/**"]
[sandbox]
default = "deny"
[sandbox.app]
allow = ["fs.read:config/**", "env.read:HOME", "proc.spawn", "time"]
#                             ^^^^^^^^^^^^^^^ warning: [sandbox/unused-grant] "nothing in module 'app' needs \"env.read:HOME\""
#                                              ^^^^^^^^^^^^ warning: [sandbox/unused-grant] "nothing in module 'app' needs \"proc.spawn\""
#                                                            ^^^^^^ warning: [sandbox/unused-grant] "nothing in module 'app' needs \"time\""
[sandbox.core]
allow = ["fs.read:config/*.toml", "fs.read:/etc/**", "net.connect:*:443", "env.read"] # warning: [sandbox/unused-grant] "nothing in module 'core' needs \"fs.read:/etc/**\""
#                                 ^^^^^^^^^^^^^^^^^
deny = ["env.read:SECRET_*"]
// --- core/load.ts
import { readFileSync } from "node:fs";
export const load = (name: string) => readFileSync("config/app.toml");
export const fetchIt = () => fetch("https://example.org/prices");
// --- core/load.test.ts
const home = process.env.HOME;
// --- app/main.ts
import { load } from "../core/load";
load("x");
