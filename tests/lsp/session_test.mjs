// node session_test.mjs KREPIS REPOSITORY: the language server as an editor uses it, on a copy of examples/hybrid-shop.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { CancellationTokenSource, Client, copyOf, uriOf } from "./client.mjs";

const [program, repository] = process.argv.slice(2);
const example = path.join(repository, "examples", "hybrid-shop");
process.setMaxListeners(0);
let passed = 0;
const only = process.argv[4];

async function test(name, body) {
  if (only !== undefined && !name.includes(only)) return;
  await body();
  ++passed;
  console.log(`ok: ${name}`);
}

await test("diagnostics appear, change on an unsaved edit, and go away", async () => {
  const shop = copyOf(example);
  const client = await Client.start(program, [shop]);
  const cart = path.join(shop, "apps/shop/src/cart.ts");
  const config = path.join(shop, "krepis.toml");
  await client.until(() => client.codes(cart).length === 2, "the first diagnostics");
  assert.deepEqual(client.codes(cart).sort(), ["layering/deny", "layering/public"]);
  const denied = client.diagnostics.get(uriOf(cart)).diagnostics.find((d) => d.code === "layering/deny");
  assert.deepEqual(denied.range, { start: { line: 2, character: 23 }, end: { line: 2, character: 47 } });
  assert.equal(denied.severity, 1);
  assert.equal(denied.source, "krepis");
  assert.match(denied.message, /because: apps are deployed separately/);
  assert.match(denied.data.fingerprint, /^[0-9a-f]{32}$/);
  assert.equal(denied.relatedInformation[0].location.uri, uriOf(config));

  await client.open(cart);
  const text = fs.readFileSync(cart, "utf8");
  await client.change(cart, text.replace(/^import \{ audit .*\n/m, ""));
  await client.until(() => client.codes(cart).length === 1, "the unsaved edit");
  assert.deepEqual(client.codes(cart), ["layering/public"]);
  assert.equal(client.diagnostics.get(uriOf(cart)).version, 2);
  // A change in one file, a verdict in another: the cycle's other end, or what it was about.
  await client.change(cart, "", [{ range: { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } }, text: "" }]);
  await client.until(() => client.codes(cart).length === 0, "an empty buffer");
  await client.close(cart);
  await client.until(() => client.codes(cart).length === 2, "the file on the disk counts again");
  assert.equal(await client.stop(), 0);
});

await test("hover says the verdict of imports, the chain of registrations, the capabilities of calls", async () => {
  const shop = copyOf(example);
  const client = await Client.start(program, [shop]);
  const cart = path.join(shop, "apps/shop/src/cart.ts");
  const server = path.join(shop, "apps/shop/src/server.ts");
  const ledger = path.join(shop, "native/stock/src/domain/ledger.cc");
  const hover = async (file, text) => (await client.ask("textDocument/hover", file, text))?.contents.value ?? "";
  const forbidden = await hover(cart, "../../admin/src/audit.js");
  assert.match(forbidden, /\*\*app:shop\*\* \(layer 1 of 2: app\) → \*\*app:admin\*\*/);
  assert.match(forbidden, /\*\*forbidden\*\* by `layering\/deny` `apps-are-islands`/);
  assert.match(await hover(cart, "@shop/core"), /\*\*core\*\* \(layer 2 of 2: core\)[^]*allowed/);
  assert.match(await hover(server, "requireUser);"), /chain, outer to inner:[^]*requireUser/);
  assert.match(await hover(ledger, "Notify(article)"), /reaches `net\.connect`[^]*\*\*not granted\*\* to 'stock-domain'/);
  assert.equal(await hover(cart, "return items"), "");
  assert.equal(await client.stop(), 0);
});

await test("what is asked about files that were written just before is answered", async () => {
  const text = fs.readFileSync(path.join(example, "apps/shop/src/cart.ts"), "utf8");
  for (let i = 0; i < 5; ++i) {
    const shop = copyOf(example);
    const client = await Client.start(program, [shop]);
    const cart = path.join(shop, "apps/shop/src/cart.ts");
    fs.writeFileSync(cart, text.replace("../../admin/src/audit.js", "./server.js"));
    const hover = await client.ask("textDocument/hover", cart, "./server.js");
    assert.match(hover.contents.value, /`no-cycles`/);
    assert.equal(await client.stop(), 0);
  }
});

