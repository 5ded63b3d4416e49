// https://hono.dev/docs/api/routing#grouping-ordering: app.route() copies what is there by then; the rest is never served.
// --- app.ts
import { Hono } from "hono";
const one = new Hono();
const two = new Hono();
const three = new Hono();
const late = async (c: any, next: any) => { await next(); };
three.get("/hi", function hi(c: any) { return c.text("hi"); });  // chain: [GET /two/three/hi] "hi"
two.route("/three", three);
one.route("/two", two);
two.use(late);
two.get("/never", function never(c: any) { return c.text("hi"); });
export default one;
