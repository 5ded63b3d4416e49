// https://fastify.dev/docs/latest/Reference/Plugins/#plugin-options: what is registered under a condition may be there.
// --- app.ts
import fastify from "fastify";
const app = fastify();
async function verbose(request: any, reply: any) {}
if (process.env.VERBOSE) app.addHook("onRequest", verbose);
app.get("/x", { onRequest: process.env.STRICT ? [verbose] : [] }, async function x(request: any, reply: any) { return "x"; });  // chain: [GET /x] "verbose? > verbose? > x"
