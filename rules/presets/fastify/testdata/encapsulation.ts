// https://fastify.dev/docs/latest/Reference/Encapsulation/: a child's hooks cover neither its parent nor its siblings.
// --- app.ts
import fastify from "fastify";
const app = fastify();
async function outer(request: any, reply: any) {}
async function child(request: any, reply: any) {}
async function grandchild(request: any, reply: any) {}
async function sibling(request: any, reply: any) {}
app.addHook("onRequest", outer);
app.register(async function first(instance) {
  instance.addHook("onRequest", child);
  instance.get("/child", async function a(request: any, reply: any) { return "x"; });  // chain: [GET /first/child] "outer > child > a"
  instance.register(async function inner(deeper) {
    deeper.addHook("onRequest", grandchild);
    deeper.get("/grandchild", async function b(request: any, reply: any) { return "x"; });  // chain: [GET /first/grandchild] "outer > child > grandchild > b"
  });
}, { prefix: "/first" });
app.register(async function second(instance) {
  instance.addHook("onRequest", sibling);
  instance.get("/sibling", async function c(request: any, reply: any) { return "x"; });  // chain: [GET /sibling] "outer > sibling > c"
});
app.get("/root", async function d(request: any, reply: any) { return "x"; });  // chain: [GET /root] "outer > d"
