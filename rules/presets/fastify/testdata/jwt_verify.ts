// https://github.com/fastify/fastify-jwt#usage: a hook that verifies the token and answers where that fails is a guard, by its own
// name or by the one that it is given in the instance. One that goes on may be none.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- plugin.ts
// differential: not run, @fastify/jwt wants a token
import jwt from "@fastify/jwt";
import fp from "fastify-plugin";
export default fp(async function authenticated(instance: any) {
  instance.register(jwt, { secret: "s" });
  instance.decorate("authenticate", async function authenticate(request: any, reply: any) {
    try {
      await request.jwtVerify();
    } catch (error) {
      reply.send(error);
    }
  });
});
// --- app.ts
import cors from "@fastify/cors";
import jwt from "@fastify/jwt";
import fastify from "fastify";
import plugin from "./plugin";
const app = fastify();
app.register(plugin);
app.get("/kept", { onRequest: [app.authenticate] }, async function kept(request: any, reply: any) { return "x"; });  // chain: [GET /kept] "app.authenticate [auth] > kept"
app.register(async function guarded(instance: any) {
  instance.addHook("onRequest", async function verify(request: any, reply: any) { await request.jwtVerify(); });
  instance.register(cors);  // error: [ordering/before fastify-cors-before-auth] "stands inside 'verify' (auth)"
  instance.get("/hook", async function hook(request: any, reply: any) { return "x"; });  // chain: [GET /hook] "verify [auth] > npm/@fastify/cors [cors] > hook"
});
app.register(async function optional(instance: any) {
  instance.addHook("onRequest", async function verifySome(request: any, reply: any) { if (request.headers.authorization) await request.jwtVerify(); });
  instance.register(cors);  // unknown: [barrier] "whether 'verifySome' is 'auth', and always, is not known"
  instance.get("/some", async function some(request: any, reply: any) { return "x"; });  // chain: [GET /some] "verifySome [auth]? > npm/@fastify/cors [cors] > some" unknown: [barrier] "'guarded' cannot be decided"
});
app.register(async function lenient(instance: any) {
  instance.addHook("onRequest", async function tryVerify(request: any, reply: any) {
    try {
      await request.jwtVerify();
    } catch {
      request.log.info("nobody");
    }
  });
  instance.get("/lenient", async function lenient(request: any, reply: any) { return "x"; });  // chain: [GET /lenient] "tryVerify [auth]? > lenient" unknown: [barrier] "'guarded' cannot be decided"
});
app.get("/bare", async function bare(request: any, reply: any) { return "x"; });  // error: [ordering/required guarded] "'verify' is registered where it does not cover it (bare)"
