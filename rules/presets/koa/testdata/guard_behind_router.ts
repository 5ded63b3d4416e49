// https://github.com/koajs/koa/issues/940 and https://github.com/ZijianHe/koa-router/issues/117: what is used behind the router covers none of its routes.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser"]
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- bad.ts
import Router from "@koa/router";
import Koa from "koa";
const app = new Koa();
const router = new Router({ prefix: "/bad" });
async function requireUser(ctx: any, next: any) { await next(); }
router.get("/x", async function bad(ctx: any) { ctx.body = "x"; });  // chain: [GET /bad/x] "bad" error: [ordering/required guarded] "'requireUser' is registered where it does not cover it"
app.use(router.routes());
app.use(requireUser);  // error: [ordering/uncovered-route] "is registered before it"
// --- good.ts
import Router from "@koa/router";
import Koa from "koa";
const app = new Koa();
const router = new Router({ prefix: "/good" });
async function requireUser(ctx: any, next: any) { await next(); }
router.get("/x", async function good(ctx: any) { ctx.body = "x"; });  // chain: [GET /good/x] "requireUser [auth] > good"
app.use(requireUser);
app.use(router.routes());
