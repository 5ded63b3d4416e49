// https://github.com/Unleash/unleash/blob/main/src/lib/routes/controller.ts: a route whose method is computed is one of any method.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- app.ts
import express from "express";
import passport from "passport";
const app = express();
const open = (request: any, response: any) => response.send("x");
app["get"]("/constant", passport.authenticate("jwt"), open);  // chain: [GET /constant] "npm/passport#authenticate [auth] > open"
const methods: any[] = ["get", "post"];
for (const method of methods) app[method]("/bare", open);  // error: [ordering/required guarded] "route '/bare' has no 'auth' in its chain"
for (const method of methods) app[method]("/guarded", passport.authenticate("jwt"), open);  // chain: [/guarded] "npm/passport#authenticate [auth] > open"
