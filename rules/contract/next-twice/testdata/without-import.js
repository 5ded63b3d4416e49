// Middleware that does not import its framework is judged where its package uses the framework, by the names of its parameters.
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
// --- queue/package.json
{ "name": "queue" }
// --- queue/src/guard.js
export const guard = (req, res, next) => { next(); next(); };
export const each = async (context, next) => { await next(); await next(); };
// --- web/package.json
{ "name": "web" }
// --- web/src/app.ts
import Koa from "npm:koa@2";
export const app = new Koa();
// --- web/src/time.ts
export async function time(ctx, next) {
  await next();
  return next(); // error: [contract/next-twice] "'time' can call next() a second time on one path"
//       ^^^^^^
}
export const other = (req, res, next) => { next(); next(); };
