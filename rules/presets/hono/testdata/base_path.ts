// https://hono.dev/docs/api/routing#base-path: basePath() gives the same application at a path.
// --- app.ts
import { Hono } from "hono";
const app = new Hono();
const api = app.basePath("/api");
const v1 = new Hono().basePath("/v1");
const onApi = async (c: any, next: any) => { await next(); };
const onV1 = async (c: any, next: any) => { await next(); };
const done = (c: any) => c.text("x");
api.use(onApi);
api.get("/x", done);  // chain: [GET /api/x] "onApi > done"
app.get("/y", done);  // chain: [GET /y] "done"
v1.use("/books/*", onV1);
v1.get("/books/:id", done);  // chain: [GET /api/v1/books/:id] "onApi > onV1 > done"
api.route("/", v1);
