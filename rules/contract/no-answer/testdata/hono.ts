// Hono: the answer is what is returned. Koa answers what nobody answers.
// --- hono.ts
import { Hono } from "hono";
const app = new Hono();
app.use(async (c, next) => { // warning: [contract/no-answer] "this function can end without having answered or continued"
  if (c.req.header("authorization")) {
    await next();
  }
});
app.use(async (c, next) => {
  if (!c.get("user")) return; // warning: [contract/no-answer] "this function can return"
  await next();
});
app.use(async (c, next) => {
  if (!c.req.header("authorization")) return c.text("no token", 401);
  await next();
});
app.use(async (c, next) => {
  if (c.req.path === "/") {
    c.res = new Response("ok");
    return;
  }
  c.header("x-a", "b");
  await next();
});
app.use(async (c, next) => (c.req.path === "/" ? c.notFound() : next()));
export default app;
// --- koa.ts
import type { Context, Next } from "koa";
export async function answersByDefault(ctx: Context, next: Next) {
  if (ctx.path === "/") return;
  await next();
}
