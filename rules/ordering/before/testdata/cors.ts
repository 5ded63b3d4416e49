// What the preset documents, without a krepis.toml.
// --- app.ts
import cors from "cors";
import express from "express";
import session from "express-session";
import passport from "passport";

const app = express();
app.use(passport.session());
app.use(session({ secret: "x" }));  // error: [ordering/before express-session-before-passport] "'npm/express-session' (session) stands inside 'npm/passport#session' (passport-session)"
app.use(passport.authenticate("jwt"));
app.use(cors());  // error: [ordering/before express-cors-before-auth] "'npm/cors' (cors) stands inside 'npm/passport#authenticate' (auth) on route 'GET /x'"
//      ^^^^^^
app.get("/x", (request, response) => response.send("x"));
app.get("/y", (request, response) => response.send("y"));
// --- other.ts
import { cors } from "./mine";
import express from "express";
import passport from "passport";

const app = express();
app.use(passport.authenticate("jwt"), cors());
app.get("/x", (request, response) => response.send("x"));
// --- mine.ts
export const cors = () => (request, response, next) => next();
