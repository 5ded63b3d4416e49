// https://hono.dev/docs/middleware/builtin/combine: every() is all in order, some() one of them, except() none at a path.
// --- app.ts
import { Hono } from "hono";
import { every, except, some } from "hono/combine";
const app = new Hono();
const a = async (c: any, next: any) => { await next(); };
const b = async (c: any, next: any) => { await next(); };
const c1 = async (c: any, next: any) => { await next(); };
const d = async (c: any, next: any) => { await next(); };
const e = async (c: any, next: any) => { await next(); };
app.use(every(a, b));
app.use("/x/*", some(c1, every(d, a)));
app.use(except("/public/*", e));
app.get("/x/y", function x(c: any) { return c.text("x"); });  // chain: [GET /x/y] "a > b > c1? > d? > a? > e? > x"
