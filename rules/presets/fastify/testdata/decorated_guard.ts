// https://github.com/fastify/fastify-basic-auth#usage: a guard that a plugin has put into the instance.
// --- app.ts
import basicAuth from "@fastify/basic-auth";
import fastify from "fastify";
const app = fastify();
app.decorate("checkUser", async function checkUser(request: any, reply: any) {});
app.register(basicAuth, { validate: async function validate(user: any, password: any) {} });
app.get("/x", { onRequest: app.checkUser }, async function x(request: any, reply: any) { return "x"; });  // chain: [GET /x] "app.checkUser > x"
app.after(() => {
  app.get("/y", { onRequest: app.checkUser, preHandler: [app.checkUser] }, async function y(request: any, reply: any) { return "x"; });  // chain: [GET /y] "app.checkUser > app.checkUser > y"
});
