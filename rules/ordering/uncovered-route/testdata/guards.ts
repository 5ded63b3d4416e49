// A guard behind every route, and one that has at least one to guard.
// --- app.ts
import express from "express";
import passport from "passport";
const app = express();
app.get("/x", (request, response) => response.send("x"));
app.get("/y", (request, response) => response.send("y"));
app.use(passport.authenticate("jwt"));  // error: [ordering/uncovered-route] "'npm/passport#authenticate' (auth) covers no route: 'GET /x' and 1 more are registered before it"
// --- fine.ts
import express from "express";
import passport from "passport";
const app = express();
app.get("/login", (request, response) => response.send("x"));
app.use(passport.authenticate("jwt"));
app.get("/y", (request, response) => response.send("y"));
