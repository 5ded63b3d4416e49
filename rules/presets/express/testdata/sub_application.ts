// https://expressjs.com/en/5x/api.html#app.mountpath: an application is mounted like a router.
// --- app.ts
import express from "express";
const admin = express();
const app = express();
function outer(req: any, res: any, next: () => void) { next(); }
function secret(req: any, res: any, next: () => void) { next(); }
admin.use(secret);
admin.get("/x", function x(req: any, res: any) { res.send("x"); });  // chain: [GET /admin/x] "outer > secret > x"
app.use(outer);
app.use("/admin", admin);
app.get("/admin/y", function y(req: any, res: any) { res.send("x"); });  // chain: [GET /admin/y] "outer > secret > y"
app.get("/z", function z(req: any, res: any) { res.send("x"); });  // chain: [GET /z] "outer > z"
