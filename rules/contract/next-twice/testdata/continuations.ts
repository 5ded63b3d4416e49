// What is called may be something else than the continuation of the framework.
// --- app.ts
import express from "express";
import Koa from "koa";
export const app = express();
app.use((req, res, next) => {
  next = once(next);
  load(req, next);
  next();
  next();
});
export function* steps(req, res, next) {
  yield next(1);
  yield next(2);
}
export const koa = new Koa();
koa.use(async (ctx, next) => {
  await next();
  await next(); // error: [contract/next-twice] "this function can call next() a second time on one path"
});
// Koa gives a next that takes nothing.
export const retried = async (ctx, next) => (await next(ctx)) ?? (await next(ctx));
