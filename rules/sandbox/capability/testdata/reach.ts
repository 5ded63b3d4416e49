// TypeScript: what a module reaches over the code of others, and brokers.
# --- krepis.toml
version = 1
[modules.domain]
files = ["domain/**"]
[modules.disk]
files = ["disk/**"]
[modules.log]
files = ["log/**"]
[modules.app]
files = ["app/**"]
[sandbox]
default = "deny"
[sandbox.domain]
allow = ["env.read:HOME"]
[sandbox.disk]
allow = ["fs", "env.read"]
[sandbox.log]
allow = ["fs.write:log/**"]
seals = ["fs.write"]
[sandbox.app]
allow = ["fs", "env"]
deny = ["fs.delete"]
[[rules]]
id = "domain-is-offline"
deny = { from = "domain", capability = "net" }
reach = "transitive"
because = "prices come from outside"
// --- disk/files.ts
import { readFileSync, writeFileSync, rmSync } from "node:fs";
export class Repo {
  constructor(private folder: string) {}
  save(text: string) { this.write("state.json", text); }
  private write(name: string, text: string) { writeFileSync(this.folder + name, text); }
  clear() { rmSync(this.folder, { recursive: true }); }
}
export function load(name: string) { return readFileSync(name, "utf8"); }
export const home = () => process.env.HOME;
export const secret = () => process.env.SECRET;
export function idle() {}
// --- disk/index.ts
export { load as read, home, secret, idle } from "./files";
export * from "./files";
// --- log/log.ts
import { appendFileSync } from "node:fs";
export const log = (line: string) => appendFileSync("log/app.log", line);
// --- domain/order.ts
import { read, home, secret, idle, Repo } from "../disk";
import { log } from "../log/log";
export function place(repo: Repo) {
  log("placed");
  home();
  idle();
  repo.save("x"); // error: [sandbox/capability] "module 'domain' is not granted fs.write, which it reaches over Repo.save, then Repo.write"
//^^^^^^^^^
  return helper("a");
}
function helper(name: string) {
  if (!name) return secret(); // error: [sandbox/capability] "module 'domain' is not granted env.read:SECRET, which it reaches over secret"
//                  ^^^^^^
  return read(name); // error: [sandbox/capability] "module 'domain' is not granted fs.read, which it reaches over load"
//       ^^^^
}
// --- domain/prices.ts
import { quote } from "./quote";
export const price = () => quote();
// --- domain/quote.ts
import { ask } from "../app/ask";
export const quote = () => ask("http://prices/"); // error: [sandbox/capability] "module 'domain' is not granted net.connect, which it reaches over ask"
//                         ^^^
//                         ^^^ error: [sandbox/capability domain-is-offline] "domain/quote.ts reaches net.connect over ask, which 'domain-is-offline' forbids"
// --- app/ask.ts
export const ask = (url: string) => fetch(url); // error: [sandbox/capability] "module 'app' is not granted net.connect (global#fetch)"
//                                  ^^^^^
// --- app/main.ts
import { place } from "../domain/order";
import { Repo } from "../disk";
const repo = new Repo("data/");
place(repo);
repo.clear(); // error: [sandbox/capability] "module 'app' is not granted fs.delete, which it reaches over Repo.clear"
//<^^^^^^^
// --- domain/lookalike.ts
const disk = { read: (name: string) => name, save() {} };
export const fine = () => { disk.save(); return disk.read("a"); };
