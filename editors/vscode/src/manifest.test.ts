// What package.json promises is what the code does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const folder = join(__dirname, "../..");
const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const code = readFileSync(join(folder, "src/extension.ts"), "utf8");

test("every command that is offered exists, and the other way round", () => {
  const offered = manifest.contributes.commands.map((c: { command: string }) => c.command).sort();
  const registered = [...code.matchAll(/command\("(krepis\.[A-Za-z]+)"/g)].map((m) => m[1]).sort();
  assert.deepEqual(registered, offered);
});

test("every language that is served activates", () => {
  const served = /const languages = (\[[^\]]+\])/.exec(code)?.[1] ?? "[]";
  const events = manifest.activationEvents.filter((e: string) => e.startsWith("onLanguage:")).map((e: string) => e.slice(11));
  assert.deepEqual(JSON.parse(served), events);
});

test("its version is that of krepis", () => {
  assert.equal(manifest.version, readFileSync(join(folder, "../../VERSION"), "utf8").trim());
});
