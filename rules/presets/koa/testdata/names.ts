// https://github.com/koajs/router/blob/master/API.md#named-routes: the name stands before the path; several paths; del().
// --- app.ts
import Router from "@koa/router";
import Koa from "koa";
const app = new Koa();
const router = new Router();
async function load(ctx: any, next: any) { await next(); }
router.get("user", "/users/:id", load, async function user(ctx: any) { ctx.body = "x"; });  // chain: [GET /users/:id] "load > user"
router.del("/users/:id", async function remove(ctx: any) { ctx.body = "x"; });  // chain: [DELETE /users/:id] "remove"
router.all("/any", load, async function any(ctx: any) { ctx.body = "x"; });  // chain: [/any] "load > any"
router.register("/both", ["get", "post"], [load, async function both(ctx: any) { ctx.body = "x"; }]);  // chain: [GET /both] "load > both" chain: [POST /both] "load > both"
app.use(router.routes());
