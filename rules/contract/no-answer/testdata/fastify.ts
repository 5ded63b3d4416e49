// Fastify: a hook with a callback calls it, or answers.
// --- hooks.ts
import fastify from "fastify";
const app = fastify();
app.addHook("preHandler", (request, reply, done) => { // warning: [contract/no-answer] "this function can end without having answered or continued"
  if (request.headers.authorization) {
    done();
  }
});
app.addHook("preHandler", (request, reply, done) => {
  if (!request.headers.authorization) {
    reply.code(401).send({ error: "no token" });
    return;
  }
  done();
});
app.addHook("onRequest", (request, reply, done) => {
  if (!request.headers.authorization) {
    reply.code(401).send({ error: "no token" });
  }
  done(); // error: [contract/continue-after-answer] "this function answers with reply.code(401).send(…) and can continue with done()"
});
