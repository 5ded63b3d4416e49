// https://github.com/fastify/fastify-autoload#readme: what is loaded by folder, and phases that are computed, is not known.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser"]
optional = true
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- app.ts
// differential: not run, @fastify/autoload reads a folder of plugins
import autoload from "@fastify/autoload";
import fastify from "fastify";
const app = fastify();
app.register(autoload, { dir: "plugins" });
app.get("/x", async function x(request: any, reply: any) { return "x"; });  // chain: [GET /x] "npm/@fastify/autoload?? > x" unknown: [barrier] "what 'npm/@fastify/autoload' stands for"
// --- second.ts
import fastify from "fastify";
const app = fastify();
async function some(request: any, reply: any) {}
app.addHook(process.env.PHASE as any, some);
app.get("/y", async function y(request: any, reply: any) { return "x"; });  // chain: [GET /y] "some?? > y" unknown: [barrier] "what 'some' stands for"
