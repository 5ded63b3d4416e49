// https://fastify.dev/ecosystem/: plugins of packages hook into the phases that they document. Bad, and good.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser"]
// --- good.ts
import cookie from "@fastify/cookie";
import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import fastify from "fastify";
const app = fastify();
async function requireUser(request: any, reply: any) {}
app.register(helmet);
app.register(cors, { origin: true });
app.register(cookie);
app.addHook("onRequest", requireUser);
app.get("/good", async function good(request: any, reply: any) { return "x"; });  // chain: [GET /good] "npm/@fastify/helmet [security-headers] > npm/@fastify/cors [cors] > npm/@fastify/cookie [cookies] > requireUser [auth] > good"
// --- bad.ts
import cors from "@fastify/cors";
import fastify from "fastify";
const app = fastify();
async function requireUser(request: any, reply: any) {}
app.addHook("onRequest", requireUser);
app.register(cors, { origin: true });  // error: [ordering/before fastify-cors-before-auth] "stands inside"
app.get("/bad", async function bad(request: any, reply: any) { return "x"; });  // chain: [GET /bad] "requireUser [auth] > npm/@fastify/cors [cors] > bad"
