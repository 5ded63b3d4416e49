// https://hono.dev/docs/api/routing#basic: a path without a wildcard is that path alone; "/admin/*" is "/admin" as well.
// --- app.ts
import { Hono } from "hono";
const app = new Hono();
const exact = async (c: any, next: any) => { await next(); };
const below = async (c: any, next: any) => { await next(); };
const all = async (c: any, next: any) => { await next(); };
const done = (c: any) => c.text("x");
app.use("/admin", exact);
app.use("/admin/*", below);
app.use("*", all);
app.get("/admin", done);  // chain: [GET /admin] "exact > below > all > done"
app.get("/admin/users", done);  // chain: [GET /admin/users] "below > all > done"
app.get("/administrator", done);  // chain: [GET /administrator] "all > done"
