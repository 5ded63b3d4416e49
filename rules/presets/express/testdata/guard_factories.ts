// https://github.com/cornflourblue/node-role-based-authorization-api/blob/master/_helpers/authorize.js: functions that give
// lists of behaviours, objects and classes that hold them. Correct programs, and lists that cannot be followed.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
routes = ["GET /**"]
// --- app.ts
// differential: not run, what is recorded runs under the name of its package
import express from "express";
import passport from "passport";
const app = express();
const open = (request: any, response: any) => response.send("x");
function authorize(roles: any = []) {
  if (typeof roles === "string") roles = [roles];
  return [
    passport.authenticate("jwt"),
    function hasRole(request: any, response: any, next: any) { if (roles.length > 9) response.sendStatus(401); else next(); },
  ];
}
const user = () => passport.authenticate("jwt");
const guards = { user: passport.authenticate("jwt"), open: (request: any, response: any, next: any) => next() };
class Guards {
  static user = passport.authenticate("jwt");
  static all() { return [Guards.user]; }
}
app.get("/list", authorize("admin"), open);  // chain: [GET /list] "npm/passport#authenticate [auth] > hasRole > open"
app.get("/one", user(), open);  // chain: [GET /one] "user [auth] > open"
app.get("/member", guards.user, open);  // chain: [GET /member] "guards.user [auth] > open"
app.get("/static", Guards.user, open);  // chain: [GET /static] "Guards.user [auth] > open"
app.get("/method", Guards.all(), open);  // chain: [GET /method] "npm/passport#authenticate [auth] > open"
const common = [express.json(), guards.user];
app.get("/concat", common.concat([guards.open]), open);  // chain: [GET /concat] "npm/express#json [body] > npm/passport#authenticate [auth] > guards.open > open"
app.get("/other", guards.open, open);  // error: [ordering/required guarded] "route 'GET /other' has no 'auth' in its chain"
app.get("/filtered", common.filter(Boolean), open);  // unknown: [barrier] "'guarded' cannot be decided for route 'GET /filtered'"
const either = process.env.OPEN ? guards.open : guards.user;
app.get("/either", either, open);  // chain: [GET /either] "either? > either [auth]? > open" unknown: [barrier] "is there under a condition"
function given(first: any) { return [first, guards.open]; }
app.get("/given", given(passport.authenticate("jwt")), open);  // chain: [GET /given] "npm/passport#authenticate [auth] > guards.open > open"
function filled(admin: boolean) {
  const list = [guards.open];
  if (admin) list.push(guards.user);
  return list;
}
app.get("/filled", filled(true), open);  // unknown: [barrier] "'guarded' cannot be decided for route 'GET /filled'"
const late: any = {};
late.user = passport.authenticate("jwt");
app.get("/late", late.user, open);  // unknown: [barrier] "'guarded' cannot be decided for route 'GET /late'"
const { user: named } = guards;
app.get("/named", named, open);  // chain: [GET /named] "guards.user [auth] > open"
const [first] = [passport.authenticate("jwt")];
app.get("/first", first, open);  // unknown: [barrier] "'guarded' cannot be decided for route 'GET /first'"
class Service { guard() { return passport.authenticate("jwt"); } }
app.get("/instance", new Service().guard(), open);  // chain: [GET /instance] "guard [auth] > open"
const service = new Service();
app.get("/service", service.guard(), open);  // chain: [GET /service] "service.guard [auth] > open"
const held = new Map([["user", passport.authenticate("jwt")]]);
app.get("/held", held.get("user") as any, open);  // unknown: [barrier] "'guarded' cannot be decided for route 'GET /held'"
function sometimes(): any { if (process.env.GUARDED) return passport.authenticate("jwt"); }
app.get("/sometimes", sometimes(), open);  // unknown: [barrier] "'sometimes' is there under a condition"
function register({ guard }: any) { app.get("/destructured", guard, open); }  // unknown: [barrier] "'guarded' cannot be decided for route 'GET /destructured'"
register({ guard: passport.authenticate("jwt") });
