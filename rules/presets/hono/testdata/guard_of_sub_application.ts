// https://github.com/honojs/hono/issues/3358: a guard behind the routes of a sub-application covers none of them.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["authMiddleware"]
[[ordering.rules]]
id = "authors-are-guarded"
required = ["auth"]
routes = ["/authors/**", "/books/**"]
// --- auth.ts
export const authMiddleware = async (c: any, next: any) => { await next(); };
// --- authors.ts
import { Hono } from "hono";
import { authMiddleware } from "./auth";
const app = new Hono().get("/:id", function author(c: any) { return c.json("x"); });  // chain: [GET /authors/:id] "author" error: [ordering/required authors-are-guarded] "GET /authors/:id"
app.use("/*", authMiddleware);  // error: [ordering/uncovered-route] "is registered before it"
export default app;
// --- books.ts
import { Hono } from "hono";
const app = new Hono().get("/:id", function book(c: any) { return c.json("x"); });  // chain: [GET /books/:id] "authMiddleware [auth] > book"
export default app;
// --- index.ts
import { Hono } from "hono";
import { authMiddleware } from "./auth";
import authors from "./authors";
import books from "./books";
const app = new Hono();
app.use("/books/*", authMiddleware);
const routes = app.route("/authors", authors).route("/books", books);
export type AppType = typeof routes;
export default app;
