// A registration covers the routes behind it: https://expressjs.com/en/guide/using-middleware.html
// --- app.ts
import cors from "cors";
import express from "express";
import passport from "passport";

const app = express();
app.use(cors());
app.get("/open", (request, response) => response.send("ok"));  // chain: [GET /open] "npm/cors [cors] > (anonymous)"
app.use(passport.authenticate("jwt"));
app.get("/x", (request, response) => response.send("ok"));  // chain: [GET /x] "npm/cors [cors] > npm/passport#authenticate [auth] > (anonymous)"
