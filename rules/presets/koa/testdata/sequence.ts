// https://github.com/ZijianHe/koa-router/issues/194: since version 7 router.use() and the routes run in the order of the text.
// --- app.ts
import Router from "@koa/router";
import Koa from "koa";
const app = new Koa();
const foo = new Router();
async function check(ctx: any, next: any) { await next(); }
async function done(ctx: any) { ctx.body = "x"; }
foo.post("/", done);  // chain: [POST /] "done"
foo.use(check);
foo.put("/password", done);  // chain: [PUT /password] "check > done"
app.use(foo.routes());
