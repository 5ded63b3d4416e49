// https://fastify.dev/docs/latest/Reference/Routes/#route-prefixing: prefixes of plugins in plugins are joined; one plugin twice.
// --- app.ts
import fastify from "fastify";
const app = fastify();
async function onV1(request: any, reply: any) {}
async function items(instance: any) {
  instance.get("/items", async function list(request: any, reply: any) { return "x"; });  // chain: [GET /v1/shop/items] "onV1 > list" chain: [GET /v2/items] "list"
}
app.register(async function v1(instance) {
  instance.addHook("onRequest", onV1);
  instance.register(items, { prefix: "/shop" });
}, { prefix: "/v1" });
app.register(items, { prefix: "/v2" });
