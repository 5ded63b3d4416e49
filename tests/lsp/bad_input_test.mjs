// node bad_input_test.mjs KREPIS REPOSITORY: what no client should send, and what clients do all the same.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Client, copyOf, uriOf } from "./client.mjs";

const [program, repository, only] = process.argv.slice(2);
const example = path.join(repository, "examples", "hybrid-shop");
process.setMaxListeners(0);
let passed = 0;

async function test(name, body) {
  if (only !== undefined && !name.includes(only)) return;
  await body();
  ++passed;
  console.log(`ok: ${name}`);
}

/** A server that bytes are written to. */
class Raw {
  constructor() {
    this.process = spawn(program, ["lsp", "--stdio", `--clientProcessId=${process.pid}`], { stdio: ["pipe", "pipe", "ignore"] });
    this.exited = new Promise((resolve) => this.process.on("exit", resolve));
    this.process.stdin.on("error", () => {});
    this.bytes = Buffer.alloc(0);
    this.messages = [];
    this.process.stdout.on("data", (data) => {
      this.bytes = Buffer.concat([this.bytes, data]);
      for (;;) {
        const end = this.bytes.indexOf("\r\n\r\n");
        if (end < 0) return;
        const length = Number(/Content-Length: (\d+)/.exec(this.bytes.subarray(0, end).toString())[1]);
        if (this.bytes.length < end + 4 + length) return;
        this.messages.push(JSON.parse(this.bytes.subarray(end + 4, end + 4 + length).toString()));
        this.bytes = this.bytes.subarray(end + 4 + length);
        this.wake?.();
      }
    });
  }
  write(bytes) { this.process.stdin.write(bytes); }
  send(message) {
    const body = Buffer.from(typeof message === "string" ? message : JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }
  async answer(id) {
    for (;;) {
      const at = this.messages.findIndex((message) => message.id === id && message.method === undefined);
      if (at >= 0) return this.messages.splice(at, 1)[0];
      const gone = await Promise.race([new Promise((resolve) => { this.wake = resolve; }), this.exited.then(() => "gone"),
        new Promise((resolve) => setTimeout(() => resolve("late"), 60000))]);
      if (gone === "late" || (gone === "gone" && !this.messages.some((message) => message.id === id))) throw new Error(`no answer to ${id}: ${gone}`);
    }
  }
  async initialize(folder, capabilities = {}) {
    this.send({ id: "i", method: "initialize", params: { processId: process.pid, capabilities, rootUri: folder ? uriOf(folder) : null } });
    const answer = await this.answer("i");
    this.send({ method: "initialized", params: {} });
    return answer;
  }
}

await test("requests before initialize and after shutdown, and exit codes", async () => {
  const server = new Raw();
  server.send({ id: 1, method: "textDocument/hover", params: {} });
  assert.equal((await server.answer(1)).error.code, -32002);
  server.send({ method: "textDocument/didOpen", params: { textDocument: { uri: "file:///x.ts", text: "", version: 1 } } });
  assert.ok((await server.initialize()).result.capabilities.hoverProvider);
  server.send({ id: 2, method: "initialize", params: {} });
  assert.equal((await server.answer(2)).error.code, -32600);
  server.send({ id: 3, method: "no/such" });
  assert.equal((await server.answer(3)).error.code, -32601);
  server.send({ method: "no/such" });
  server.send({ method: "$/setTrace", params: { value: "off" } });
  server.send({ id: 4, method: "shutdown" });
  assert.equal((await server.answer(4)).result, null);
  server.send({ id: 5, method: "textDocument/hover", params: {} });
  assert.equal((await server.answer(5)).error.code, -32600);
  server.send({ method: "exit" });
  assert.equal(await server.exited, 0);

  const abrupt = new Raw();
  abrupt.send({ method: "exit" });
  assert.equal(await abrupt.exited, 1);
  const closed = new Raw();
  closed.process.stdin.end();
  assert.equal(await closed.exited, 1);
});

await test("frames: split headers, a lying length, a gigabyte announced, bytes that are no UTF-8, batches", async () => {
  const server = new Raw();
  const body = '{"jsonrpc":"2.0","id":1,"method":"x"}';
  for (const byte of `content-length: ${body.length}\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n${body}`) {
    server.write(byte);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal((await server.answer(1)).error.code, -32002);
  server.send("{");
  assert.equal((await server.answer(null)).error.code, -32700);
  server.write(Buffer.concat([Buffer.from("Content-Length: 15\r\n\r\n"), Buffer.from('{"method":"\xff\xfe"}', "latin1")]));
  assert.equal((await server.answer(null)).error.code, -32700);
  server.send('[{"jsonrpc":"2.0","id":1,"method":"x"}]');
  assert.equal((await server.answer(null)).error.code, -32600);
  server.send(`{"method":${"[".repeat(1000000)}`);
  assert.equal((await server.answer(null)).error.code, -32700);
  // Too short: the rest is no header.
  server.write(`Content-Length: 5\r\n\r\n${body}\r\n\r\n`);
  assert.equal((await server.answer(null)).error.code, -32700);
  assert.match((await server.answer(null)).error.message, /no Content-Length/);
  assert.equal(await server.exited, 1);

  const huge = new Raw();
  huge.write("Content-Length: 1000000000\r\n\r\n{");
  const refusal = await huge.answer(null);
  assert.match(refusal.error.message, /1000000000 bytes is announced/);
  assert.equal(await huge.exited, 1);
  const header = new Raw();
  header.write("X".repeat(100000));
  assert.match((await header.answer(null)).error.message, /header/);
  assert.equal(await header.exited, 1);
});

await test("parameters of the wrong kind", async () => {
  const shop = copyOf(example);
  const server = new Raw();
  await server.initialize(shop);
  const values = [null, 1, "x", [], {}, { textDocument: 3 }, { textDocument: { uri: 7 }, position: "x" },
    { textDocument: { uri: uriOf(path.join(shop, "apps/shop/src/cart.ts")) }, position: { line: -5, character: 1e300 }, range: [], context: 1 },
    { textDocument: { uri: uriOf(path.join(shop, "krepis.toml")) }, position: { line: 99999999, character: 99999999 },
      range: { start: { line: 1, character: 1 }, end: { line: 0, character: 0 } }, context: { diagnostics: [1, { data: 3 }], only: [5] } },
    { event: { added: 3, removed: [{ uri: 5 }] }, changes: [{ uri: 1 }, 4], contentChanges: [1], settings: 5, id: {} }];
  const methods = ["textDocument/hover", "textDocument/codeAction", "textDocument/codeLens", "textDocument/definition",
    "textDocument/completion", "textDocument/diagnostic", "workspace/textDocumentContent", "workspace/diagnostic"];
  const notifications = ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders", "workspace/didChangeConfiguration", "$/cancelRequest", "initialized"];
  let id = 100;
  for (const params of values) {
    for (const method of notifications) server.send({ method, params });
    for (const method of methods) {
      server.send({ id: ++id, method, params });
      const answer = await server.answer(id);
      assert.ok("result" in answer, JSON.stringify([method, params, answer]));
    }
  }
  server.send({ id: 5, result: 3 });
  server.send({ id: 1001, error: { code: 1, message: "no" } });
  server.send({ id: 6, method: "shutdown" });
  assert.equal((await server.answer(6)).result, null);
  server.send({ method: "exit" });
  assert.equal(await server.exited, 0);
});

await test("edits out of range, stale, unreadable and of documents that are not open", async () => {
  const shop = copyOf(example);
  const client = await Client.start(program, [shop]);
  const cart = path.join(shop, "apps/shop/src/cart.ts");
  await client.until(() => client.codes(cart).length === 2, "the first diagnostics");
  const change = (version, contentChanges, file = cart) => client.connection.sendNotification("textDocument/didChange",
    { textDocument: { uri: uriOf(file), version }, contentChanges });
  await change(7, [{ text: "" }]);
  await client.open(cart);
  await change(1, [{ text: "stale" }]);
  await change(5, [{ range: { start: { line: 70000, character: 5 }, end: { line: 80000, character: 6 } }, text: "\n// end\n" }]);
  await change(6, [{ range: { start: { line: 2, character: 99999 }, end: { line: 0, character: 0 } }, text: "" }]);
  await client.until(() => client.codes(cart).length === 0, "three lines less");
  await change(8, [{ text: 3 }]);
  await change(9, [{ range: "x", text: "y" }]);
  await client.until(() => client.logs.some((message) => message.includes("was not applied")), "a log");
  assert.equal(await client.stop(), 0);
});

await test("a thousand edits a second, each with a question", async () => {
  const shop = copyOf(example);
  const client = await Client.start(program, [shop]);
  const cart = path.join(shop, "apps/shop/src/cart.ts");
  await client.until(() => client.codes(cart).length === 2, "the first diagnostics");
  await client.open(cart);
  const text = fs.readFileSync(cart, "utf8");
  const without = text.replace(/^import \{ audit .*\n/m, "");
  const before = client.publications;
  let answered = 0;
  const asked = [];
  for (let i = 0; i < 2000; ++i) {
    await client.change(cart, i % 2 === 0 ? without : text);
    if (i % 10 === 0) asked.push(client.ask("textDocument/hover", cart, "@shop/core").then(() => { ++answered; }));
    if (i % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await client.change(cart, without);
  await Promise.all(asked);
  assert.equal(answered, 200);
  const last = client.versions.get(cart);
  await client.until(() => client.codes(cart).length === 1, "the last edit");
  assert.ok(client.diagnostics.get(uriOf(cart)).version <= last);
  assert.ok(client.publications - before < 4000);
  assert.equal(await client.stop(), 0);
});

await test("a client that never reads costs no memory, and does not keep the server alive", async () => {
  const shop = copyOf(example);
  const cart = path.join(shop, "apps/shop/src/cart.ts");
  const server = new Raw();
  await server.initialize(shop);
  server.process.stdout.pause();
  const text = fs.readFileSync(cart, "utf8");
  server.send({ method: "textDocument/didOpen", params: { textDocument: { uri: uriOf(cart), languageId: "typescript", version: 1, text } } });
  for (let i = 0; i < 500; ++i) {
    server.send({ method: "textDocument/didChange", params: { textDocument: { uri: uriOf(cart), version: i + 2 }, contentChanges: [{ text: i % 2 ? text : "" }] } });
  }
  // More answers than there is room for, and as many again: these cost nothing more, in a sanitized build either.
  const page = { method: "workspace/textDocumentContent", params: { uri: "krepis://explain/layering/deny" } };
  const flood = async () => {
    for (let i = 0; i < 40000; ++i) {
      server.send({ id: ++last, ...page });
      if (i % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    for (let size = 0, equal = 0;;) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const rss = Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${server.process.pid}/status`, "utf8"))[1]);
      equal = Math.abs(rss - size) < 1000 ? equal + 1 : 0;
      if (equal === 3) return rss;
      size = rss;
    }
  };
  let last = 0;
  const full = await flood();
  const more = (await flood()) - full;
  assert.ok(more < 30e3, `${full} kB, and ${more} kB for answers that nobody reads`);
  server.process.stdin.destroy();
  server.process.stdout.destroy();
  assert.equal(await server.exited, 1);
});

await test("files and folders that vanish under the server", async () => {
  const shop = copyOf(example);
  const client = await Client.start(program, [shop]);
  const cart = path.join(shop, "apps/shop/src/cart.ts");
  await client.until(() => client.codes(cart).length === 2, "the first diagnostics");
  await client.open(cart);
  fs.rmSync(path.join(shop, "apps"), { recursive: true });
  fs.rmSync(path.join(shop, "krepis.toml"));
  await client.change(cart, "import './gone.js';\n");
  await client.ask("textDocument/hover", cart, "gone");
  fs.rmSync(shop, { recursive: true });
  await client.change(cart, "import './gone2.js';\n");
  await client.ask("textDocument/hover", cart, "gone2");
  await client.close(cart);
  assert.equal(await client.stop(), 0);
});

await test("the server ends with its client's process, and says at once when that does not run", async () => {
  const sleeper = spawn("sleep", ["1000"]);
  const server = new Raw();
  server.send({ id: 1, method: "initialize", params: { processId: sleeper.pid, capabilities: {} } });
  await server.answer(1);
  sleeper.kill("SIGKILL");
  assert.equal(await server.exited, 1);
  const late = new Raw();
  late.send({ id: 1, method: "initialize", params: { processId: sleeper.pid, capabilities: {} } });
  assert.equal(await late.exited, 1);
});

await test("nothing runs while nothing happens", async () => {
  const shop = copyOf(example);
  const client = await Client.start(program, [shop]);
  await client.until(() => client.diagnostics.size > 3, "the first diagnostics");
  await new Promise((resolve) => setTimeout(resolve, 300));
  const ticks = () => fs.readFileSync(`/proc/${client.process.pid}/stat`, "utf8").split(" ").slice(13, 17).reduce((sum, n) => sum + Number(n), 0);
  const before = ticks();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  assert.equal(ticks() - before, 0);
  assert.equal(await client.stop(), 0);
});

console.log(`${passed} passed`);
process.exit(0);
