// https://hono.dev/docs/guides/best-practices#if-you-want-to-use-rpc-features: everything in one chain of calls.
// --- books.ts
import { Hono } from "hono";
const check = async (c: any, next: any) => { await next(); };
export const books = new Hono().get("/", function list(c: any) { return c.json([]); });  // chain: [GET /books] "stamp > list"
export const admin = new Hono().use(check).post("/", function add(c: any) { return c.json([]); });  // chain: [POST /admin] "stamp > check > add"
// --- index.ts
import { Hono } from "hono";
import { admin, books } from "./books";
const stamp = async (c: any, next: any) => { await next(); };
const app = new Hono().use(stamp).route("/books", books).route("/admin", admin);
export default app;
