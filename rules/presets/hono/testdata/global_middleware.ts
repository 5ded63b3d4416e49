// https://github.com/honojs/hono/issues/3361: what counts is when a sub-application is routed, not when its routes are written.
// --- app.ts
import { Hono } from "hono";
const app = new Hono();
const auth = new Hono().basePath("/auth");
const books = new Hono().basePath("/books");
const apiRoutes = new Hono();
const fired = async (c: any, next: any) => { await next(); };
auth.get("/before", function before(c: any) { return c.text("x"); });  // chain: [GET /auth/before] "fired > before"
app.use(fired);
auth.get("/after", function after(c: any) { return c.text("x"); });  // chain: [GET /auth/after] "fired > after"
books.get("/book", function book(c: any) { return c.text("x"); });  // chain: [GET /books/book] "fired > book"
apiRoutes.route("/", auth);
apiRoutes.route("/", books);
app.route("/", apiRoutes);
