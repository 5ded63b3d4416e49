// https://koajs.com/#cascading: the first is outermost.
// --- app.ts
import Router from "@koa/router";
import Koa from "koa";
const app = new Koa();
const router = new Router();
async function time(ctx: any, next: any) { await next(); }
async function log(ctx: any, next: any) { await next(); }
router.get("/x", log, async function x(ctx: any) { ctx.body = "x"; });  // chain: [GET /x] "time > log > log > x"
app.use(time).use(log);
app.use(router.routes());
app.use(router.allowedMethods());
