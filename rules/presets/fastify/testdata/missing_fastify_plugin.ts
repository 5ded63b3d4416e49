// https://github.com/fastify/fastify/issues/4547: a plugin has a context of its own; with fastify-plugin it has not.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser"]
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- hooks.ts
export async function requireUser(request: any, reply: any) {}
// --- bad.ts
import fastify from "fastify";
import { requireUser } from "./hooks";
const app = fastify();
async function authPlugin(instance: any) {
  instance.addHook("onRequest", requireUser);  // error: [ordering/uncovered-route] "is registered outside of its context"
}
app.register(authPlugin);
app.get("/bad", async function bad(request: any, reply: any) { return "x"; });  // chain: [GET /bad] "bad" error: [ordering/required guarded] "'requireUser' is registered where it does not cover it"
// --- good.ts
import fastify from "fastify";
import fp from "fastify-plugin";
import { requireUser } from "./hooks";
const app = fastify();
async function authPlugin(instance: any) {
  instance.addHook("onRequest", requireUser);
}
app.register(fp(authPlugin));
app.get("/good", async function good(request: any, reply: any) { return "x"; });  // chain: [GET /good] "requireUser [auth] > good"
