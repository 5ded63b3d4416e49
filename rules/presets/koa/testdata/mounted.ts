// https://github.com/koajs/mount/issues/10: the middleware of applications runs in the order of the text, at the mount's path.
// --- app.ts
import Router from "@koa/router";
import Koa from "koa";
import mount from "koa-mount";
const app = new Koa();
const admin = new Koa();
const router = new Router();
const own = new Router();
async function before(ctx: any, next: any) { await next(); }
async function inside(ctx: any, next: any) { await next(); }
async function after(ctx: any, next: any) { await next(); }
app.use(before);
admin.use(inside);
router.get("/x", async function x(ctx: any) { ctx.body = "x"; });  // chain: [GET /admin/x] "before > inside > x"
admin.use(router.routes());
app.use(mount("/admin", admin));
app.use(after);
own.get("/admin/y", async function y(ctx: any) { ctx.body = "x"; });  // chain: [GET /admin/y] "before > inside > after > y"
own.get("/z", async function z(ctx: any) { ctx.body = "x"; });  // chain: [GET /z] "before > after > z"
app.use(own.routes());
