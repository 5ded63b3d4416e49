// TypeScript: each capability by one of its symbols, and beside it what only looks like it.
# --- krepis.toml
version = 1
[modules.core]
files = ["core/**"]
[sandbox]
default = "deny"
[sandbox.core]
deny = ["code", "env", "fs", "ipc", "mem", "net", "proc", "random", "sys", "thread", "time", "tty"]
// --- core/uses.ts
import fs from "node:fs";
import net from "node:net";
import dgram from "node:dgram";
import dns from "node:dns";
import http from "node:http";
import os from "node:os";
import crypto from "node:crypto";
import { Worker } from "node:worker_threads";
import { spawn } from "node:child_process";
export async function uses(name: string, value: object) {
  eval("1 + 1"); // error: [sandbox/capability] "module 'core' is not granted code.eval (global#eval)"
//^^^^
  await import(name); // error: [sandbox/capability] "module 'core' is not granted code.load (dynamic-import)"
//      ^^^^^^^^^^^^
  process.dlopen(module, "addon.node"); // error: [sandbox/capability] "module 'core' is not granted code.native (global#process.dlopen)"
//^^^^^^^^^^^^^^
  Reflect.ownKeys(value); // error: [sandbox/capability] "module 'core' is not granted code.reflect (global#Reflect.ownKeys)"
//^^^^^^^^^^^^^^^
  process.env.HOME; // error: [sandbox/capability] "module 'core' is not granted env.read:HOME (global#process.env)"
//^^^^^^^^^^^^^^^^
  process.env.HOME = name; // error: [sandbox/capability] "module 'core' is not granted env.write:HOME (global#process.env)"
//^^^^^^^^^^^^^^^^
  fs.unlinkSync("a"); // error: [sandbox/capability] "module 'core' is not granted fs.delete:a (node/fs#unlinkSync)"
//^^^^^^^^^^^^^
  fs.chmodSync("a", 0o600); // error: [sandbox/capability] "module 'core' is not granted fs.meta:a (node/fs#chmodSync)"
//^^^^^^^^^^^^
  fs.readFileSync("a"); // error: [sandbox/capability] "module 'core' is not granted fs.read:a (node/fs#readFileSync)"
//^^^^^^^^^^^^^^^
  fs.statSync("a"); // error: [sandbox/capability] "module 'core' is not granted fs.stat:a (node/fs#statSync)"
//^^^^^^^^^^^
  fs.writeFileSync("a", ""); // error: [sandbox/capability] "module 'core' is not granted fs.write:a (node/fs#writeFileSync)"
//^^^^^^^^^^^^^^^^
  net.connect(80, "example.org"); // error: [sandbox/capability] "module 'core' is not granted net.connect:example.org:80 (node/net#connect)"
//^^^^^^^^^^^
  dns.lookup("example.org", () => {}); // error: [sandbox/capability] "module 'core' is not granted net.dns:example.org (node/dns#lookup)"
//^^^^^^^^^^
  http.createServer().listen(8080); // error: [sandbox/capability] "module 'core' is not granted net.listen:8080 (node/http#createServer)"
//^^^^^^^^^^^^^^^^^
  dgram.createSocket("udp4"); // error: [sandbox/capability] "module 'core' is not granted net.udp (node/dgram#createSocket)"
//^^^^^^^^^^^^^^^^^^
  process.exit(1); // error: [sandbox/capability] "module 'core' is not granted proc.exit (global#process.exit)"
//^^^^^^^^^^^^
  process.setuid(0); // error: [sandbox/capability] "module 'core' is not granted sys.admin (global#process.setuid)"
//^^^^^^^^^^^^^^
  process.kill(1); // error: [sandbox/capability] "module 'core' is not granted proc.signal (global#process.kill)"
//^^^^^^^^^^^^
  spawn("ls"); // error: [sandbox/capability] "module 'core' is not granted proc.spawn:ls (node/child_process#spawn)"
//^^^^^
  crypto.randomBytes(8); // error: [sandbox/capability] "module 'core' is not granted random (node/crypto#randomBytes)"
//^^^^^^^^^^^^^^^^^^
  os.hostname(); // error: [sandbox/capability] "module 'core' is not granted sys.info (node/os#hostname)"
//^^^^^^^^^^^
  new Worker("./w.js"); // error: [sandbox/capability] "module 'core' is not granted thread.create (node/worker_threads#Worker)"
//    ^^^^^^
  Date.now(); // error: [sandbox/capability] "module 'core' is not granted time.read (global#Date.now)"
//^^^^^^^^
  setTimeout(() => {}, 1); // error: [sandbox/capability] "module 'core' is not granted time.sleep (global#setTimeout)"
//^^^^^^^^^^
}
// --- core/lookalikes.ts
const fs = { unlinkSync(name: string) { return name; }, readFileSync(name: string) { return name; } };
const process = { env: { HOME: "" }, exit(code: number) { return code; }, kill() {} };
const os = { hostname: () => "here" };
function fetch(url: string) { return url; }
function setTimeout(run: () => void) { return run; }
class Worker {}
class Evaluator { eval(text: string) { return text; } spawn(name: string) { return name; } }
export function none(evaluator: Evaluator, Date: { now(): number }) {
  fs.unlinkSync("a");
  fs.readFileSync("a");
  process.env.HOME;
  process.exit(1);
  process.kill();
  os.hostname();
  fetch("https://example.org");
  setTimeout(() => {});
  new Worker();
  evaluator.eval("1");
  evaluator.spawn("ls");
  Date.now();
  return "process.exit(1); fs.readFileSync('a'); eval('1')";
}
