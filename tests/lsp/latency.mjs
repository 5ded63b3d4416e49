// node latency.mjs KREPIS PATH EDITS: how long it takes from an edit to the diagnostics that it changes, for a client that is
// pushed to. Prints one JSON object. Every edit of a file names another import that leads nowhere, so that every edit has to
// be answered by other diagnostics.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Client, uriOf } from "./client.mjs";

const [program, folder, edits = "300"] = process.argv.slice(2);
const root = fs.realpathSync(folder);
const graph = JSON.parse(execFileSync(program, ["graph", root, "--format", "json"], { maxBuffer: 1 << 30 }));
const languages = {
  typescript: (i) => `import "./krepis-bench-nowhere-${i}.js";\n`,
  javascript: (i) => `import "./krepis-bench-nowhere-${i}.js";\n`,
  rust: (i) => `use crate::krepis_bench_nowhere_${i};\n`,
  cpp: (i) => `#include "krepis_bench_nowhere_${i}.h"\n`,
};

/** Up to `count` files of each language, evenly spread. */
function pick(count) {
  const picked = [];
  for (const language of Object.keys(languages)) {
    const files = graph.nodes.filter((node) => node.language === language).map((node) => node.id);
    for (let i = 0; i < Math.min(count, files.length); ++i) picked.push({ language, file: files[Math.floor((i * files.length) / Math.min(count, files.length))] });
  }
  return picked;
}

const quantile = (sorted, q) => (sorted.length === 0 ? null : +sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))].toFixed(2));
const summary = (times) => {
  const sorted = [...times].sort((a, b) => a - b);
  return { edits: sorted.length, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: quantile(sorted, 1) };
};
const kilobytes = (pid) => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
const ticks = (pid) => fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(" ").slice(13, 17).reduce((sum, n) => sum + Number(n), 0);

const started = performance.now();
const client = await Client.start(program, [root]);
await client.until(() => client.logs.some((message) => / files in /.test(message)), "the first index", 600000);
const index = performance.now() - started;

const times = {};
const missed = [];
const files = pick(20);
for (const { file } of files) await client.open(path.join(root, file));
for (let i = 0; i < Number(edits); ++i) {
  const { language, file } = files[i % files.length];
  const absolute = path.join(root, file);
  const line = languages[language](i);
  const whole = client.texts.get(absolute);
  const inserted = whole.startsWith(languages[language]("").slice(0, 12)) && whole.includes("nowhere");
  const range = { start: { line: 0, character: 0 }, end: { line: inserted ? 1 : 0, character: 0 } };
  const text = line + (inserted ? whole.slice(whole.indexOf("\n") + 1) : whole);
  const uri = uriOf(absolute);
  const version = client.versions.get(absolute) + 1;
  const before = performance.now();
  await client.change(absolute, text, [{ range, text: line }]);
  try {
    await client.until(() => client.diagnostics.get(uri)?.version >= version, file, 5000);
    (times[language] ??= []).push(performance.now() - before);
  } catch {
    missed.push(file);
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await new Promise((resolve) => setTimeout(resolve, 500));
const idleBefore = ticks(client.process.pid);
await new Promise((resolve) => setTimeout(resolve, 5000));
const idle = ticks(client.process.pid) - idleBefore;
console.log(JSON.stringify({
  files: graph.nodes.length, first_index_ms: Math.round(index), all: summary(Object.values(times).flat()),
  by_language: Object.fromEntries(Object.entries(times).map(([language, list]) => [language, summary(list)])),
  unanswered: missed.length, rss_mb: Math.round(kilobytes(client.process.pid) / 1000), idle_cpu_ms_in_5_s: idle * 10,
}, null, 1));
await client.stop();
process.exit(0);