await test("code actions accept a violation in each of three ways", async () => {
  const titles = [/^Suppress apps-are-islands here/, /^Add to krepis\.baseline/, /^Add an exception for apps-are-islands/];
  for (const title of titles) {
    const shop = copyOf(example);
    const client = await Client.start(program, [shop]);
    const cart = path.join(shop, "apps/shop/src/cart.ts");
    await client.until(() => client.codes(cart).length === 2, "the first diagnostics");
    const denied = client.diagnostics.get(uriOf(cart)).diagnostics.find((d) => d.code === "layering/deny");
    const actions = await client.connection.sendRequest("textDocument/codeAction",
      { textDocument: { uri: uriOf(cart) }, range: denied.range, context: { diagnostics: [denied] } });
    assert.equal(actions.length, 3, JSON.stringify(actions.map((action) => action.title)));
    const action = actions.find((one) => title.test(one.title));
    assert.equal(action.kind, "quickfix.krepis");
    assert.equal(action.diagnostics[0].data.fingerprint, denied.data.fingerprint);
    client.apply(action.edit);
    // Nobody watches for this server, so it does.
    await client.until(() => client.codes(cart).length === 1, `${action.title}: ${fs.readFileSync(cart, "utf8")}`);
    assert.deepEqual(client.codes(cart), ["layering/public"]);
    const config = path.join(shop, "krepis.toml");
    assert.equal(client.codes(config).length, 0, JSON.stringify(client.diagnostics.get(uriOf(config))));
    assert.equal(await client.stop(), 0);
  }
});

await test("all violations of the example can be accepted by exceptions, and by the baseline", async () => {
  for (const title of [/^Add to/, /^Add an exception/]) {
    const shop = copyOf(example);
    const client = await Client.start(program, [shop]);
    const count = () => [...client.diagnostics.values()].reduce((sum, one) => sum + one.diagnostics.length, 0);
    await client.until(() => count() === 18, "the first diagnostics");
    for (let left = count(); left > 0; left = count()) {
      const [uri, { diagnostics }] = [...client.diagnostics].find(([, one]) => one.diagnostics.length > 0);
      const actions = await client.connection.sendRequest("textDocument/codeAction",
        { textDocument: { uri }, range: diagnostics[0].range, context: { diagnostics: [diagnostics[0]] } });
      const action = actions.find((one) => title.test(one.title));
      assert.ok(action, `${uri}: ${diagnostics[0].message}`);
      client.apply(action.edit);
      await client.until(() => count() < left, `${diagnostics[0].message}\n${fs.readFileSync(path.join(shop, "krepis.toml"), "utf8").slice(-300)}`);
    }
    assert.equal(await client.stop(), 0);
  }
});

await test("a client that pulls is not pushed to, and a workspace pull is held until something changes", async () => {
  const shop = copyOf(example);
  const client = await Client.start(program, [shop], { capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true }, workspaceFolders: true } } });
  assert.deepEqual(client.server.capabilities.diagnosticProvider,
    { identifier: "krepis", interFileDependencies: true, workspaceDiagnostics: true });
  const cart = path.join(shop, "apps/shop/src/cart.ts");
  const ask = (previousResultId) => client.connection.sendRequest("textDocument/diagnostic",
    { textDocument: { uri: uriOf(cart) }, previousResultId });
  const first = await ask();
  assert.equal(first.kind, "full");
  assert.equal(first.items.length, 2);
  assert.deepEqual(await ask(first.resultId), { kind: "unchanged", resultId: first.resultId });

  const pullAll = (token, previousResultIds) => client.connection.sendRequest("workspace/diagnostic",
    { partialResultToken: token, previousResultIds });
  const part = (token) => client.progress.filter((one) => one.token === token).flatMap((one) => one.value.items);
  assert.deepEqual(await pullAll("one", []), { items: [] });
  const known = part("one").map(({ uri, resultId }) => ({ uri, value: resultId }));
  assert.ok(known.length > 3);
  const held = pullAll("two", known);
  let answered = false;
  held.then(() => { answered = true; });
  await client.open(cart);
  await ask(first.resultId);
  assert.equal(answered, false);
  await client.change(cart, "export {};\n");
  assert.deepEqual(await held, { items: [] });
  const changed = part("two").find((report) => report.uri === uriOf(cart));
  assert.deepEqual({ ...changed, resultId: "" }, { kind: "full", uri: uriOf(cart), version: null, resultId: "", items: [] });

  // Taken back, and taken over by a newer one.
  const now = known.filter(({ uri }) => uri !== uriOf(cart)).concat(part("two").map(({ uri, resultId }) => ({ uri, value: resultId })));
  const source = new CancellationTokenSource();
  const cancelled = client.connection.sendRequest("workspace/diagnostic", { partialResultToken: "three", previousResultIds: now }, source.token);
  await ask();
  source.cancel();
  await assert.rejects(cancelled, { code: -32800 });
  const older = pullAll("four", now);
  const newer = pullAll("five", now);
  assert.deepEqual(await older, { items: [] });
  // Files that change on the disk are a reason to ask again.
  fs.writeFileSync(path.join(shop, "packages/core/src/extra.ts"), "import './nowhere.js';\n");
  await newer;
  await client.until(() => client.refreshes > 0, "a refresh");
  assert.equal(client.publications, 0);
  const parked = pullAll("six", now.concat(part("five").map(({ uri, resultId }) => ({ uri, value: resultId }))));
  await ask();
  assert.equal(await client.stop(), 0);
  assert.deepEqual(await parked, { items: [] });
});

