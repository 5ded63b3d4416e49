// https://expressjs.com/en/5x/api.html#app.route: app.route() and its all().
// --- app.ts
import express from "express";
const app = express();
function logIt(req: any, res: any, next: () => void) { next(); }
function load(req: any, res: any, next: () => void) { next(); }
app.use(logIt);
const books = app.route("/books/:id");
books.all(load);  // chain: [/books/:id] "logIt > load"
books.get(function show(req: any, res: any) { res.send("x"); });  // chain: [GET /books/:id] "logIt > load > show"
books.put(function save(req: any, res: any) { res.send("x"); });  // chain: [PUT /books/:id] "logIt > load > save"
