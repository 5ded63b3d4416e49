// https://github.com/koajs/compose: lists of middleware as one.
// --- app.ts
import Router from "@koa/router";
import Koa from "koa";
import compose from "koa-compose";
const app = new Koa();
const router = new Router();
async function a(ctx: any, next: any) { await next(); }
async function b(ctx: any, next: any) { await next(); }
async function c(ctx: any, next: any) { await next(); }
const both = compose([a, b]);
app.use(both);
app.use(compose([c, router.routes()]));
router.get("/x", compose([b, a]), async function x(ctx: any) { ctx.body = "x"; });  // chain: [GET /x] "a > b > c > b > a > x"