await test("a krepis.toml that is being typed: its errors, and the verdicts of the last good one", async () => {
  const shop = copyOf(example);
  const client = await Client.start(program, [shop]);
  const cart = path.join(shop, "apps/shop/src/cart.ts");
  const config = path.join(shop, "krepis.toml");
  await client.until(() => client.codes(cart).length === 2, "the first diagnostics");
  await client.open(config, "toml");
  const text = fs.readFileSync(config, "utf8");
  await client.change(config, text.replace('order = ["app", "core"]', 'order = ["app", "coer"]'));
  await client.until(() => client.codes(config).length > 0, "the error");
  const [error] = client.diagnostics.get(uriOf(config)).diagnostics;
  assert.match(error.message, /coer/);
  assert.equal(error.range.start.line, text.split("\n").findIndex((line) => line.startsWith("order")));
  assert.equal(client.codes(cart).length, 2);
  await client.change(config, `${text}\n[[rules`);
  await client.until(() => client.diagnostics.get(uriOf(config)).version === 3 && client.codes(config).length > 0, "half a header");
  assert.equal(client.codes(cart).length, 2);
  await client.change(config, text.replace(/\[\[rules\]\]\nid = "apps-are-islands"[^]*?\n\n/, ""));
  await client.until(() => client.codes(cart).length === 1 && client.codes(config).length === 0, "a rule less");
  assert.equal(await client.stop(), 0);
});

await test("krepis.toml: completion, hover and definition", async () => {
  const shop = copyOf(example);
  const client = await Client.start(program, [shop]);
  const config = path.join(shop, "krepis.toml");
  await client.open(config, "toml");
  const text = fs.readFileSync(config, "utf8");
  const labels = async (at) => (await client.ask("textDocument/completion", config, at)).map((item) => item.label);
  const hover = async (at) => (await client.ask("textDocument/hover", config, at))?.contents.value ?? "";
  const line = async (at) => (await client.ask("textDocument/definition", config, at)).range.start.line;
  const lineOf = (header) => text.split("\n").indexOf(header);
  assert.match(await hover("unclassified"), /string[^]*Source files in no module/);
  assert.match(await hover("deny = "), /table/);
  assert.match(await hover("price-rules\", to"), /module \*\*price-rules\*\*/);
  assert.equal(await line("price-store\" }"), lineOf("[modules.price-store]"));
  assert.equal(await line('auth"]\nroutes'), lineOf("[ordering.stages.auth]"));
  assert.equal(await line("core]\nallow"), lineOf("[modules.core]"));
  const typed = text.replace("[sandbox]\n", "[sandbox]\nconf\n").replace('level = "error"', 'level = ""')
    .replace('closed = ["core"]', "").replace('required = ["guard"]', 'required = [""]');
  await client.change(config, typed);
  assert.deepEqual(await labels("conf\n"), ["tables", "confidence"]);
  assert.deepEqual(await labels('" }\nlanguages'.slice(0, 3) + "\n"), ["off", "warning", "error"]);
  assert.deepEqual(await labels('"]\nroutes = ["/stock'), ["auth"]);
  assert.equal(await client.stop(), 0);
});

await test("code lenses are off until they are asked for", async () => {
  const shop = copyOf(example);
  const tax = path.join(shop, "packages/core/src/internal/tax.ts");
  for (const [options, configuration, expected] of [[undefined, undefined, 0], [{ codeLens: true }, undefined, 1], [undefined, { codeLens: true }, 1]]) {
    const client = await Client.start(program, [shop], { options, configuration, capabilities: configuration ? { workspace: { configuration: true } } : {} });
    const ask = () => client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: uriOf(tax) } });
    await ask();
    const lenses = await ask();
    assert.equal(lenses.length, expected);
    if (expected === 1) assert.match(lenses[0].command.title, /^core · layer 2 of 2 · fan-in \d+ · fan-out \d+$/);
    assert.equal(await client.stop(), 0);
  }
});

