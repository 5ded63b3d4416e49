// Middleware that does not import its framework is judged where it is registered: names alone may be of anything.
// --- package.json
{ "name": "root", "private": true }
// --- api/package.json
{ "name": "api", "dependencies": { "express": "^5" } }
// --- api/src/guard.js
module.exports = function guard(req, res, next) {
  if (!req.user) next(new Error("no user"));
  next(); // error: [contract/next-twice] "'guard' can call next() a second time on one path"
//^^^^^^
};
module.exports.once = (req, res, next) => (req.user ? next() : next(new Error("no user")));
// Not named as middleware is: whatever continues here may do so twice.
module.exports.step = (state, action, next) => { next(); next(); };
module.exports.mixed = async (ctx, next) => { await next(); await next(); };
module.exports.each = (req, res, next) => { req.items.forEach(next); next(); next(); };
// --- api/src/limit.js
module.exports = (limit) => (req, res, next) => {
  if (req.count > limit) next(new Error("too many"));
  next(); // error: [contract/next-twice] "this function can call next() a second time on one path"
};
// --- api/src/users.js
const wrap = (f) => (req, res, next) => f(req, res, next).catch(next);
exports.show = async (req, res, next) => {
  if (!req.params.id) next(new Error("no id"));
  next(); // error: [contract/next-twice] "this function can call next() a second time on one path"
};
exports.list = async (req, res, next) => {
  if (!req.params.id) next(new Error("no id"));
  next(); // error: [contract/next-twice] "this function can call next() a second time on one path"
};
exports.wrap = wrap;
// --- api/src/app.js
const express = require("express");
const users = require("./users");
const app = express();
app.use(require("./guard"));
app.use(require("./limit")(3));
app.get("/users", users.list);
app.get("/users/:id", users.wrap(users.show));
require("./routes")(app);
// --- api/src/routes.js
module.exports = (app) => {
  app.get("/x", (req, res, next) => {
    if (!req.user) next(new Error("no user"));
    next(); // error: [contract/next-twice] "this function can call next() a second time on one path"
  });
};
// --- api/src/bot.js
const { Telegraf } = require("telegraf");
module.exports = new Telegraf("token");
// --- api/src/commands.js
const bot = require("./bot");
bot.use((req, res, next) => { next(); next(); });
// --- api/src/pipeline.js
const express = require("express");
function visit(node, depth, next) { next(node.left); next(node.right); }
class Pipeline { use(step) {} }
new Pipeline().use((req, res, next) => { next(); next(); });
module.exports = { visit, app: express() };
// --- queue/package.json
{ "name": "queue" }
// --- queue/src/guard.js
export const guard = (req, res, next) => { next(); next(); };
export const each = async (context, next) => { await next(); await next(); };
// --- web/package.json
{ "name": "web" }
// --- web/src/app.ts
import Koa from "npm:koa@2";
import { time } from "./time";
export const app = new Koa();
app.use(time);
// --- web/src/time.ts
export async function time(ctx, next) {
  await next();
  return next(); // error: [contract/next-twice] "'time' can call next() a second time on one path"
//       ^^^^^^
}
export const other = (req, res, next) => { next(); next(); };
