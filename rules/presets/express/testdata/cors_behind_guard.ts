// https://github.com/dotnet/aspnetcore/issues/20709 and https://fetch.spec.whatwg.org/#cors-protocol-and-credentials: a preflight has
// no credentials. Bad, and good.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser"]
// --- bad.ts
import cors from "cors";
import express from "express";
const app = express();
function requireUser(req: any, res: any, next: () => void) { next(); }
app.use(requireUser);
app.use(cors());  // error: [ordering/before express-cors-before-auth] "stands inside"
app.get("/bad", function bad(req: any, res: any) { res.send("x"); });  // chain: [GET /bad] "requireUser [auth] > npm/cors [cors] > bad"
// --- good.ts
import cors from "cors";
import express from "express";
const app = express();
function requireUser(req: any, res: any, next: () => void) { next(); }
app.use(cors());
app.use(requireUser);
app.get("/good", function good(req: any, res: any) { res.send("x"); });  // chain: [GET /good] "npm/cors [cors] > requireUser [auth] > good"
