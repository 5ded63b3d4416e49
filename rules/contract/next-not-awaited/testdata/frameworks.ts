// Hono, and what is no behaviour of a framework although it looks like one.
// --- hono.ts
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
const app = new Hono();
app.use(async (c, next) => {
  c.set("at", Date.now());
  next(); // error: [contract/next-not-awaited] "this function calls next() and neither awaits nor returns it"
});
export const timing = createMiddleware(async (c, next) => {
  await next();
});
export default app;
// --- both/package.json
{ "name": "both", "dependencies": { "koa": "^2", "telegraf": "^4" } }
// --- both/bot.js
import { Telegraf } from "telegraf";
const bot = new Telegraf("token");
bot.use(async (ctx, next) => { next(); });
// --- both/log.js
export const log = async (ctx, next) => {
  next(); // error: [contract/next-not-awaited] "'log' calls next()"
};
export const answer = async (ctx, next) => { next(); };
// --- both/server.js
import Koa from "koa";
import { log } from "./log";
export const app = new Koa();
app.use(log);
// --- both/typed.ts
import type { Context, MiddlewareFn } from "telegraf";
export const admins = async (ctx: Context, next: () => Promise<void>) => { next(); };
export const logged: MiddlewareFn<Context> = async (ctx, next) => { next(); };
// --- both/page.js
import page from "page";
page("*", (ctx, next) => { next(); });
// --- both/jobs.js
import Koa from "koa";
class Jobs {
  use(step) { this.steps.push(step); return this; }
}
const jobs = new Jobs();
jobs.use(async (ctx, next) => { next(); });
const app = new Koa();
app.use(async (ctx, next) => { await next(); });
// --- registered.js
import Koa from "koa";
const app = new Koa();
app.use(async (c, go) => {
  go(); // error: [contract/next-not-awaited] "this function calls go()"
});