await test("several folders, more and fewer of them, and files of none", async () => {
  const one = copyOf(example);
  const two = copyOf(example);
  const client = await Client.start(program, [one]);
  const cart = (shop) => path.join(shop, "apps/shop/src/cart.ts");
  await client.until(() => client.codes(cart(one)).length === 2, "the first folder");
  assert.equal(client.codes(cart(two)).length, 0);
  const change = (added, removed) => client.connection.sendNotification("workspace/didChangeWorkspaceFolders",
    { event: { added: added.map((folder) => ({ uri: uriOf(folder), name: "" })), removed: removed.map((folder) => ({ uri: uriOf(folder), name: "" })) } });
  await change([two], []);
  await client.until(() => client.codes(cart(two)).length === 2, "the second folder");
  await change([], [one]);
  await client.until(() => client.codes(cart(one)).length === 0, "the first one is gone");
  await client.open(cart(one)); // its krepis.toml is the nearest, so its workspace comes back
  await client.until(() => client.codes(cart(one)).length === 2, "a file of no folder");
  assert.equal(await client.stop(), 0);
});

await test("the disk is watched by whoever can", async () => {
  const shop = copyOf(example);
  const cart = path.join(shop, "apps/shop/src/cart.ts");
  const own = await Client.start(program, [shop]);
  await own.until(() => own.codes(cart).length === 2, "the first diagnostics");
  const text = fs.readFileSync(cart, "utf8");
  fs.writeFileSync(cart, "export {};\n");
  await own.until(() => own.codes(cart).length === 0, "a file that was written");
  fs.mkdirSync(path.join(shop, "apps/shop/src/more"));
  fs.writeFileSync(path.join(shop, "apps/shop/src/more/cart.ts"), text.replaceAll("../../", "../../../").replace("../../../../", "../../../../../"));
  const more = path.join(shop, "apps/shop/src/more/cart.ts");
  await own.until(() => own.codes(more).length > 0, "a new file in a new folder");
  fs.rmSync(path.join(shop, "apps/shop/src/more"), { recursive: true });
  await own.until(() => own.codes(more).length === 0, "a folder that vanished");
  assert.equal(await own.stop(), 0);

  const other = await Client.start(program, [shop], { capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, workspaceFolders: true } } });
  await other.until(() => other.diagnostics.size > 2, "the first diagnostics");
  const watchers = other.registrations.find((one) => one.method === "workspace/didChangeWatchedFiles").registerOptions.watchers;
  assert.ok(watchers.some((one) => one.globPattern === "**/*"));
  fs.writeFileSync(cart, text);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(other.codes(cart).length, 0);
  await other.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(cart), type: 2 }] });
  await other.until(() => other.codes(cart).length === 2, "what the client saw");
  // A folder that goes is all that some clients say.
  fs.rmSync(path.join(shop, "packages/core/src/internal"), { recursive: true });
  await other.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(path.join(shop, "packages/core/src/internal")), type: 3 }] });
  await other.until(() => other.codes(cart).includes("layering/unresolved"), "a folder less");
  assert.equal(await other.stop(), 0);
});

await test("rule pages for clients of 3.18, and progress of the first index alone", async () => {
  const shop = copyOf(example);
  const cart = path.join(shop, "apps/shop/src/cart.ts");
  const client = await Client.start(program, [shop], { capabilities: { window: { workDoneProgress: true }, workspace: { textDocumentContent: {}, workspaceFolders: true } } });
  await client.until(() => client.codes(cart).length === 2, "the first diagnostics");
  const denied = client.diagnostics.get(uriOf(cart)).diagnostics.find((d) => d.code === "layering/deny");
  assert.equal(denied.codeDescription.href, "krepis://explain/layering/deny");
  assert.deepEqual(client.server.capabilities.workspace.textDocumentContent, { schemes: ["krepis"] });
  const page = await client.connection.sendRequest("workspace/textDocumentContent", { uri: denied.codeDescription.href });
  assert.match(page.text, /What it does/);
  await client.open(cart);
  await client.change(cart, "");
  await client.until(() => client.codes(cart).length === 0, "the edit");
  // The analysis does not wait for the client's leave, which may come too late.
  assert.match(client.progress.map((one) => one.value?.kind ?? "create").join(" "), /^create( begin end)?$/);
  assert.equal(await client.stop(), 0);
});

console.log(`${passed} passed`);
process.exit(0);
