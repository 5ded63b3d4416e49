// https://github.com/expressjs/express/issues/2313: what a router has no route for goes through its middleware and on.
// --- app.ts
import express, { Router } from "express";
const app = express();
const low = Router();
const high = Router();
function lowFilter(req: any, res: any, next: () => void) { next(); }
function highFilter(req: any, res: any, next: () => void) { next(); }
function done(req: any, res: any) { res.send("x"); }
low.use(lowFilter);
high.use(highFilter);
low.get("/low", done);  // chain: [GET /low] "lowFilter > done"
high.get("/high", done);  // chain: [GET /high] "lowFilter > highFilter > done"
app.use(low);
app.use(high);
app.get("/last", done);  // chain: [GET /last] "lowFilter > highFilter > done"
