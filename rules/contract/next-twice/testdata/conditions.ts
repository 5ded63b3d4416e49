// Places of which only one is reached, by conditions that are no literal opposites, by flags, by what a catch or a case has done.
# --- krepis.toml
version = 1
// --- package.json
{ "name": "shop", "dependencies": { "express": "4", "koa": "2" } }
// --- app.ts
import express from "express";
const app = express();
app.use((req, res, next) => {
  const verdict = judge(req);
  if (verdict === "deny") res.sendStatus(403);
  if (verdict === "allow") next();
});
app.use((req, res, next) => {
  if (!req.user) res.sendStatus(401);
  if (req?.user && req.user.admin) next();
});
app.use((req, res, next) => {
  const bad = req.body.length > 1000;
  const good = !bad;
  if (bad) res.sendStatus(413);
  if (good) next();
});
app.use((req, res, next) => {
  load(req, (err, user) => {
    if (err) next(err);
    if (user) next();
  });
});
app.use(async (req, res, next) => {
  let failed = false;
  try {
    await check(req);
  } catch (error) {
    failed = true;
    res.status(401).json({});
  }
  if (!failed) next();
});
app.use(async (req, res, next) => {
  let payload;
  try {
    payload = await check(req);
  } catch (error) {
    next(error);
  }
  if (payload) next();
});
app.use((req, res, next) => {
  let handled = false;
  switch (req.method) {
    case "OPTIONS":
      handled = true;
      res.sendStatus(204);
      break;
    default:
      log(req);
  }
  if (!handled) next();
});
app.use((req, res, next) => {
  let handled = false;
  for (const table of tables) {
    if (!table.has(req.path)) continue;
    res.send(table.get(req.path));
    handled = true;
    break;
  }
  if (!handled) next();
});
app.use((req, res, next) => {
  for (const denied of list) {
    if (denied === req.ip) return res.sendStatus(403);
    else {
      next();
      break;
    }
  }
  if (!list.length) next();
});
// Conditions that have nothing to do with each other, and what is set for something else.
app.use((req, res, next) => { // warning: [contract/no-answer] "this function can end"
  if (!req.user) res.sendStatus(401);
  if (req.query.page) next();  // error: [contract/continue-after-answer] "can continue with next()"
});
app.use((req, res, next) => { // warning: [contract/no-answer] "this function can end"
  const token = req.headers.authorization;
  if (token) next();
  if (req.query.token) next();  // error: [contract/next-twice] "a second time"
});
app.use(async (req, res, next) => { // warning: [contract/no-answer] "this function can end"
  const user = await find(req);
  if (user) {
    req.user = user;
    next();
  }
});
app.use((req, res, next) => {
  load(req, (err) => {
    if (err) res.sendStatus(500);
    next();  // error: [contract/continue-after-answer] "answers with res.sendStatus(…) and can continue with next()"
  });
});
app.get("/", (req, res) => res.send("ok"));
// --- koa.ts
import Koa from "koa";
const koa = new Koa();
// What is given back throws where it is awaited, outside of the function.
koa.use(async (ctx, next) => {
  try {
    ctx.state.user = await load(ctx);
    return next();
  } catch (error) {
    return next();
  }
});
koa.use(async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    await next();  // error: [contract/next-twice] "a second time"
  }
});
