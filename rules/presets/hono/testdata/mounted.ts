// https://hono.dev/docs/api/hono#mount: a handler of another framework takes all below its path.
// --- app.ts
import { Hono } from "hono";
const app = new Hono();
const guard = async (c: any, next: any) => { await next(); };
function foreign(request: any) { return new Response("x"); }
app.use("/legacy/*", guard);
app.mount("/legacy", foreign);  // chain: [/legacy/*] "guard > foreign"
