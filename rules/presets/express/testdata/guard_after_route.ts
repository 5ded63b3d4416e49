// https://github.com/expressjs/express/issues/652: what is registered behind a route does not cover it.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser"]
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- app.ts
import express from "express";
const app = express();
function requireUser(req: any, res: any, next: () => void) { next(); }
app.get("/open", function open(req: any, res: any) { res.send("x"); });  // chain: [GET /open] "open" error: [ordering/required guarded] "'requireUser' is registered where it does not cover it"
app.use(requireUser);
app.get("/closed", function closed(req: any, res: any) { res.send("x"); });  // chain: [GET /closed] "requireUser [auth] > closed"
