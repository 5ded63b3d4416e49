// https://fastify.dev/docs/latest/Reference/Routes/#routes-options: hooks of the route run last in their phase; shorthand and full declaration.
// --- app.ts
import fastify from "fastify";
const app = fastify();
async function a(request: any, reply: any) {}
async function b(request: any, reply: any) {}
async function c(request: any, reply: any) {}
const options = { preHandler: [b, c], onRequest: a };
app.addHook("onRequest", c);
app.post("/short", { preHandler: [a, b], schema: {} }, async function short(request: any, reply: any) { return "x"; });  // chain: [POST /short] "c > a > b > short"
app.get("/named", options, async function named(request: any, reply: any) { return "x"; });  // chain: [GET /named] "c > a > b > c > named"
app.route({  // chain: [GET /full] "c > a > b > full" chain: [POST /full] "c > a > b > full"
  method: ["GET", "POST"],
  url: "/full",
  preHandler: b,
  onRequest: [a],
  handler: async function full(request: any, reply: any) { return "x"; },
});
app.get("/inside", { onRequest: b, handler: async function inside(request: any, reply: any) { return "x"; } });  // chain: [GET /inside] "c > b > inside"
