// https://github.com/expressjs/express/issues/2087: routers from functions, guards at the mount.
// --- app.ts
import express from "express";
import { makeUsers } from "./users";
import { setUp } from "./set_up";
const app = express();
function ensureLogin(req: any, res: any, next: () => void) { next(); }
setUp(app);
app.use("/admin", ensureLogin, makeUsers());
// --- set_up.ts
import type { Express } from "express";
export const stamp = (req: any, res: any, next: () => void) => next();
export function setUp(app: Express) {
  app.use(stamp);
}
// --- users.ts
import { Router } from "express";
export function makeUsers() {
  const router = Router();
  router.get("/users", function list(req: any, res: any) { res.send("x"); });  // chain: [GET /admin/users] "stamp > ensureLogin > list"
  return router;
}
