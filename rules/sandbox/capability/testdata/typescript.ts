// TypeScript: direct calls with constant arguments, aliases, globals; look-alikes, shadows and strings are none.
# --- krepis.toml
version = 1
[modules.core]
files = ["core/**"]
[modules.tools]
files = ["tools/**"]
[sandbox]
default = "allow"
[sandbox.core]
allow = ["fs.read:config/**", "env.read:KREPIS_*"]
deny = ["fs.read:config/secret/**"]
// --- core/files.ts
import { readFileSync, promises } from "node:fs";
import * as fs from "fs";
import path from "path";
const folder = "config";
export const good = readFileSync("config/app.toml");
export const joined = readFileSync(path.join(folder, "app.toml"));
export const secret = readFileSync("config/secret/key"); // error: [sandbox/capability] "module 'core' is not granted fs.read:config/secret/key (node/fs#readFileSync)"
//                    ^^^^^^^^^^^^
export const outside = fs.readFileSync("/etc/passwd"); // error: [sandbox/capability] "module 'core' is not granted fs.read:/etc/passwd (node/fs#readFileSync)"
//                     ^^^^^^^^^^^^^^^
export const unknown = (name: string) => promises.readFile(name); // error: [sandbox/capability] "module 'core' is not granted fs.read (node/fs#promises.readFile)"
//                                       ^^^^^^^^^^^^^^^^^
// --- core/net.ts
export const load = () => fetch("https://example.org/prices"); // error: [sandbox/capability] "module 'core' is not granted net.connect:example.org:443 (global#fetch)"
//                        ^^^^^
export const level = process.env.KREPIS_LEVEL;
export const home = process.env.HOME; // error: [sandbox/capability] "module 'core' is not granted env.read:HOME (global#process.env)"
//                  ^^^^^^^^^^^^^^^^
// --- core/lookalikes.ts
class Store {
  readFileSync(name: string) { return name; }
}
export const store = new Store().readFileSync("/etc/passwd");
function fetch(url: string) { return url; }
export const own = fetch("https://example.org");
export const text = "fs.writeFileSync('x')";
// --- core/spawn.cjs
const { execSync } = require("child_process");
module.exports = () => execSync("ls"); // error: [sandbox/capability] "module 'core' is not granted proc.spawn:ls (node/child_process#execSync)"
//                     ^^^^^^^^
// --- tools/build.ts
import { writeFileSync } from "node:fs";
writeFileSync("out.txt", "");
