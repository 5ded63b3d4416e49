// https://github.com/honojs/hono/issues/2988: app.route() includes the middleware of groups before.
// --- app.ts
import { Hono } from "hono";
const forA = async (c: any, next: any) => { await next(); };
const forB = async (c: any, next: any) => { await next(); };
const a = new Hono().use(forA).get("/a", function x(c: any) { return c.text("x"); });  // chain: [GET /a] "forA > x"
const b = new Hono().use(forB).get("/b", function y(c: any) { return c.text("x"); });  // chain: [GET /b] "forA > forB > y"
const app = new Hono().route("/", a).route("/", b);
app.get("/c", function z(c: any) { return c.text("x"); });  // chain: [GET /c] "forA > forB > z"
