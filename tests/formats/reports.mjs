// reports.mjs KREPIS REPOSITORY: every output of krepis, read by a program that others wrote for it or held against its
// schema: on the examples, on a tree with hostile names, on one that is clean, and on one that cannot be read as a whole.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import AjvDraft4 from "ajv-draft-04";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { loadSchemas } from "./closed_schemas.mjs";
import { finish, verdict } from "./verdict.mjs";
import { readCommands } from "./workflow_commands.mjs";

const [krepis, repository] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const work = mkdtempSync(join(tmpdir(), "krepis-formats-"));

const schema = loadSchemas(join(repository, "docs/schemas"));
const codeQuality = new Ajv().compile(JSON.parse(readFileSync(join(here, "gitlab_code_quality.schema.json"), "utf8")));
const sarif = new AjvDraft4({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
  require(join(dirname(require.resolve("@microsoft/jest-sarif")), "schemas/sarif-2.1.0-rtm.5.json")),
);
const ajvFaults = (validate, data) => (validate(data) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message}`));

const xmllint = (xsd, text) => {
  const run = spawnSync("xmllint", ["--noout", "--schema", join(here, xsd), "-"], { input: text, encoding: "utf8" });
  return run.status === 0 ? [] : (run.error?.message ?? run.stderr).split("\n");
};
const countOf = (text, pattern) => (text.match(pattern) ?? []).length;
const same = (what, found, wanted) => (found === wanted ? [] : [`${what}: ${found} instead of ${wanted}`]);

// GitHub code scanning's own conditions, beyond the schema.
const codeScanning = (log, report) => {
  const faults = same("runs", log.runs.length, 1);
  const [run] = log.runs;
  faults.push(...same("results", run.results.length, report.violations.length));
  for (const result of run.results) {
    const uris = (result.locations ?? []).map((l) => l.physicalLocation.artifactLocation.uri);
    for (const uri of uris) if (/^[/.]|:|%(?![0-9A-F]{2})/.test(uri)) faults.push(`uri ${uri}`);
    if (result.suppressions) faults.push("a suppressed result");
    if (uris.length && result.locations[0].physicalLocation.region && !/^[0-9a-f]+:[1-9][0-9]*$/.test(result.partialFingerprints.primaryLocationLineHash))
      faults.push(`no primaryLocationLineHash at ${uris[0]}`);
    if (run.tool.driver.rules[result.ruleIndex].id !== result.ruleId) faults.push(`ruleIndex of ${result.ruleId}`);
    if ((result.relatedLocations ?? []).length > 1000) faults.push("more than 1,000 locations");
  }
  for (const rule of run.tool.driver.rules) {
    for (const text of [rule.shortDescription.text, rule.fullDescription.text])
      if (!text || [...text].length > 1024) faults.push(`description of ${rule.id}`);
    if (!rule.help.text) faults.push(`no help for ${rule.id}`);
  }
  return faults;
};

const consumers = {
  json: (text, report) => schema("report.schema.json")(report),
  jsonl: (text, report) => {
    const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
    const last = lines.pop();
    return [
      ...lines.flatMap(schema("report.schema.json#/definitions/violation")),
      ...schema("report.schema.json#/definitions/jsonl_summary")(last),
      ...same("lines", lines.length, report.violations.length),
    ];
  },
  sarif: (text, report) => {
    const log = JSON.parse(text);
    return [...ajvFaults(sarif, log), ...codeScanning(log, report)];
  },
  github: (text, report) => {
    const { commands, faults } = readCommands(text);
    const levels = commands.map((c) => c.command);
    faults.push(...same("errors", countOf(levels.join(), /error/g), report.summary.errors + (report.incomplete ?? []).length));
    faults.push(...same("warnings", countOf(levels.join(), /warning/g), report.summary.warnings));
    const titled = commands.filter((c) => c.properties.title !== "krepis").map((c) => c.command);
    if (titled.lastIndexOf("error") > titled.indexOf("warning") && titled.includes("warning")) faults.push("an error below a warning");
    return faults;
  },
  gitlab: (text, report) => {
    const issues = JSON.parse(text);
    return [
      ...ajvFaults(codeQuality, issues),
      ...same("issues", issues.length, report.violations.length + (report.incomplete ?? []).length),
      ...same("fingerprints", new Set(issues.map((i) => i.fingerprint)).size, issues.length),
    ];
  },
  junit: (text, report) => [
    ...xmllint("junit.xsd", text),
    ...same("failures", countOf(text, /<failure /g), report.summary.errors),
    ...same("errors", countOf(text, /<error /g), (report.incomplete ?? []).length),
  ],
  checkstyle: (text, report) => [
    ...xmllint("checkstyle.xsd", text),
    ...same("errors", countOf(text, /<error /g), report.violations.length + (report.incomplete ?? []).length),
  ],
  rdjson: (text, report) => {
    const validator = join(dirname(require.resolve("@umbrelladocs/rdformat-validator")), "../bin/rdformat-validator.js");
    const run = spawnSync(process.execPath, [validator, "--strict", "--no-extra-fields"], { input: text, encoding: "utf8" });
    return [
      ...(run.status === 0 ? [] : (run.stdout + run.stderr).split("\n")),
      ...same("diagnostics", JSON.parse(text).diagnostics.length, report.violations.length + (report.incomplete ?? []).length),
    ];
  },
  markdown: (text, report) => {
    const html = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
    const rows = report.violations.length === 0 ? 0 : report.violations.length + 1;
    return [
      ...same("rows", countOf(html, /<tr>/g), rows),
      ...same("cells", countOf(html, /<t[hd]>/g), 4 * rows),
      ...(html.match(/<(a|img|script|iframe)\b[^>]*>/g) ?? []).map((tag) => `${tag} in what is rendered`),
    ];
  },
};

const run = (folder, args) => {
  const result = spawnSync(krepis, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  if (result.error || result.signal) throw new Error(`krepis ${args.join(" ")}: ${result.error ?? result.signal}`);
  return result;
};

const checkReports = (name, folder, code) => {
  const outputs = Object.keys(consumers).flatMap((format) => ["--output", `${format}=${join(work, format)}`]);
  const text = run(folder, ["check", ...outputs]);
  verdict(`${name}: exit code`, [...same("code", text.status, code), ...(text.status === code ? [] : [text.stderr])]);
  const report = JSON.parse(readFileSync(join(work, "json"), "utf8"));
  for (const [format, faultsOf] of Object.entries(consumers)) {
    verdict(`${name}: ${format}`, faultsOf(readFileSync(join(work, format), "utf8"), report));
  }
  return report;
};

const checkVerb = (name, folder, args, schemaName, code = 0) => {
  const result = run(folder, [...args, "--format", "json"]);
  const faults = same("code", result.status, code);
  verdict(`${name}: krepis ${args.join(" ")}`, result.stdout ? [...faults, ...schema(schemaName)(JSON.parse(result.stdout))] : ["prints nothing"]);
};

const tree = (name, files) => {
  const folder = join(work, name);
  mkdirSync(join(folder, ".git"), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

const main = () => {
  const shop = join(work, "hybrid-shop");
  cpSync(join(repository, "examples/hybrid-shop"), shop, { recursive: true });
  execFileSync("git", ["init", "-q"], { cwd: shop });
  execFileSync("git", ["add", "."], { cwd: shop });
  const git = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...git, "commit", "-qm", "all"], { cwd: shop });
  checkReports("hybrid-shop", shop, 1);
  for (const level of ["file", "package", "module"]) checkVerb("hybrid-shop", shop, ["graph", "--level", level, "--edges", "all"], "graph.schema.json");
  checkVerb("hybrid-shop", shop, ["graph", "--focus", "core", "--edges", "all"], "graph.schema.json");
  checkVerb("hybrid-shop", shop, ["graph", "--unused"], "unused.schema.json");
  checkVerb("hybrid-shop", shop, ["chains"], "chains.schema.json");
  checkVerb("hybrid-shop", shop, ["caps"], "caps.schema.json");
  checkVerb("hybrid-shop", shop, ["caps", "--by", "file"], "caps.schema.json");
  checkVerb("hybrid-shop", shop, ["why", "app", "core"], "why.schema.json");
  checkVerb("hybrid-shop", shop, ["whatif", "--cut", "packages", "apps"], "whatif.schema.json");
  writeFileSync(join(shop, "packages/core/src/extra.ts"), 'import { rmSync } from "node:fs";\nexport const wipe = () => rmSync("x");\n');
  checkVerb("hybrid-shop", shop, ["caps", "--diff", "HEAD"], "caps.schema.json#/definitions/diff", 1);

  checkReports("stock-desk", join(repository, "examples/stock-desk"), 0);
  checkReports("clean", tree("clean", { "krepis.toml": 'version = 1\n[modules.all]\nfiles = ["**"]\n', "a.ts": "export {};\n" }), 0);

  const names = ["100%,x:y", "<img src=x>&\"'", "@team|www.evil.org", "\u202Egpj", "a\nb", "\u{1F600} \u4E2D", "`code` [x](https:y)", "%0A::error::x", "]]>"];
  const files = Object.fromEntries(
    names.map((name, i) => [`src/${name}.ts`, `/* \u{1F600} */ import "./${names[(i + 1) % names.length].replaceAll("\n", "\\n").replaceAll('"', '\\"')}";\n`]),
  );
  files["krepis.toml"] = [
    'version = 1', '[modules.all]', 'files = ["src/**"]', '[[rules]]', 'id = "none"',
    'deny = { from = "all", to = "all" }', 'because = "100% <b>no</b>,\\n::warning:: | @all `x` https://evil.org"', '[[rules]]',
    'id = "acyclic"', 'severity = "warning"', 'cycles = { level = "file", within = "*" }', ''].join("\n");
  const hostile = checkReports("hostile names", tree("hostile", files), 1);
  verdict("hostile names: findings", hostile.summary.errors >= 6 && hostile.summary.warnings >= 1 ? [] : [JSON.stringify(hostile.summary)]);
  checkVerb("hostile names", join(work, "hostile"), ["graph"], "graph.schema.json");

  const broken = checkReports("incomplete", tree("broken", {
    "krepis.toml": 'version = 1\n[limits]\nfile_bytes = 1000\n[modules.all]\nfiles = ["src/**"]\n',
    "src/large.ts": `export const text = "${"x".repeat(2000)}";\n`,
    "src/bad.ts": "import { a from './nowhere';\nfunction (((\n",
    "src/gone.ts": 'import "./gone-too";\nimport(`${name}`);\n',
  }), 3);
  verdict("incomplete: findings", broken.incomplete?.length === 1 && broken.unknowns.length > 0 ? [] : [JSON.stringify(broken.summary)]);
};

try {
  main();
} finally {
  rmSync(work, { recursive: true, force: true });
}
finish();
