// https://expressjs.com/en/guide/routing.html#express-router: a router is mounted by reference, so that what is registered on
// it later takes part.
// --- app.ts
import express, { Router } from "express";
const app = express();
const api = Router();
function outer(req: any, res: any, next: () => void) { next(); }
function inner(req: any, res: any, next: () => void) { next(); }
app.use("/api", outer, api);
api.use(inner);
api.get("/x", function x(req: any, res: any) { res.send("x"); });  // chain: [GET /api/x] "outer > inner > x"
