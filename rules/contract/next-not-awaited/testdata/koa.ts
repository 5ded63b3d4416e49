// Koa: what becomes of the promise that next() gives.
// --- mw.ts
import type { Context, Next } from "koa";
export async function dropped(ctx: Context, next: Next) {
  next(); // error: [contract/next-not-awaited] "'dropped' calls next() and neither awaits nor returns it"
//^^^^^^
}
export function droppedInSync(ctx: Context, next: Next) {
  if (ctx.path !== "/") next(); // error: [contract/next-not-awaited] "'droppedInSync' calls next()"
}
export async function chained(ctx: Context, next: Next) {
  next().then(() => console.log(ctx.status)); // error: [contract/next-not-awaited] "'chained' chains on next(), and neither awaits nor returns what comes of it"
}
export async function stored(ctx: Context, next: Next) {
  const done = next(); // error: [contract/next-not-awaited] "'stored' keeps what next() gives, and nobody awaits it"
  console.log(ctx.path);
}
export async function discarded(ctx: Context, next: Next) {
  void next(); // error: [contract/next-not-awaited] "'discarded' discards what next() gives with void"
}
export async function combined(ctx: Context, next: Next) {
  Promise.all([next(), load(ctx)]); // error: [contract/next-not-awaited] "'combined' calls next()"
}
export async function conditional(ctx: Context, next: Next) {
  ctx.path === "/" ? await load(ctx) : next(); // error: [contract/next-not-awaited] "'conditional' calls next()"
}

export const awaits = async (ctx: Context, next: Next) => { await next(); };
export const returns = (ctx: Context, next: Next) => next();
export const returnsChain = (ctx: Context, next: Next) => next().then(() => load(ctx));
export const either = (ctx: Context, next: Next) => (ctx.path === "/" ? load(ctx) : next());
export const guarded = async (ctx: Context, next: Next) => ctx.path === "/" && next();
export async function later(ctx: Context, next: Next) {
  const done = next();
  await load(ctx);
  await done;
}
export async function all(ctx: Context, next: Next) {
  await Promise.all([next(), load(ctx)]);
}
export async function measured(ctx: Context, next: Next) {
  await measure("rest", next());
}
export async function caught(ctx: Context, next: Next) {
  return next().catch(() => { ctx.status = 500; });
}
export async function wrapped(ctx: Context, next: Next) {
  await new Promise<void>((resolve, reject) => { next().then(resolve, reject); });
}
export function handedOn(ctx: Context, next: Next) {
  return load(ctx).then(next);
}
export function* generator(ctx: Context, next: Next) {
  yield next();
}
declare function load(ctx: Context): Promise<void>;
declare function measure(name: string, work: Promise<void>): Promise<void>;
// --- express.ts
import type { NextFunction, Request, Response } from "express";
export async function express(req: Request, res: Response, next: NextFunction) {
  next();
}
