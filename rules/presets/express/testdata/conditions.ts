// https://expressjs.com/en/advanced/best-practice-performance.html: what is registered under a condition may be there.
// --- app.ts
import express from "express";
const app = express();
function verbose(req: any, res: any, next: () => void) { next(); }
function strict(req: any, res: any, next: () => void) { next(); }
function lax(req: any, res: any, next: () => void) { next(); }
if (process.env.VERBOSE) app.use(verbose);
app.use(process.env.STRICT ? strict : lax);
app.get("/x", function x(req: any, res: any) { res.send("x"); });  // chain: [GET /x] "verbose? > strict? > lax? > x"
