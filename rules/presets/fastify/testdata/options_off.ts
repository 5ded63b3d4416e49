// https://github.com/fastify/fastify-bearer-auth#options, https://github.com/fastify/fastify-rate-limit#options: options with which a
// plugin covers no route, or those alone that ask for it.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
[[ordering.rules]]
id = "limited"
required = ["rate-limit"]
routes = ["/limited/**"]
// --- decorated.ts
// differential: not run, @fastify/bearer-auth wants a token
import bearer from "@fastify/bearer-auth";
import fastify from "fastify";
const app = fastify();
app.register(bearer, { addHook: false, keys: new Set(["k"]) });
app.get("/open", async function open(request: any, reply: any) { return "x"; });  // error: [ordering/required guarded] "has no 'auth' in its chain (open)"
app.after(() => {
  app.get("/kept", { onRequest: app.verifyBearerAuth }, async function kept(request: any, reply: any) { return "x"; });  // chain: [GET /kept] "app.verifyBearerAuth [auth] > kept"
});
// --- parsed.ts
import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import session from "@fastify/session";
import fastify from "fastify";
const app = fastify();
app.register(cookie, { hook: false });
app.register(compress, { globalCompression: false });
app.register(session, { secret: "s" });
app.get("/limited/parsed", async function parsed(request: any, reply: any) { return "x"; });  // chain: [GET /limited/parsed] "npm/@fastify/session [session] > parsed > npm/@fastify/compress [compression]?" error: [ordering/required guarded] "has no 'auth'" error: [ordering/required limited] "has no 'rate-limit'"
// --- hooked.ts
import bearer from "@fastify/bearer-auth";
import limit from "@fastify/rate-limit";
import fastify from "fastify";
const app = fastify();
app.register(limit, { global: true, max: 10 });
app.register(bearer, { addHook: true, keys: new Set(["k"]) });
app.get("/limited/all", async function all(request: any, reply: any) { return "x"; });  // chain: [GET /limited/all] "npm/@fastify/rate-limit [rate-limit] > npm/@fastify/bearer-auth [auth] > all"
// --- asked.ts
import bearer from "@fastify/bearer-auth";
import limit from "@fastify/rate-limit";
import fastify from "fastify";
const app = fastify();
const options = { global: false };
app.register(limit, options);
app.register(bearer, { ...process.env, keys: new Set(["k"]) });
app.get("/limited/asked", { config: { rateLimit: { max: 1 } } }, async function asked(request: any, reply: any) { return "x"; });  // chain: [GET /limited/asked] "npm/@fastify/rate-limit [rate-limit]? > npm/@fastify/bearer-auth [auth]? > asked" unknown: [barrier] "'limited' cannot be decided" unknown: [barrier] "'guarded' cannot be decided"
