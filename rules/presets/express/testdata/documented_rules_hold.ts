// Programs that are right: what a stage needs stands outside of it once, or the guard is not asked.
# --- krepis.toml
version = 1
// --- twice.ts
import cors from "cors";
import express from "express";
import session from "express-session";
import passport from "passport";
// A second cors() for one route: expressjs/cors, README, "Enable CORS for a Single Route".
const twice = express();
twice.use(cors());
twice.use(session({ secret: "x" }));
twice.use(passport.session());
twice.use(passport.authenticate("jwt"));
twice.use(session({ secret: "y" }));
twice.get("/products/:id", cors({ origin: "https://a.example" }), (request, response) => response.send("ok"));  // chain: [GET /products/:id] "npm/cors [cors] > npm/express-session [session] > npm/passport#session [passport-session] > npm/passport#authenticate [auth] > npm/express-session [session] > npm/cors [cors] > (anonymous)"
// --- preflight.ts
import cors from "cors";
import express from "express";
import passport from "passport";
// "Enabling CORS Pre-Flight": app.options() answers before the guard is asked.
const answered = express();
answered.options("/orders", cors());
answered.use(passport.authenticate("jwt"));
answered.use(cors());
answered.get("/orders", (request, response) => response.send("ok"));
// The guard is one of GET: a preflight is none.
const own = express();
own.get("/orders", passport.authenticate("jwt"), cors(), (request, response) => response.send("ok"));
// Here it is one of all methods.
const all = express();
all.all("/orders", passport.authenticate("jwt"));
all.use(cors());  // error: [ordering/before express-cors-before-auth] "stands inside 'npm/passport#authenticate' (auth)"
all.get("/orders", (request, response) => response.send("ok"));
// --- under_a_condition.ts
import cors from "cors";
import express from "express";
import passport from "passport";
const app = express();
if (process.env.ORIGIN) app.use(cors());
app.use(passport.authenticate("jwt"));
app.use(cors());  // unknown: [barrier] "'npm/cors' is there under a condition"
app.get("/orders", (request, response) => response.send("ok"));
// --- static.ts
import express from "express";
import passport from "passport";
// What stands behind the guard may answer: here it is what is guarded.
const app = express();
app.get("/login", (request, response) => response.send("who?"));
app.use(passport.authenticate("jwt"));  // unknown: [barrier] "covers no route; whether what it does cover answers"
app.use(express.static("private"));
// --- path.ts
import express from "express";
// Whether the handler is for the route depends on the value of its parameter.
const app = express();
app.use("/users/me", (error, request, response, next) => {
  response.sendStatus(500);
});
app.get("/users/:id", (request, response) => response.send("ok"));
