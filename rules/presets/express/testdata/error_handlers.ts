// https://expressjs.com/en/guide/error-handling.html: four parameters make an error handler, which is last.
// --- app.ts
import express from "express";
const app = express();
function early(error: any, req: any, res: any, next: () => void) { res.sendStatus(500); }  // the default one answers
function late(error: any, req: any, res: any, next: () => void) { res.sendStatus(500); }
app.use(early);  // error: [ordering/last express-error-handler-last] "is registered before route 'GET /y'"
app.get("/x", function x(req: any, res: any) { res.send("x"); });  // chain: [GET /x] "x > late [error-handler]"
app.use(late);
app.get("/y", function y(req: any, res: any) { res.send("x"); });  // chain: [GET /y] "y"
