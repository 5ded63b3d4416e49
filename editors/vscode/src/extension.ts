// The extension: starts `krepis lsp`, says how it is doing, and offers what a server cannot.
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, State } from "vscode-languageclient/node";
import { findProgram } from "./find_program";

const languages = ["c", "cpp", "javascript", "javascriptreact", "rust", "svelte", "typescript", "typescriptreact", "vue"];
const ruleScheme = "krepis-rule";
const maxOutput = 256 * 1024 * 1024;
const run = promisify(execFile);

let client: LanguageClient | undefined;
let output: vscode.LogOutputChannel;
let status: vscode.LanguageStatusItem;

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The program, or undefined: then the user has been told. */
function program(): string | undefined {
  const found = findProgram(vscode.workspace.getConfiguration("krepis").get("path", ""), {
    folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
    home: os.homedir(),
    searchPath: process.env["PATH"] ?? "",
    windows: process.platform === "win32",
    isExecutable,
  });
  if ("program" in found) return found.program;
  output.error(found.problem);
  show("not found", vscode.LanguageStatusSeverity.Error, found.problem);
  void vscode.window.showErrorMessage(`krepis: ${found.problem}`, "Open Settings").then((answer) => {
    if (answer !== undefined) void vscode.commands.executeCommand("workbench.action.openSettings", "krepis.path");
  });
  return undefined;
}

function show(text: string, severity: vscode.LanguageStatusSeverity, detail = ""): void {
  status.text = `krepis: ${text}`;
  status.detail = detail;
  status.severity = severity;
  status.busy = text === "starting";
}

async function start(): Promise<void> {
  const command = program();
  if (command === undefined) return;
  const selector: LanguageClientOptions["documentSelector"] = [
    ...languages.map((language) => ({ scheme: "file", language })),
    { scheme: "file", pattern: "**/krepis.toml" },
  ];
  const settings = vscode.workspace.getConfiguration("krepis");
  const started = new LanguageClient(
    "krepis",
    "krepis",
    { command, args: ["lsp"] },
    {
      documentSelector: selector,
      outputChannel: output,
      // The server asks for the section `krepis` itself; this is for its first words.
      initializationOptions: {
        codeLens: settings.get("codeLens"),
        compiler: settings.get("compiler"),
        config: settings.get("config"),
        jobs: settings.get("jobs"),
      },
    },
  );
  client = started;
  started.onDidChangeState(({ newState }) => {
    if (client !== started) return;
    if (newState === State.Starting) show("starting", vscode.LanguageStatusSeverity.Information);
    if (newState === State.Running) show("running", vscode.LanguageStatusSeverity.Information, command);
    if (newState === State.Stopped) show("stopped", vscode.LanguageStatusSeverity.Warning, "krepis: Restart the Server");
  });
  try {
    await started.start();
  } catch (error) {
    output.error(String(error));
    show("failed", vscode.LanguageStatusSeverity.Error, String(error));
  }
}

async function stop(): Promise<void> {
  const stopping = client;
  client = undefined;
  try {
    await stopping?.dispose();
  } catch (error) {
    output.error(String(error)); // it did not start, or is gone
  }
}

let restarting: Promise<void> = Promise.resolve();

/** Stops and starts, one after the other however often it is asked. */
function restart(): Promise<void> {
  restarting = restarting.then(stop).then(start);
  return restarting;
}

async function explainRule(id?: unknown): Promise<void> {
  const command = program();
  if (command === undefined) return;
  let rule = typeof id === "string" ? id : undefined;
  if (rule === undefined) {
    const { stdout } = await run(command, ["explain"], { maxBuffer: maxOutput });
    const rules = stdout.trimEnd().split("\n").map((line) => {
      const [label = "", ...summary] = line.split(" ");
      return { label, description: summary.join(" ").trim() };
    });
    rule = (await vscode.window.showQuickPick(rules, { matchOnDescription: true, placeHolder: "Which rule?" }))?.label;
    if (rule === undefined) return;
  }
  const page = vscode.Uri.from({ scheme: ruleScheme, path: `/${rule}.md` });
  await vscode.commands.executeCommand("markdown.showPreview", page);
}

const rulePages: vscode.TextDocumentContentProvider = {
  async provideTextDocumentContent(uri) {
    const command = program();
    if (command === undefined) return "";
    const rule = uri.path.replace(/^\/|\.md$/g, "");
    try {
      return (await run(command, ["explain", "--", rule], { maxBuffer: maxOutput })).stdout;
    } catch (error) {
      return `\`${rule}\` cannot be explained: ${String(error)}`;
    }
  },
};

async function showReport(context: vscode.ExtensionContext): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  const command = folder === undefined ? undefined : program();
  if (folder === undefined || command === undefined) return;
  await fs.promises.mkdir(context.globalStorageUri.fsPath, { recursive: true });
  const file = vscode.Uri.joinPath(context.globalStorageUri, `${folder.name.replace(/[^\w.-]/g, "_")}.html`);
  await fs.promises.rm(file.fsPath, { force: true });
  const checking = { location: vscode.ProgressLocation.Notification, title: `krepis: checking ${folder.name}` };
  await vscode.window.withProgress(checking, async () => {
    try {
      await run(command, ["check", "--quiet", "--output", `html=${file.fsPath}`], { cwd: folder.uri.fsPath, maxBuffer: maxOutput });
    } catch (error) {
      if (!fs.existsSync(file.fsPath)) throw error; // violations make it fail, and are what is to be shown
    }
  });
  await vscode.env.openExternal(file);
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  output = vscode.window.createOutputChannel("krepis", { log: true });
  status = vscode.languages.createLanguageStatusItem("krepis", [...languages, { pattern: "**/krepis.toml" }]);
  status.name = "krepis";
  status.command = { command: "krepis.showOutput", title: "Output" };

  const command = (name: string, action: (...args: unknown[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(name, async (...args: unknown[]) => {
      try {
        await action(...args);
      } catch (error) {
        output.error(String(error));
        void vscode.window.showErrorMessage(`krepis: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
  context.subscriptions.push(
    output,
    status,
    command("krepis.restart", restart),
    command("krepis.showOutput", () => output.show()),
    command("krepis.explainRule", explainRule),
    command("krepis.showReport", () => showReport(context)),
    vscode.workspace.registerTextDocumentContentProvider(ruleScheme, rulePages),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("krepis.path")) void restart();
    }),
    { dispose: () => void stop() },
  );
  await restart();
}

export function deactivate(): Promise<void> {
  return stop();
}
