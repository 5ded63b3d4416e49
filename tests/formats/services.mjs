// services.mjs KREPIS REPOSITORY: the files for CI services under ci/ and the recipes of docs/ci.md, as far as they can be
// tried away from those services. The action's script runs, in an environment as the runner makes it; the GitLab job runs, in
// this machine's shell; the rest is held against schemas and linters.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import actionValidator from "@action-validator/core";
import { parse } from "yaml";
import { finish, tally, verdict } from "./verdict.mjs";
import { readCommands } from "./workflow_commands.mjs";

const [krepis, repository] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const work = mkdtempSync(join(tmpdir(), "krepis-services-"));
const check = (name, ...conditions) => verdict(name, conditions.filter(([holds]) => !holds).map(([, fault]) => fault));
const read = (path) => readFileSync(path, "utf8");
const readOr = (path) => (existsSync(path) ? read(path) : "");

const shop = (name, at = ".") => {
  const folder = join(work, name);
  cpSync(join(repository, "examples/hybrid-shop"), join(folder, at), { recursive: true });
  const git = (...args) => execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", ...args], { cwd: folder });
  git("init", "-q", "-b", "main");
  git("remote", "add", "origin", "git@gitlab.example.org:shop/shop.git");
  git("add", ".");
  git("commit", "-qm", "all");
  return folder;
};

// The action's metadata, and its inputs against what the script takes.
const checkAction = () => {
  const folder = join(repository, "ci/action");
  const text = read(join(folder, "action.yml"));
  verdict("action.yml: schema", actionValidator.validateAction(text).errors.map((e) => JSON.stringify(e)));
  const action = parse(text);
  const used = new Set([...text.matchAll(/inputs\.([a-z-]+)/g)].map((m) => m[1]));
  verdict("action.yml: inputs", [
    ...[...used].filter((name) => !action.inputs[name]).map((name) => `there is no input ${name}`),
    ...Object.keys(action.inputs).filter((name) => !used.has(name)).map((name) => `input ${name} is not used`),
  ]);
  const step = action.runs.steps.find((s) => s.id === "check");
  const taken = new Set([...read(join(folder, "check.sh")).matchAll(/\bKREPIS_[A-Z]+/g)].map((m) => m[0]));
  verdict("action.yml: what the script takes", [
    ...[...taken].filter((name) => !(name in step.env)).map((name) => `${name} is not set`),
    ...Object.keys(step.env).filter((name) => !taken.has(name)).map((name) => `${name} is not taken`),
  ]);
  verdict("action.yml: no input is shell", action.runs.steps.filter((s) => /\$\{\{/.test(s.run ?? "")).map((s) => s.name));
  return { action, step };
};

// The script, with the inputs' defaults but for `inputs`.
const runAction = ({ action, step }, folder, inputs) => {
  const files = { GITHUB_OUTPUT: join(folder, "..", "output"), GITHUB_STEP_SUMMARY: join(folder, "..", "summary") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  writeFileSync(files.GITHUB_STEP_SUMMARY, "of the step before\n");
  const env = { ...process.env, ...files, GITHUB_ACTIONS: "true", GITHUB_ACTION_PATH: join(repository, "ci/action") };
  for (const [name, value] of Object.entries(step.env)) {
    const input = /inputs\.([a-z-]+)/.exec(value)[1];
    env[name] = String(inputs[input] ?? action.inputs[input].default);
  }
  const run = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], { cwd: folder, env, encoding: "utf8" });
  return { ...run, output: read(files.GITHUB_OUTPUT), summary: read(files.GITHUB_STEP_SUMMARY) };
};

const checkScript = (definition) => {
  const folder = shop("action/shop");
  const run = runAction(definition, folder, { program: krepis });
  const { commands, faults } = readCommands(run.stdout);
  verdict("action: annotations", faults);
  check("action: a workspace with violations",
    [run.status === 1, `exit code ${run.status}: ${run.stderr}`],
    [commands.some((c) => c.command === "error" && c.properties.file === "apps/shop/src/cart.ts"), run.stdout.slice(0, 300)],
    [run.output === "exit-code=1\nsarif=krepis.sarif\n", run.output],
    [run.summary.startsWith("of the step before\n### krepis: 18 errors"), run.summary.slice(0, 100)],
    [JSON.parse(readOr(join(folder, "krepis.sarif")) || "{}").runs?.length === 1, "no SARIF"]);

  const below = shop("below/repository", "services/shop");
  const inner = runAction(definition, below, {
    program: krepis, "working-directory": "services/shop/apps", arguments: "--max-warnings\n3\n--show-unknown\n", sarif: "", summary: "false" });
  check("action: a workspace below the repository",
    [inner.status === 1, `exit code ${inner.status}: ${inner.stderr}`],
    [/^::error file=services\/shop\/apps\/shop\/src\/cart\.ts,/m.test(inner.stdout), inner.stdout.slice(0, 300)],
    [inner.output === "exit-code=1\n", inner.output],
    [inner.summary === "of the step before\n", "a summary that was not asked for"]);

  const mistaken = runAction(definition, folder, { program: krepis, arguments: "--nonsense; touch pwned", sarif: "other.sarif" });
  check("action: a mistake in its arguments",
    [mistaken.status === 2, `exit code ${mistaken.status}`],
    [mistaken.output === "exit-code=2\n", mistaken.output],
    [!existsSync(join(folder, "pwned")), "an input was read as shell"]);
};

const gitlab = (folder, ...args) => {
  const script = join(dirname(require.resolve("gitlab-ci-local/package.json")), "src/index.js");
  const bin = join(work, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "krepis"), `#!/bin/sh\nexec '${krepis}' "$@"\n`);
  chmodSync(join(bin, "krepis"), 0o755);
  const env = { ...process.env, HOME: work, PATH: `${bin}:${process.env.PATH}` };
  const run = spawnSync(process.execPath, [script, ...args], { cwd: folder, env, encoding: "utf8" });
  return { status: run.status, text: run.stdout + run.stderr };
};

