// https://github.com/fastify/fastify/issues/696: in a phase, hooks run in the order in which they are registered, over all contexts around the route.
// --- app.ts
import fastify from "fastify";
import fp from "fastify-plugin";
const app = fastify();
async function early(request: any, reply: any) {}
async function inside(request: any, reply: any) {}
async function late(request: any, reply: any) {}
async function plugged(request: any, reply: any) {}
app.addHook("onRequest", early);
app.register(async function child(instance) {
  instance.addHook("onRequest", inside);
  instance.get("/in", async function a(request: any, reply: any) { return "x"; });  // chain: [GET /in] "early > inside > plugged > late > a"
});
app.register(fp(async function plugin(instance) {
  instance.addHook("onRequest", plugged);
}));
app.addHook("onRequest", late);
app.get("/out", async function b(request: any, reply: any) { return "x"; });  // chain: [GET /out] "early > plugged > late > b"
