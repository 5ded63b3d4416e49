// https://github.com/ZijianHe/koa-router/issues/462: the middleware of a router runs for its own routes alone.
// --- app.ts
import Router from "@koa/router";
import Koa from "koa";
const app = new Koa();
const first = new Router();
const second = new Router();
async function one(ctx: any, next: any) { await next(); }
async function two(ctx: any, next: any) { await next(); }
first.use(one);
first.get("/first", async function x(ctx: any) { ctx.body = "x"; });  // chain: [GET /first] "one > x"
second.use(two);
second.get("/second", async function y(ctx: any) { ctx.body = "x"; });  // chain: [GET /second] "two > y"
app.use(first.routes());
app.use(second.routes());