const checkGitlab = () => {
  const template = read(join(repository, "ci/gitlab/krepis.gitlab-ci.yml"));
  const folder = shop("gitlab/shop");
  mkdirSync(join(folder, "ci"));
  writeFileSync(join(folder, "ci/krepis.gitlab-ci.yml"), template);
  writeFileSync(join(folder, ".gitlab-ci.yml"), "include:\n  - local: ci/krepis.gitlab-ci.yml\nvariables:\n  KREPIS_IMAGE: registry.example.org/krepis:0.1.0\n");
  execFileSync("git", ["add", "."], { cwd: folder });
  const listed = gitlab(folder, "--list");
  check("gitlab: schema", [listed.status === 0 && listed.text.includes("json schema validated"), listed.text]);
  check("gitlab: the job is there", [/^krepis +/m.test(listed.text), listed.text]);
  // No image here: the job runs in the shell of this machine.
  const shell = template.replace(/ {2}image:\n(?: {4}.*\n)+/, "");
  writeFileSync(join(folder, "ci/krepis.gitlab-ci.yml"), shell);
  const run = gitlab(folder, "krepis");
  const report = readOr(join(folder, "gl-code-quality-report.json"));
  check("gitlab: a run",
    [shell !== template && run.status === 1, `exit code ${run.status}: ${run.text}`],
    [run.text.includes("error[layering/public]"), run.text.slice(0, 500)],
    [report.startsWith("[") && JSON.parse(report).length === 18, "no code quality report"],
    [readOr(join(folder, "krepis-junit.xml")).includes("<testsuites"), "no JUnit report"]);
};

const checkDockerfile = () => {
  const file = join(repository, "ci/docker/Dockerfile");
  const linter = join(dirname(require.resolve("dockerfilelint/package.json")), "bin/dockerfilelint");
  const run = spawnSync(process.execPath, [linter, "-o", "json", file], { encoding: "utf8" });
  verdict("Dockerfile: lint", run.status === 0 ? [] : [run.stdout + run.stderr]);
  const last = read(file).slice(read(file).lastIndexOf("\nFROM "));
  check("Dockerfile: nobody is root", [/^USER (?!root)/m.test(last), "no USER"]);
};

// The recipes: blocks that begin with the name of the file that they are.
const checkRecipes = () => {
  const blocks = [...read(join(repository, "docs/ci.md")).matchAll(/^```yaml\n# (\S+)\n([^]*?)^```$/gm)];
  check("docs/ci.md: recipes", [blocks.length >= 3, `${blocks.length} blocks`]);
  const inputs = parse(read(join(repository, "ci/action/action.yml"))).inputs;
  for (const [, name, text] of blocks) {
    if (name.startsWith(".github/")) {
      verdict(`docs/ci.md: ${name}`, actionValidator.validateWorkflow(text).errors.map((e) => JSON.stringify(e).slice(0, 500)));
      const steps = Object.values(parse(text).jobs).flatMap((job) => job.steps);
      const ours = steps.filter((s) => /krepis\/ci\/action@/.test(s.uses ?? ""));
      verdict(`docs/ci.md: inputs of ${name}`, ours.flatMap((s) => Object.keys(s.with ?? {})).filter((key) => !(key in inputs)));
    } else if (name === ".gitlab-ci.yml") {
      const folder = shop(`recipe-${tally.passed}`);
      writeFileSync(join(folder, ".gitlab-ci.yml"), text.replace(/^include:\n(?: .*\n)+/m, "include:\n  - local: krepis.gitlab-ci.yml\n"));
      cpSync(join(repository, "ci/gitlab/krepis.gitlab-ci.yml"), join(folder, "krepis.gitlab-ci.yml"));
      const listed = gitlab(folder, "--list");
      check(`docs/ci.md: ${name}`, [listed.status === 0 && listed.text.includes("json schema validated"), listed.text]);
    } else {
      parse(text);
    }
  }
};

try {
  checkScript(checkAction());
  checkGitlab();
  checkDockerfile();
  checkRecipes();
} finally {
  rmSync(work, { recursive: true, force: true });
}
finish();
