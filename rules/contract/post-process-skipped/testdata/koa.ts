// Koa: what is thrown downstream comes out of `await next()`.
// --- krepis.toml
version = 1
[ordering.stages.logging]
match = ["log*", "count"]
post = "always"
optional = true
[ordering.stages.timing]
match = ["time*"]
optional = true
// --- mw.ts
import type { Context, Next } from "koa";
export async function logAfter(ctx: Context, next: Next) {
  const start = Date.now();
  await next();
  console.log(ctx.path, Date.now() - start); // error: [contract/post-process-skipped] "what 'logAfter' does after next() does not happen when something inside it throws"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
}
export const count = async (ctx: Context, next: Next) => {
  try {
    await next();
    requests.count += 1; // error: [contract/post-process-skipped] "what 'count' does after next()"
  } catch (problem) {
    throw problem;
  }
};
export async function logFinally(ctx: Context, next: Next) {
  try {
    await next();
  } finally {
    console.log(ctx.path);
  }
}
export async function logCaught(ctx: Context, next: Next) {
  try {
    await next();
  } catch (problem) {
    console.error(problem);
    throw problem;
  }
  console.log(ctx.path);
}
export async function logBefore(ctx: Context, next: Next) {
  console.log(ctx.path);
  await next();
}
export async function logBehind(ctx: Context, next: Next) {
  let failure: unknown;
  try {
    await next();
  } catch (problem) {
    failure = problem;
  }
  console.log(ctx.path, failure);
}
export async function timed(ctx: Context, next: Next) {
  await next();
  ctx.set("x-time", "1");
}
const requests = { count: 0 };
// --- hono.ts
import type { Context, Next } from "hono";
export async function logHono(c: Context, next: Next) {
  await next();
  console.log(c.req.path);
}
