// https://github.com/ZijianHe/koa-router/issues/399 and https://github.com/koajs/router/issues/90: a nested router gives its layers to the one
// around it, where they cover what stands behind them at their path.
// --- app.ts
import Router from "@koa/router";
import Koa from "koa";
const app = new Koa();
const base = new Router();
const one = new Router();
const two = new Router();
const three = new Router({ prefix: "/three" });
async function first(ctx: any, next: any) { await next(); }
async function third(ctx: any, next: any) { await next(); }
one.use(first);
one.get("/one", async function x(ctx: any) { ctx.body = "x"; });  // chain: [GET /one] "first > x"
two.get("/two", async function y(ctx: any) { ctx.body = "x"; });  // chain: [GET /two] "first > y"
three.use(third);
three.get("/z", async function z(ctx: any) { ctx.body = "x"; });  // chain: [GET /three/z] "first > third > z"
base.use(one.routes());
base.use(three.routes());
base.use(two.routes());
app.use(base.routes());
