// Runs one fixture program: node record.mjs PROGRAM FRAMEWORK < routes.json. For every route it asks each application that
// the program makes, and prints what ran, in order, as JSON. Behaviours of the program record themselves (hooks.mjs);
// those of packages are wrapped here, where the program imports them.
import { register } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [program, framework] = process.argv.slice(2);
const adapter = await import(`./adapters/${framework}.mjs`);
const routes = JSON.parse(readFileSync(0, "utf8"));

const apps = [];
let trace = null;
let failing = null;  // where the handler is that is to throw

globalThis.__ran = (names, file, line) => {
  if (trace === null) return;
  trace.push({ names, file, line });
  if (failing?.(names, file, line)) throw new Error("the handler fails");
};

globalThis.__ranOnce = (names, file, line) => {
  if (!trace?.some((record) => record.names[0] === names[0])) globalThis.__ran(names, file, line);
};

/// A behaviour of a package, recorded under the name by which krepis knows it; `once`: of several that one plugin adds, the first.
function recorded(behavior, label, once = false) {
  const wrapper = function (...args) {
    if (!once || !trace?.some((record) => record.names[0] === label)) trace?.push({ names: [label], file: "", line: 0 });
    return behavior.apply(this, args);
  };
  for (const key of Reflect.ownKeys(behavior)) {
    if (key !== "prototype") Object.defineProperty(wrapper, key, Object.getOwnPropertyDescriptor(behavior, key));
  }
  return wrapper;
}

globalThis.__imported = (from, name, value) => {
  const label = `npm/${from}` + (name === "default" ? "" : `#${name}`);
  const known = adapter.imported({ from, name, value, label, apps, recorded });
  if (known !== undefined) return known;
  if (typeof value !== "function") return value;
  return new Proxy(value, {
    apply(target, self, args) {
      const made = Reflect.apply(target, self, args);
      return typeof made === "function" ? recorded(made, label) : made;
    },
  });
};

register("./hooks.mjs", import.meta.url, { data: { program, plain: adapter.plain ?? [], stubs: adapter.stubs ?? [],
  methods: adapter.methods ?? [], repeated: adapter.repeated ?? [] } });

const files = readdirSync(program, { recursive: true }).filter((file) => /\.[cm]?[tj]s$/.test(file)).sort();
for (const file of files) await import(pathToFileURL(path.join(program, file)).href);

const headers = { authorization: "Bearer good", "x-user": "1", "content-type": "application/json" };

async function ask(app, route, fails) {
  trace = [];
  failing = fails;
  try {
    const body = ["POST", "PUT", "PATCH"].includes(route.method) ? "{}" : undefined;
    await adapter.request(app, { method: route.method, url: route.url, headers, body });
  } finally {
    failing = null;
  }
  const ran = trace;
  trace = null;
  return ran;
}

const results = [];
for (const route of routes) {
  const isHandler = ({ names, file, line }) =>
    route.handler.name === "(anonymous)"
      ? names[0] === "" && file === route.handler.path && line === route.handler.line
      : names.includes(route.handler.name);
  const result = { served: false, ran: [], failed: null };
  for (const app of apps) {
    const ran = await ask(app, route, null);
    if (!ran.some(isHandler)) continue;
    result.served = true;
    result.ran = ran;
    if (route.fails) result.failed = await ask(app, route, (names, file, line) => isHandler({ names, file, line }));
    break;
  }
  results.push(result);
}
process.stdout.write(JSON.stringify(results));
await adapter.close?.(apps);
process.exit(0);
