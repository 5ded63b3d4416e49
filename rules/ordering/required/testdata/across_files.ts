// Routers of other files, helpers that register, applications that are handed on.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser", "*Guard"]
[[ordering.rules]]
id = "all-guarded"
required = ["auth"]
except = ["/login"]
// --- auth.ts
export function requireUser(request: any, response: any, next: () => void) {
  if (request.user) next();
  else response.sendStatus(401);
}
// --- app.ts
import express from "express";
import { requireUser } from "./auth";
import { login } from "./login";
import open from "./open";
import { register } from "./register";
import users from "./users";

export const app = express();
app.use("/login", login);
app.use("/open", open);
register(app, requireUser);
app.use("/users", users);
// --- login.ts
import { Router } from "express";
export const login = Router();
login.post("/", (request, response) => response.send("ok"));
// --- open.ts
import { Router } from "express";
const router = Router();
router.get("/x", (request, response) => response.send("x"));  // error: [ordering/required all-guarded] "route 'GET /open/x'"
export default router;
// --- register.ts
import type { Express } from "express";
export const register = (app: Express, guard: any) => {
  app.get("/early", (request, response) => response.send("x"));  // error: [ordering/required all-guarded] "route 'GET /early'"
  app.use(guard);
  app.get("/late", (request, response) => response.send("x"));
};
// --- users.ts
import { Router } from "express";
const router = Router();
router.get("/:id", (request, response) => response.send("x"));
export default router;
// --- more.ts
import { app } from "./app";
app.get("/more", (request, response) => response.send("x"));
// --- lost.ts
import { Router } from "express";
export const lost = Router();
lost.get("/lost", (request, response) => response.send("x"));  // unknown: [barrier] "where 'Router' is mounted"
