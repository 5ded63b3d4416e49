// https://expressjs.com/en/5x/api.html#app.param: runs before a route that has the parameter, wherever it is registered, and
// not for routers that are mounted.
// --- app.ts
import express, { Router } from "express";
const app = express();
const users = Router({ mergeParams: true });
function first(req: any, res: any, next: () => void) { next(); }
function loadUser(req: any, res: any, next: () => void, id: string) { next(); }
function loadTeam(req: any, res: any, next: () => void, id: string) { next(); }
users.get("/users/:user", first, function show(req: any, res: any) { res.send("x"); });  // chain: [GET /:team/users/:user] "loadTeam > loadUser > first > show"
users.get("/users", function list(req: any, res: any) { res.send("x"); });  // chain: [GET /:team/users] "loadTeam > list"
users.param("user", loadUser);
app.param("team", loadTeam);
app.use("/:team", users);
