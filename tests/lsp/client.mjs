// A client of the language server as editors are one: the protocol library of Visual Studio Code over stdio, with just enough
// of an editor around it for tests and the benchmark.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const protocol = require("vscode-languageserver-protocol/node");

export const { CancellationTokenSource } = protocol;
export const uriOf = (file) => pathToFileURL(file).toString();

/** A copy of a folder that a test may spoil; gone when the process ends. */
export function copyOf(folder) {
  const copy = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "krepis-lsp-"));
  fs.cpSync(folder, copy, { recursive: true });
  fs.mkdirSync(path.join(copy, ".git"), { recursive: true });
  process.on("exit", () => fs.rmSync(copy, { recursive: true, force: true }));
  return copy;
}

const everything = {
  general: { positionEncodings: ["utf-8", "utf-16"] },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true, versionSupport: true },
    hover: { contentFormat: ["markdown", "plaintext"] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
  },
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ["create"] }, workspaceFolders: true },
};

export class Client {
  /** Starts a server on some folders; `capabilities` are added to those of a client that is pushed to. */
  static async start(program, folders, { capabilities = {}, options, configuration } = {}) {
    const client = new Client();
    client.configuration = configuration;
    client.process = spawn(program, ["lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    client.exited = new Promise((resolve) => client.process.on("exit", resolve));
    client.connection = protocol.createProtocolConnection(
      new protocol.StreamMessageReader(client.process.stdout), new protocol.StreamMessageWriter(client.process.stdin));
    client.diagnostics = new Map(); // URI -> parameters of the last publication
    client.publications = 0;
    client.waiting = new Set();
    client.registrations = [];
    client.progress = [];
    client.logs = [];
    client.refreshes = 0;
    client.versions = new Map();
    client.texts = new Map();
    const connection = client.connection;
    connection.onNotification("textDocument/publishDiagnostics", (params) => {
      client.diagnostics.set(params.uri, params);
      ++client.publications;
      client.check();
    });
    connection.onNotification("window/logMessage", (params) => client.logs.push(params.message));
    connection.onRequest("client/registerCapability", (params) => { client.registrations.push(...params.registrations); });
    connection.onRequest("window/workDoneProgress/create", (params) => { client.progress.push({ create: params.token }); });
    connection.onRequest("workspace/configuration", (params) => params.items.map(() => client.configuration ?? null));
    connection.onRequest("workspace/diagnostic/refresh", () => { ++client.refreshes; client.check(); return null; });
    connection.onRequest("workspace/codeLens/refresh", () => null);
    connection.onUnhandledProgress(({ token, value }) => { client.progress.push({ token, value }); client.check(); });
    connection.listen();
    const merged = structuredClone(everything);
    for (const [section, members] of Object.entries(capabilities)) merged[section] = { ...merged[section], ...members };
    client.server = await connection.sendRequest("initialize", {
      processId: process.pid, capabilities: merged, initializationOptions: options,
      rootUri: folders.length > 0 ? uriOf(folders[0]) : null,
      workspaceFolders: folders.map((folder) => ({ uri: uriOf(folder), name: path.basename(folder) })),
    });
    await connection.sendNotification("initialized", {});
    return client;
  }

  /** Waits until `condition` holds after something came from the server. */
  until(condition, what, ms = 60000) {
    if (condition()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => { this.waiting.delete(entry); reject(new Error(`not within ${ms} ms: ${what}`)); }, ms);
      const entry = { condition, resolve: () => { clearTimeout(timer); resolve(); } };
      this.waiting.add(entry);
    });
  }
  check() {
    for (const entry of [...this.waiting]) {
      if (!entry.condition()) continue;
      this.waiting.delete(entry);
      entry.resolve();
    }
  }

  codes(file) {
    return (this.diagnostics.get(uriOf(file))?.diagnostics ?? []).map((diagnostic) => diagnostic.code);
  }
  open(file, language = "typescript", text = fs.readFileSync(file, "utf8")) {
    this.versions.set(file, 1);
    this.texts.set(file, text);
    return this.connection.sendNotification("textDocument/didOpen",
      { textDocument: { uri: uriOf(file), languageId: language, version: 1, text } });
  }
  /** Replaces all of an open document, or makes the changes given. */
  change(file, text, contentChanges = [{ text }]) {
    const version = this.versions.get(file) + 1;
    this.versions.set(file, version);
    this.texts.set(file, text);
    return this.connection.sendNotification("textDocument/didChange",
      { textDocument: { uri: uriOf(file), version }, contentChanges });
  }
  close(file) {
    return this.connection.sendNotification("textDocument/didClose", { textDocument: { uri: uriOf(file) } });
  }
  /** A request about the place where `text` first stands in an open or saved file. */
  ask(method, file, text, more = {}) {
    return this.connection.sendRequest(method,
      { textDocument: { uri: uriOf(file) }, position: this.place(file, text), ...more });
  }
  place(file, text) {
    const whole = this.texts.get(file) ?? fs.readFileSync(file, "utf8");
    const at = whole.indexOf(text);
    if (at < 0) throw new Error(`${file} has no ${text}`);
    const before = whole.slice(0, at);
    const line = before.split("\n").length - 1;
    const units = before.slice(before.lastIndexOf("\n") + 1);
    const encoding = this.server.capabilities.positionEncoding;
    return { line, character: encoding === "utf-8" ? Buffer.byteLength(units) : units.length };
  }
  /** Writes a WorkspaceEdit to the disk. */
  apply(edit) {
    const changes = edit.documentChanges ?? Object.entries(edit.changes).map(([uri, edits]) => ({ textDocument: { uri }, edits }));
    for (const change of changes) {
      const file = new URL(change.uri ?? change.textDocument.uri);
      if (change.kind === "create") {
        fs.writeFileSync(file, "");
        continue;
      }
      const lines = fs.readFileSync(file, "utf8").split(/(?<=\n)/);
      const offset = ({ line, character }) => {
        const before = lines.slice(0, line).join("").length;
        return before + Buffer.from(lines[line] ?? "").subarray(0, character).toString().length;
      };
      let text = lines.join("");
      for (const { range, newText } of change.edits) {
        text = text.slice(0, offset(range.start)) + newText + text.slice(offset(range.end));
      }
      fs.writeFileSync(file, text);
    }
  }
  async stop() {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    return this.exited;
  }
}
