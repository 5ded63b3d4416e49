// Koa: exclusive paths are fine; a catch that continues and falls through is not.
// --- mw.ts
import type { Context, Next } from "koa";
export async function exclusive(ctx: Context, next: Next) {
  if (ctx.path === "/") return next();
  else await next();
}
export async function fallsThrough(ctx: Context, next: Next) {
  try {
    await verify(ctx);
  } catch (problem) {
    await next();
  }
  await next(); // error: [contract/next-twice] "'fallsThrough' can call next() a second time on one path"
//      ^^^^^^
}
declare function verify(ctx: Context): Promise<void>;
