// https://github.com/koajs/router/blob/master/API.md#nested-routers: a nested router is copied when it is used, one in an application is not.
// --- app.ts
import Router from "@koa/router";
import Koa from "koa";
const app = new Koa();
const outer = new Router();
const inner = new Router();
async function late(ctx: any, next: any) { await next(); }
inner.get("/early", async function early(ctx: any) { ctx.body = "x"; });  // chain: [GET /in/early] "early"
app.use(outer.routes());
outer.use("/in", inner.routes());
inner.get("/never", async function never(ctx: any) { ctx.body = "x"; });
outer.use(late);
outer.get("/after", async function after(ctx: any) { ctx.body = "x"; });  // chain: [GET /after] "late > after"
