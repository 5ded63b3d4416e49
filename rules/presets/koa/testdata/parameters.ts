// https://github.com/koajs/router/blob/master/API.md#url-parameters: param() runs before the middleware of a route that has it.
// --- app.ts
import Router from "@koa/router";
import Koa from "koa";
const app = new Koa();
const router = new Router();
async function load(ctx: any, next: any) { await next(); }
async function loadUser(id: string, ctx: any, next: any) { await next(); }
router.param("user", loadUser);
router.get("/users/:user", load, async function user(ctx: any) { ctx.body = "x"; });  // chain: [GET /users/:user] "loadUser > load > user"
router.get("/users", async function list(ctx: any) { ctx.body = "x"; });  // chain: [GET /users] "list"
app.use(router.routes());
