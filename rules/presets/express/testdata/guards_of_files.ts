// Lists, objects and functions that another file exports are followed as those of the file itself.
# --- krepis.toml
version = 1
[ordering.stages.role]
match = ["requireRole", "isAdmin"]
[[ordering.rules]]
id = "guarded"
required = ["auth"]
[[ordering.rules]]
id = "of-a-role"
required = ["role"]
routes = ["GET /role/**"]
// --- guards.ts
// differential: not run, what is recorded runs under the name of its package
import passport from "passport";
export const jwt = passport.authenticate("jwt");
export function isAdmin(request: any, response: any, next: any) { next(); }
export const admin = [jwt, isAdmin];
export const guards = { user: jwt, admin };
export const requireRole = (role: string) => [jwt, isAdmin];
export function user() { return passport.authenticate("jwt"); }
export class Guards {
  static user = jwt;
}
export const unknown = admin.filter(Boolean);
export const nothing = [(request: any, response: any, next: any) => next()];
export function runsJwt(request: any, response: any, next: any) { return jwt(request, response, next); }
// --- app.ts
import express from "express";
import { Guards, admin, guards, nothing, requireRole, runsJwt, unknown, user } from "./guards";
const app = express();
const open = (request: any, response: any) => response.send("x");
app.get("/role/list", admin, open);  // chain: [GET /role/list] "jwt [auth] > isAdmin [role] > open"
app.get("/role/spread", ...admin, open);  // chain: [GET /role/spread] "jwt [auth] > isAdmin [role] > open"
app.get("/role/made", requireRole("admin"), open);  // chain: [GET /role/made] "jwt [role] > isAdmin [role] > open"
app.get("/member", guards.user, open);  // chain: [GET /member] "guards.user [auth] > open"
app.get("/role/members", guards.admin, open);  // chain: [GET /role/members] "jwt [auth] > isAdmin [role] > open"
app.get("/made", user(), open);  // chain: [GET /made] "npm/passport#authenticate [auth] > open"
app.get("/static", Guards.user, open);  // chain: [GET /static] "Guards.user [auth] > open"
app.get("/run", runsJwt, open);  // chain: [GET /run] "runsJwt [auth]? > open" unknown: [barrier] "'guarded' cannot be decided for route 'GET /run'"
app.get("/unknown", unknown, open);  // unknown: [barrier] "'guarded' cannot be decided for route 'GET /unknown'"
app.get("/nothing", nothing, open);  // error: [ordering/required guarded] "route 'GET /nothing' has no 'auth' in its chain"
