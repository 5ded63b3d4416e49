// https://github.com/koajs/koa/blob/master/docs/guide.md: routers of other files, by function and by export.
// --- app.ts
import Koa from "koa";
import { makeApi } from "./api";
import health from "./health";
const app = new Koa();
app.use(health.routes());
install(app);
app.use(makeApi().routes());
function install(target: Koa) {
  target.use(stamp);
}
async function stamp(ctx: any, next: any) { await next(); }
// --- health.ts
import Router from "@koa/router";
const router = new Router();
router.get("/health", async function health(ctx: any) { ctx.body = "x"; });  // chain: [GET /health] "health"
export default router;
// --- api.ts
import Router from "@koa/router";
export function makeApi() {
  const router = new Router({ prefix: "/api" });
  router.get("/x", async function x(ctx: any) { ctx.body = "x"; });  // chain: [GET /api/x] "stamp > x"
  return router;
}
