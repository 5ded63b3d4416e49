// Hono: an answer that is made and not returned is lost. Koa: what follows may replace the answer.
// --- hono.ts
import { Hono } from "hono";
const app = new Hono();
app.use(async (c, next) => {
  if (!c.req.header("authorization")) {
    c.json({ error: "no token" }, 401);
  }
  await next(); // error: [contract/continue-after-answer] "this function answers with c.json(…) and can continue with next() all the same"
});
app.use(async (c, next) => {
  if (!c.req.header("authorization")) return c.json({ error: "no token" }, 401);
  await next();
});
export default app;
// --- koa.ts
import type { Context, Next } from "koa";
export async function byDefault(ctx: Context, next: Next) {
  ctx.body = "nothing here";
  await next();
}
