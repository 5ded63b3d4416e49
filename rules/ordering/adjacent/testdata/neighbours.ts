// Directly inside of each other, where both are.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "passport-behind-session"
adjacent = ["session", "passport-session"]
// --- app.ts
import express from "express";
import session from "express-session";
import passport from "passport";
const app = express();
app.use(session());
app.use(passport.session());
app.get("/x", (request, response) => response.send("x"));
// --- parted.ts
import express from "express";
import session from "express-session";
import passport from "passport";
const app = express();
app.use(session());
app.use(express.json());
app.use(passport.session());  // error: [ordering/adjacent passport-behind-session] "does not stand directly inside 'npm/express-session' (session)"
app.get("/x", (request, response) => response.send("x"));
// --- maybe.ts
import express from "express";
import session from "express-session";
import passport from "passport";
const app = express();
app.use(session());
if (process.env.DEBUG) app.use(express.json());
app.use(passport.session());  // unknown: [barrier] "under a condition"
app.get("/x", (request, response) => response.send("x"));
