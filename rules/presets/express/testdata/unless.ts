// https://github.com/jfromaniello/express-unless#usage, https://github.com/auth0/express-jwt#usage: what a method makes of a
// guard may let requests through, so nothing follows from where it stands. Correct programs, and one that has no guard at all.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
routes = ["GET /**"]
// --- methods.ts
// differential: not run, the packages want a token
import cors from "cors";
import express from "express";
import { expressjwt } from "express-jwt";
const app = express();
app.use(expressjwt({ secret: "s", algorithms: ["HS256"] }).unless({ method: "OPTIONS", path: ["/token"] }));
app.use(cors());  // unknown: [barrier] "whether 'unless' is 'auth', and always, is not known"
app.get("/x", function x(request: any, response: any) { response.send("x"); });  // chain: [GET /x] "unless [auth]? > npm/cors [cors] > x" unknown: [barrier] "'guarded' cannot be decided for route 'GET /x'"
// --- assigned.ts
import express from "express";
import { unless } from "express-unless";
import passport from "passport";
const app = express();
const user: any = passport.authenticate("jwt");
user.unless = unless;
app.use(user.unless({ path: "/open" }));
app.get("/open", function open(request: any, response: any) { response.send("x"); });  // chain: [GET /open] "user.unless [auth]? > open" unknown: [barrier] "'guarded' cannot be decided"
// --- exported.ts
import { expressjwt } from "express-jwt";
export const user = expressjwt({ secret: "s", algorithms: ["HS256"] }).unless({ path: ["/token"] });
// --- imported.ts
import express from "express";
import { user } from "./exported";
const app = express();
app.use(user);
app.get("/imported", function imported(request: any, response: any) { response.send("x"); });  // chain: [GET /imported] "user [auth]? > imported" unknown: [barrier] "'guarded' cannot be decided"
// --- built.ts
import express from "express";
import { body } from "express-validator";
import multer from "multer";
const app = express();
const upload = multer({ dest: "uploads/" });
app.post("/built", upload.single("file"), body("x").isEmail().optional(), function built(request: any, response: any) { response.send("x"); });  // chain: [POST /built] "upload.single [upload] > optional [validation] > built"
app.get("/bare", function bare(request: any, response: any) { response.send("x"); });  // error: [ordering/required guarded] "has no 'auth' in its chain"
