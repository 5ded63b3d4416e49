// https://expressjs.com/en/guide/using-middleware.html: lists of middleware, nested and spread.
// --- app.ts
import express from "express";
const app = express();
function a(req: any, res: any, next: () => void) { next(); }
function b(req: any, res: any, next: () => void) { next(); }
function c(req: any, res: any, next: () => void) { next(); }
const both = [a, b];
app.use([a, [b]], c);
app.get("/x", ...both, function x(req: any, res: any) { res.send("x"); });  // chain: [GET /x] "a > b > c > a > b > x"
app.get("/y", [both, c], function y(req: any, res: any) { res.send("x"); });  // chain: [GET /y] "a > b > c > a > b > c > y"
