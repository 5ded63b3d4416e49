// Koa and Hono, and what is used by another package.
// --- koa.ts
import Koa from "koa";
const app = new Koa();
app.use(async (err, ctx) => { // error: [contract/error-handler-shape] "this function with the parameters (err, ctx)"
  ctx.status = 500;
});
app.on("error", (err, ctx) => console.error(err, ctx.path));
// --- hono.ts
import { Hono } from "hono";
const app = new Hono();
app.onError((c, err) => c.text(err.message, 500)); // error: [contract/error-handler-shape] "this function with the parameters (c, err)"
app.onError((err, c) => c.text(err.message, 500));
export default app;
// --- bot.ts
import { Hono } from "hono";
class Bot {
  onError(handler) { this.handler = handler; }
}
const bot = new Bot();
bot.onError((ctx, err) => console.error(ctx, err));
export const handlers = { onError(handler) {} };
handlers.onError((ctx, err) => console.error(ctx, err));
export class App extends Hono {}
new App().onError((ctx, err) => ctx.text("no", 500)); // error: [contract/error-handler-shape] "this function with the parameters (ctx, err)"
// --- other.ts
import express from "express";
import { Bus } from "some-bus";
const app = express();
const bus = new Bus();
bus.use((err, req, res) => console.error(err));
export default app;
