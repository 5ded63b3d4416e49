// https://fastify.dev/docs/latest/Guides/Plugins-Guide/: plugins of other files, by default and by name, with and without fastify-plugin.
// --- app.ts
import fastify from "fastify";
import shared from "./shared";
import { users } from "./users";
const app = fastify();
app.register(shared);
app.register(users, { prefix: "/users" });
app.register(import("./lazy"), { prefix: "/lazy" });
// --- shared.ts
import fp from "fastify-plugin";
async function stamp(request: any, reply: any) {}
export default fp(async function sharedPlugin(fastify: any) {
  fastify.decorate("x", 1);
  fastify.addHook("onRequest", stamp);
});
// --- users.ts
import type { FastifyInstance } from "fastify";
async function load(request: any, reply: any) {}
export async function users(fastify: FastifyInstance) {
  fastify.addHook("preHandler", load);
  fastify.get("/:id", async function user(request: any, reply: any) { return "x"; });  // chain: [GET /users/:id] "stamp > load > user"
}
// --- lazy.ts
export default async function lazy(fastify: any) {
  fastify.get("/x", async function x(request: any, reply: any) { return "x"; });  // chain: [GET /lazy/x] "stamp > x"
}
