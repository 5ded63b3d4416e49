// https://github.com/fastify/help/issues/767: fastify-plugin breaks one context only: what is shared in a child stays in the child.
// --- app.ts
import fastify from "fastify";
import fp from "fastify-plugin";
const app = fastify();
async function auth(request: any, reply: any) {}
const authPlugin = fp(async function authPlugin(instance: any) {
  instance.addHook("onRequest", auth);
});
app.register(async function authedRoutes(instance) {
  instance.register(authPlugin);
  instance.get("/closed", async function closed(request: any, reply: any) { return "x"; });  // chain: [GET /closed] "auth > closed"
});
app.get("/open", async function open(request: any, reply: any) { return "x"; });  // chain: [GET /open] "open"
