// A pair that something unknown parts, or that need not be there together, is not decided.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser", "*Guard"]
[[ordering.rules]]
id = "auth-before-body"
before = ["auth", "body"]
[[ordering.rules]]
id = "auth-after-logging"
after = ["auth", "logging"]
// --- auth.ts
export function requireUser(request: any, response: any, next: () => void) {
  if (request.user) next();
  else response.sendStatus(401);
}
export const prod = process.env.NODE_ENV === "production";
// --- app.ts
import express from "express";
import morgan from "morgan";
import { prod, requireUser } from "./auth";
import { more } from "./more";

const open = (request: any, response: any) => response.send("ok");

const parted = express();
parted.use(express.json());
parted.use(...more());
parted.use(requireUser);  // unknown: [barrier] "what '...more()' stands for"
parted.get("/parted", open);

const conditional = express();
if (prod) conditional.use(express.json());
if (!prod) conditional.use(requireUser);  // unknown: [barrier] "is there under a condition"
conditional.get("/conditional", open);

const together = express();
if (prod) {
  together.use(express.json());
  together.use(requireUser);  // error: [ordering/before auth-before-body] "stands inside 'npm/express#json' (body)"
}
together.get("/together", open);

const one = express();
one.use(requireUser);
if (prod) one.use(morgan("tiny"));  // error: [ordering/before auth-after-logging] "'npm/morgan' (logging) stands inside 'requireUser' (auth)"
one.get("/one", open);

const elsewhere = express();
if (prod) elsewhere.use(requireUser);
else elsewhere.use(express.json());
elsewhere.get("/elsewhere", open);
// --- more.ts
export const more = () => [];
