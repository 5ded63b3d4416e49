// https://www.passportjs.org/concepts/authentication/middleware/#custom-callback: a function that calls a guard may be one, on some
// requests. Not decided; one that calls none is none.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
routes = ["GET /**"]
// --- app.ts
// differential: not run, what a function runs records itself as well
import cors from "cors";
import express from "express";
import passport from "passport";
const app = express();
const open = (request: any, response: any) => response.send("x");
function requireJwt(request: any, response: any, next: any) {
  passport.authenticate("jwt", (error: any, user: any) => { if (!user) response.sendStatus(401); else next(); })(request, response, next);
}
app.get("/callback", requireJwt, open);  // chain: [GET /callback] "requireJwt [auth]? > open" unknown: [barrier] "whether 'requireJwt' is 'auth', and always"
app.get("/direct", (request: any, response: any, next: any) => passport.authenticate("jwt")(request, response, next), open);  // unknown: [barrier] "'guarded' cannot be decided for route 'GET /direct'"
const jwt = passport.authenticate("jwt");
app.get("/named", (request: any, response: any, next: any) => jwt(request, response, next), open);  // unknown: [barrier] "'guarded' cannot be decided for route 'GET /named'"
app.get("/inner", (request: any, response: any, next: any) => requireJwt(request, response, next), open);  // unknown: [barrier] "'guarded' cannot be decided for route 'GET /inner'"
const skipOptions = (behavior: any) => (request: any, response: any, next: any) => (request.method === "OPTIONS" ? next() : behavior(request, response, next));
app.get("/none", (request: any, response: any, next: any) => { if (request.user) next(); else response.end(); }, open);  // error: [ordering/required guarded] "route 'GET /none' has no 'auth' in its chain"
app.use(skipOptions(passport.authenticate("jwt")));
app.use(cors());  // unknown: [barrier] "'express-cors-before-auth' cannot be decided"
app.get("/skipped", open);  // chain: [GET /skipped] "skipOptions [auth]? > npm/cors [cors] > open" unknown: [barrier] "'guarded' cannot be decided for route 'GET /skipped'"
