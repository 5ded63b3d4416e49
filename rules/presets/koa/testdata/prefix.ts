// https://github.com/koajs/router/blob/master/API.md#router-prefixes: by option, by method, and of a mount.
// --- app.ts
import Router from "@koa/router";
import Koa from "koa";
const app = new Koa();
const users = new Router({ prefix: "/users" });
const posts = new Router();
const api = new Router();
async function guard(ctx: any, next: any) { await next(); }
users.use("/admin", guard);
users.get("/:id", async function user(ctx: any) { ctx.body = "x"; });  // chain: [GET /api/users/:id] "guard? > user"
users.get("/admin/x", async function admin(ctx: any) { ctx.body = "x"; });  // chain: [GET /api/users/admin/x] "guard > admin"
posts.prefix("/posts");
posts.get("/", async function list(ctx: any) { ctx.body = "x"; });  // chain: [GET /api/posts] "list"
api.use("/api", users.routes(), posts.routes());
app.use(api.routes());
