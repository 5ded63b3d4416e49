// https://hono.dev/docs/guides/middleware#extending-the-context-in-inline-middleware: conditions and inline middleware.
// --- app.ts
import { Hono } from "hono";
export function createApp(verbose: boolean) {
  const app = new Hono();
  const log = async (c: any, next: any) => { await next(); };
  if (verbose) app.use(log);
  app.use("/in/*", async (c: any, next: any) => { await next(); });
  app.get("/in/x", function x(c: any) { return c.text("x"); });  // chain: [GET /in/x] "log? > (anonymous) > x"
  return app;
}
export default createApp(true);
