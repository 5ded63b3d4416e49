// https://github.com/fastify/fastify-auth#usage: fastify.auth([…]) makes a guard; a guard of the program's own is none that is known.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- app.ts
// differential: not run, @fastify/auth runs guards that record themselves
import auth from "@fastify/auth";
import fastify from "fastify";
const app = fastify();
app.decorate("verifyOwn", async function verifyOwn(request: any, reply: any) {  const { verifyBearerAuth } = app as any;
  app.get("/bound", { preHandler: verifyBearerAuth }, async function bound(request: any, reply: any) { return "x"; });  // chain: [GET /bound] "app.verifyBearerAuth [auth] > bound"
});
app.register(auth);
app.after(() => {
  app.get("/call", { preHandler: app.auth([app.verifyOwn]) }, async function call(request: any, reply: any) { return "x"; });  // chain: [GET /call] "app.auth [auth] > call"
  app.route({ method: ["GET", "POST"], url: "/route", preHandler: app.auth([app.verifyOwn]), handler: async function route(request: any, reply: any) { return "x"; } });  // chain: [GET /route] "app.auth [auth] > route" chain: [POST /route] "app.auth [auth] > route"
  app.get("/own", { preHandler: app.verifyOwn }, async function own(request: any, reply: any) { return "x"; });  // error: [ordering/required guarded] "has no 'auth' in its chain (app.verifyOwn > own)"
});
