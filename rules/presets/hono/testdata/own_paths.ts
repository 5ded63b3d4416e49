// https://hono.dev/docs/api/hono#methods: several methods and paths with on(); a call without a path has that of the one before.
// --- app.ts
import { Hono } from "hono";
const app = new Hono();
const log = async (c: any, next: any) => { await next(); };
const done = (c: any) => c.text("x");
app.on("PURGE", "/cache", log, done);  // chain: [PURGE /cache] "log > done"
app.all("/all", done);  // chain: [/all] "done"
app.get("/both", log, done);  // chain: [GET /both] "log > done"
