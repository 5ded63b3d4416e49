// https://expressjs.com/en/5x/api.html#path-examples: a path is a prefix by segments, case does not count.
// --- app.ts
import express from "express";
const app = express();
function admin(req: any, res: any, next: () => void) { next(); }
function any(req: any, res: any, next: () => void) { next(); }
function done(req: any, res: any) { res.send("x"); }
app.use("/Admin", admin);
app.use(["/a", "/b"], any);
app.get("/admin/users", done);  // chain: [GET /admin/users] "admin > done"
app.get("/administrator", done);  // chain: [GET /administrator] "done"
app.get("/b/x", done);  // chain: [GET /b/x] "any > done"
app.get("/:page", done);  // chain: [GET /:page] "admin? > any? > done"
