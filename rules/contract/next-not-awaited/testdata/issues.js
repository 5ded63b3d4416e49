// What people reported, cut down to the function.
// --- package.json
{ "name": "reported", "dependencies": { "koa": "^2" } }
// --- koa-940.js
// koajs/koa#940: the answer is 404, since Koa does not know that something is still to come.
const Koa = require("koa");
const app = new Koa();
app.use(async (ctx, next) => {
  console.log(ctx.method);
  next(); // error: [contract/next-not-awaited] "this function calls next()"
});
app.use(async (ctx) => {
  ctx.body = await read();
});
// --- koa-bodyparser-55.js
// koajs/bodyparser#55: a middleware in front that does not wait makes every answer behind it a 404.
const Koa = require("koa");
const app = new Koa();
app.use((ctx, next) => {
  ctx.set("Access-Control-Allow-Origin", "*");
  next(); // error: [contract/next-not-awaited] "this function calls next()"
});
app.use((ctx, next) => {
  ctx.set("Access-Control-Allow-Origin", "*");
  return next();
});
// --- koa-router-476.js
// ZijianHe/koa-router#476: a route that takes its time is a 404, since the shared middleware did not wait for it.
const Koa = require("koa");
const Router = require("koa-router");
const router = new Router();
router.use((context, next) => {
  context.state.user = { name: "Alice" };
  next(); // error: [contract/next-not-awaited] "this function calls next()"
});
router.get("/heavy-task", async (context, next) => {
  await sleep(1000);
  context.body = "result of a heavy task";
  next(); // error: [contract/next-not-awaited] "this function calls next()"
});
// --- koa-1491.js
// koajs/koa#1491: what runs on the next tick is not waited for.
const Koa = require("koa");
const app = new Koa();
app.use((ctx, next) => {
  process.nextTick(() => {
    next(); // error: [contract/next-not-awaited] "this function calls next() in a callback, and neither awaits nor returns anything"
  });
});
app.use((ctx, next) => {
  return new Promise((resolve) => {
    process.nextTick(() => {
      resolve(next());
    });
  });
});
