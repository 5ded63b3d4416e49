// A guard covers what is registered behind it; conditions and barriers leave it open.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser", "*Guard"]
[[ordering.rules]]
id = "api-is-guarded"
required = ["auth"]
routes = ["/api/**"]
except = ["/api/health", "POST /api/login"]
// --- auth.ts
export function requireUser(request: any, response: any, next: () => void) {
  if (request.user) next();
  else response.sendStatus(401);
}
export const both = [requireUser];
// --- app.ts
import express from "express";
import { both, requireUser } from "./auth";
import { extra } from "./extra";

const app = express();
const open = (request: any, response: any) => response.send("ok");
app.get("/api/health", open);
app.post("/api/login", open);
app.get("/api/login", open);  // error: [ordering/required api-is-guarded] "'requireUser' is registered where it does not cover it (open)"
app.get("/about", open);
app.get("/api/own", requireUser, open);
app.route("/api/route").all(requireUser).get(open);

if (process.env.NODE_ENV === "production") {
  app.use(requireUser);
  app.get("/api/inside", open);
}
app.get("/api/may", open);  // unknown: [barrier] "'requireUser' is there under a condition"
app.use("/api/admin", requireUser);
app.get("/api/admin/users", open);
app.get("/api/administrators", open);  // unknown: [barrier] "'requireUser' is there under a condition"

const second = express();
second.use(...extra());
second.get("/api/second", open);  // unknown: [barrier] "what '...extra()' stands for is not known"
second.use(...[requireUser]);
second.get("/api/literal", open);

const third = express();
third.use(...both);
third.get("/api/spread", open);  // unknown: [barrier] "what '...both' stands for"

function plain() {
  const app = new Map();
  app.get("/api/map");
}
{
  const app = express();
  app.get("/api/shadowed", open);  // error: [ordering/required] "route 'GET /api/shadowed' has no 'auth' in its chain (open)"
}
// --- extra.ts
export const extra = () => [];
