// https://hono.dev/docs/guides/middleware#execution-order and https://github.com/honojs/hono/issues/2557: what stands behind a route does not cover it.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser"]
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- app.ts
import { Hono } from "hono";
const app = new Hono();
const requireUser = async (c: any, next: any) => { await next(); };
const log = async (c: any, next: any) => { await next(); };
app.use(log);
app.get("/open", function open(c: any) { return c.text("x"); });  // chain: [GET /open] "log > open" error: [ordering/required guarded] "'requireUser' is registered where it does not cover it"
app.use(requireUser);
app.get("/closed", log, function closed(c: any) { return c.text("x"); });  // chain: [GET /closed] "log > requireUser [auth] > log > closed"
