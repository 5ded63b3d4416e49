// https://fastify.dev/docs/latest/Reference/Lifecycle/: the phases, whatever the order of the text.
// --- app.ts
import fastify from "fastify";
const app = fastify();
app.addHook("onResponse", async function onResponse(request: any, reply: any) {});
app.addHook("onSend", async function onSend(request: any, reply: any, payload: any) { return payload; });
app.addHook("preSerialization", async function preSerialization(request: any, reply: any, payload: any) { return payload; });
app.addHook("preHandler", async function preHandler(request: any, reply: any) {});
app.addHook("preValidation", async function preValidation(request: any, reply: any) {});
app.addHook("preParsing", async function preParsing(request: any, reply: any, payload: any) { return payload; });
app.addHook("onRequest", async function onRequest(request: any, reply: any) {});
app.get("/x", async function x(request: any, reply: any) { return { x: 1 }; });  // chain: [GET /x] "onRequest > preParsing > preValidation > preHandler > x > preSerialization > onSend > onResponse"
